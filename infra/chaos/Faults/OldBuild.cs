namespace Bot.Chaos.Faults;

/// <summary>The bot as it was at a git ref, built in a temporary folder: what still runs while an update is being rolled out.</summary>
public static class OldBuild
{
    /// <summary>The newest tag, or else the commit before the latest migration: the oldest schema that a neighbour may still expect.</summary>
    public static async Task<string> Ref(string repository, CancellationToken stop)
    {
        if (await Git(repository, stop, "describe", "--tags", "--abbrev=0") is { Length: > 0 } tag)
        {
            return tag;
        }

        var migration = Directory.EnumerateFiles(Path.Combine(repository, "Bot.Infrastructure", "Postgres", "Migrations"), "*.sql")
            .Order(StringComparer.Ordinal).Last();
        return await Git(repository, stop, "log", "--diff-filter=A", "-1", "--format=%H^", "--", migration) is { Length: > 0 } before
            ? before
            : throw new InvalidOperationException("no tag, and no commit that added a migration: say --old REF");
    }

    /// <returns>The path of its Bot.Api.dll, and the folder from which it serves its pages.</returns>
    /// <exception cref="InvalidOperationException">The ref is unknown, or it does not build.</exception>
    public static async Task<(string Program, string Home)> Make(string repository, string reference, string folder, CancellationToken stop)
    {
        var commit = await Git(repository, stop, "rev-parse", "--verify", "--end-of-options", $"{reference}^{{commit}}");
        if (commit.Length == 0)
        {
            throw new InvalidOperationException($"git knows no {reference}");
        }

        var source = Path.Combine(folder, "source");
        Directory.CreateDirectory(source);
        await Shell($"git -C '{repository}' archive {commit} | tar -x -C '{source}'", stop);
        var vendor = Path.Combine(repository, "Bot.Api", "wwwroot", "vendor");
        if (Directory.Exists(vendor))
        {
            await Shell($"cp -r '{vendor}' '{source}/Bot.Api/wwwroot/'", stop);
        }

        await Shell(
            $"dotnet build '{source}/Bot.Api/Bot.Api.csproj' -c Release -v q -nologo -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false --artifacts-path '{folder}/build' >'{folder}/build.log' 2>&1",
            stop);
        return (Path.Combine(folder, "build", "bin", "Bot.Api", "release", "Bot.Api.dll"), Path.Combine(source, "Bot.Api"));
    }

    private static async Task Shell(string command, CancellationToken stop)
    {
        var (code, trouble) = await OwnProgram.Finish("bash", stop, "-o", "pipefail", "-c", command);
        if (code != 0)
        {
            throw new InvalidOperationException($"{command}: {trouble}");
        }
    }

    private static async Task<string> Git(string repository, CancellationToken stop, params string[] words)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("git", ["-C", repository, .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var said = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return process.ExitCode == 0 ? said.Trim() : "";
    }
}
