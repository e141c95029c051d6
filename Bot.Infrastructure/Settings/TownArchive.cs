using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Bot.Domain.Kernel;
using Bot.Infrastructure.Towns;

namespace Bot.Infrastructure.Settings;

/// <summary>The files of one town as they came out of an archive, by their path from the folder of all towns.</summary>
public sealed record ArchivedTown(TownId Town, IReadOnlyDictionary<string, byte[]> Files);

/// <summary>A town's folder as one .zip. Whatever somebody packs, only files that a folder has come out, and never more than fits.</summary>
public static partial class TownArchive
{
    public const int MostBytes = 5 * 1024 * 1024;

    private const int MostEntries = 60;
    private const int MostUnpacked = 1024 * 1024;
    private const int MostTogether = 4 * 1024 * 1024;

    public static byte[] Write(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, content) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Rich menus are pictures that stand on the disk: they are passed over.</summary>
    public static Loaded<ArchivedTown> Read(Stream packed)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var towns = new HashSet<string>(StringComparer.Ordinal);
        var together = 0;
        try
        {
            using var zip = new ZipArchive(packed, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8);
            if (zip.Entries.Count is 0 or > MostEntries)
            {
                return Bad("", $"ファイルの数が {zip.Entries.Count} です。町のフォルダーを1つだけ入れてください（{MostEntries} 個まで）。");
            }

            foreach (var entry in zip.Entries.Where(e => !e.FullName.EndsWith('/')))
            {
                var name = Allowed.Match(entry.FullName);
                if (!name.Success || !TownId.TryParse(name.Groups["town"].Value, out var town))
                {
                    return Bad(Plain(entry.FullName), "町のフォルダーにない名前です。「町の名前/town.json」のように入れてください。");
                }

                towns.Add(town.Value);
                if (name.Groups["menu"].Success)
                {
                    continue;
                }

                if (Unpack(entry) is not { } content || (together += content.Length) > MostTogether)
                {
                    return Bad(entry.FullName, "ファイルが大きすぎます（1つ 1 MB まで）。");
                }

                if (!files.TryAdd(entry.FullName, content))
                {
                    return Bad(entry.FullName, "同じ名前のファイルが二度あります。");
                }
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException or IOException or ArgumentException)
        {
            return Bad("", "zip ファイルとして読めません。書き出した zip をそのまま選んでください。");
        }

        return towns.Count == 1 ? new Loaded<ArchivedTown>.Good(new ArchivedTown(new TownId(towns.Single()), files)) : Bad("", "町のフォルダーを1つだけ入れてください。");
    }

    /// <summary>What an entry says of its own length is not believed.</summary>
    private static byte[]? Unpack(ZipArchiveEntry entry)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = from.Read(buffer)) > 0;)
        {
            if (to.Length + read > MostUnpacked)
            {
                return null;
            }

            to.Write(buffer.AsSpan(0, read));
        }

        return to.ToArray();
    }

    private static Loaded<ArchivedTown>.Bad Bad(string file, string why) => new([new Fault(file, null, null, why)]);

    private static string Plain(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(80));

    [GeneratedRegex(
        @"\A(?<town>[a-z][a-z0-9-]{1,30})/(town\.json|areas\.csv|departments\.csv|holidays\.csv|wording\.[A-Za-z-]{2,10}\.json|bulky-waste/(categories|items|sizes|excluded|zones|calendar|spots)\.csv|bulky-waste/rules\.json|damage-reports/(groups|kinds|routing|offices|publication|landmarks)\.csv|damage-reports/(areas\.geojson|open-data\.json)|schools/(schools|breaks)\.csv|(?<menu>richmenu/[A-Za-z0-9-]{1,30}(\.[A-Za-z0-9-]{1,20}){1,2}))\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Allowed { get; }
}
