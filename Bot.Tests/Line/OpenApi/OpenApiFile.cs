using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Bot.Tests.Line.OpenApi;

/// <summary>One of LINE's published specification files, read from beside the repository when somebody put it there.</summary>
public sealed class OpenApiFile
{
    private readonly YamlMappingNode _root;

    private OpenApiFile(YamlMappingNode root) => _root = root;

    /// <summary><c>null</c> where the files are not; then only our own list of limits speaks.</summary>
    public static OpenApiFile? Find(string name)
    {
        var path = Folders().Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            return null;
        }

        using var text = File.OpenText(path);
        var yaml = new YamlStream();
        yaml.Load(text);
        return new OpenApiFile((YamlMappingNode)yaml.Documents[0].RootNode);
    }

    /// <summary>What is wrong with the value by the named schema; property names that the schema does not know are wrong as well.</summary>
    public IReadOnlyList<string> Faults(string schema, JsonElement value) =>
        new SchemaCheck(Resolve).Faults((YamlMappingNode)_root["components"]["schemas"][schema], value);

    private YamlMappingNode Resolve(string reference) =>
        (YamlMappingNode)reference.TrimStart('#', '/').Split('/').Aggregate((YamlNode)_root, (node, step) => node[step]);

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("LINEBOT_LINE_OPENAPI") is { Length: > 0 } told)
        {
            yield return told;
        }

        for (var folder = RepositoryRoot().Parent; folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "line-openapi");
        }
    }

    private static DirectoryInfo RepositoryRoot()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        while (here is not null && !File.Exists(Path.Combine(here.FullName, "Directory.Packages.props")))
        {
            here = here.Parent;
        }

        return here ?? throw new InvalidOperationException("not inside the repository");
    }
}
