using System.Diagnostics;
using Bot.Tests.House;
using NUnit.Framework;

namespace Bot.Tests.Console.SignIn;

/// <summary>A real OpenID Connect provider (npm oidc-provider) in a process of its own. Without node these tests are ignored, and fail in CI.</summary>
internal sealed class OidcServer : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private OidcServer(Process process, string folder, Uri issuer) => (_process, _folder, Issuer) = (process, folder, issuer);

    public Uri Issuer { get; }

    public static async Task<OidcServer> Start(string clientId, string secret, Uri redirect, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("linebot-oidc-").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Sources.Root, "infra", "oidc-provider")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        try
        {
            using var install = Run("npm", folder, ["ci", "--prefer-offline", "--no-audit", "--no-fund"]);
            await Task.WhenAll(install.StandardOutput.ReadToEndAsync(stop), install.StandardError.ReadToEndAsync(stop));
            await install.WaitForExitAsync(stop);
            if (install.ExitCode != 0)
            {
                throw new InvalidOperationException("npm ci failed");
            }

            var process = Run("node", folder, ["provider.mjs", clientId, secret, redirect.ToString()]);
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
            {
                if (line.StartsWith("ready ", StringComparison.Ordinal))
                {
                    return new(process, folder, new Uri(line["ready ".Length..]));
                }
            }

            throw new InvalidOperationException("the provider did not start");
        }
        catch (Exception missing) when (missing is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            {
                throw;
            }

            Assert.Ignore($"no provider here: {missing.Message}");
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Run(string program, string folder, string[] words) => Process.Start(new ProcessStartInfo(program, words)
    {
        WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
    })!;
}
