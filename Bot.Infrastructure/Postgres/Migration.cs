using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Bot.Infrastructure.Postgres;

/// <summary>One numbered SQL file; once released it never changes, which its checksum proves.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>The migrations of this build, in order.</summary>
    public static IReadOnlyList<Migration> Embedded { get; } = [.. Load().OrderBy(m => m.Number)];

    private static IEnumerable<Migration> Load()
    {
        const string mark = ".Postgres.Migrations.";
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.Contains(mark, StringComparison.Ordinal)))
        {
            var file = resource[(resource.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..^".sql".Length];
            // Line ends are made equal, so that a checkout under Windows is no changed file.
            yield return new(
                int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture),
                file,
                Resource(assembly, resource).ReplaceLineEndings("\n"));
        }
    }

    private static string Resource(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
