using System.Diagnostics;

namespace Bot.Chaos.Variants;

/// <summary>A copy of the sources in which a variant is built; what has been built stays, so that the next takes less long.</summary>
internal sealed class SpoiledTree(string root, string folder)
{
    private static readonly string[] Ways = ["-c", "Release", "-v", "q", "-nologo", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false"];

    private static readonly string[] Spoilt = ["Bot.Infrastructure", "Bot.Api"];

    private string Sources => Path.Combine(folder, "tree");

    private string Sound => Path.Combine(folder, "program");

    /// <summary>Builds the product as it is; a variant then replaces the assemblies that it touches.</summary>
    /// <exception cref="InvalidOperationException">It does not build.</exception>
    internal async Task BuildSound()
    {
        await Copy();
        string[] publish = ["publish", Path.Combine(Sources, "Bot.Api"), .. Ways, "--artifacts-path", Path.Combine(folder, "build"), "-o", Sound];
        try
        {
            // Compiled beforehand it starts in half the time, and a killed process is soon back at work.
            await Run(Sources, "dotnet", [.. publish, "--use-current-runtime", "--self-contained", "false", "-p:PublishReadyToRun=true"]);
        }
        catch (InvalidOperationException)
        {
            await Run(Sources, "dotnet", publish);
        }
    }

    /// <summary>Makes the copy equal to the sources, spoils it and builds what was spoiled.</summary>
    /// <returns>The built <c>Bot.Api.dll</c>.</returns>
    /// <exception cref="InvalidOperationException">The patch does not apply or the result does not build.</exception>
    internal async Task<string> Build(Variant variant)
    {
        await Copy();
        await Run(Sources, "git", "apply", variant.Patch);
        var program = Path.Combine(folder, variant.Name, "program");
        foreach (var file in Directory.EnumerateFiles(Sound, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(program, Path.GetRelativePath(Sound, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        foreach (var project in Spoilt.Where(p => File.ReadAllText(variant.Patch).Contains($"--- a/{p}/", StringComparison.Ordinal)))
        {
            var output = Path.Combine(folder, variant.Name, project);
            await Run(
                Sources, "dotnet",
                ["build", Path.Combine(Sources, project), .. Ways, "--no-dependencies", "--artifacts-path", Path.Combine(folder, "build"), "-o", output]);
            File.Copy(Path.Combine(output, $"{project}.dll"), Path.Combine(program, $"{project}.dll"), overwrite: true);
        }

        return Path.Combine(program, "Bot.Api.dll");
    }

    private async Task Copy()
    {
        var listed = await Run(root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "Bot.Api", "Bot.Domain", "Bot.Infrastructure", "Directory.*", "global.json", ".editorconfig");
        var wanted = listed.Split('\0', StringSplitOptions.RemoveEmptyEntries).ToList();
        // fetched, not kept in the repository
        wanted.AddRange(Directory.EnumerateFiles(Path.Combine(root, "Bot.Api", "wwwroot", "vendor"), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, f)));
        foreach (var file in wanted.Distinct())
        {
            var (from, to) = (Path.Combine(root, file), Path.Combine(Sources, file));
            if (!File.Exists(from))
            {
                continue;
            }

            var bytes = await File.ReadAllBytesAsync(from);
            if (File.Exists(to) && await File.ReadAllBytesAsync(to) is var before && bytes.AsSpan().SequenceEqual(before))
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            await File.WriteAllBytesAsync(to, bytes);
        }
    }

    private async Task<string> Run(string where, string program, params string[] words)
    {
        var how = new ProcessStartInfo(program, words) { WorkingDirectory = where, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // The copy is no part of a repository that its folder may happen to lie in.
        how.Environment["GIT_CEILING_DIRECTORIES"] = folder;
        using var process = Process.Start(how)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output[0] : throw new InvalidOperationException($"{program} {words[0]} failed: {output[0]}{output[1]}");
    }
}
