using System.Globalization;

namespace Bot.Chaos.Faults;

/// <summary>A small disk of its own for the database, that can be filled to the last byte and emptied again. Needs root and the right to mount.</summary>
public sealed class DataVolume : IAsyncDisposable
{
    private DataVolume(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <param name="megabytes">Enough for a cluster with its write-ahead log and the load; little enough to fill in a second.</param>
    /// <returns>The volume; or why there is none here.</returns>
    public static async Task<(DataVolume? Volume, string Trouble)> Mount(int megabytes, CancellationToken stop)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"lbvol{Guid.NewGuid():n}"[..14]);
        Directory.CreateDirectory(path);
        try
        {
            var size = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0755");
            var (code, trouble) = await OwnProgram.Finish("mount", stop, "-t", "tmpfs", "-o", size, "linebot-chaos", path);
            if (code == 0)
            {
                await OwnProgram.Hand(path, stop);
                return (new(path), "");
            }

            Directory.Delete(path);
            return (null, trouble.Length > 0 ? trouble : $"mount ended with {code}");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            Directory.Delete(path);
            return (null, missing.Message);
        }
    }

    /// <summary>Leaves no byte free.</summary>
    /// <returns>How many bytes were free.</returns>
    public async Task<long> Fill(CancellationToken stop)
    {
        await using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var filled = 0L;
        for (var piece = new byte[1024 * 1024]; piece.Length >= 512;)
        {
            try
            {
                await file.WriteAsync(piece, stop);
                filled += piece.Length;
            }
            catch (IOException)
            {
                // No room for so much: for less, perhaps.
                piece = new byte[piece.Length / 2];
            }
        }

        return filled;
    }

    public void Empty() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        // A server that was told to go may hold it a moment longer.
        for (var tries = 0; tries < 50 && (await OwnProgram.Finish("umount", CancellationToken.None, Path)).Code != 0; tries++)
        {
            await Task.Delay(100);
        }

        Directory.Delete(Path);
    }
}
