using System.Xml;
using System.Xml.Linq;

namespace Bot.Infrastructure.Disasters;

/// <summary>XML from outside: no document type, no entities of its own, nothing fetched, no end of text.</summary>
internal static class SafeXml
{
    private const int Longest = 8_000_000;

    /// <returns><c>null</c> for what is no such XML.</returns>
    public static XElement? Read(byte[] body)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = Longest, IgnoreComments = true, IgnoreProcessingInstructions = true };
        try
        {
            using var bytes = new MemoryStream(body);
            using var reader = XmlReader.Create(bytes, settings);
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The first child of that name, whatever its namespace: the agency has a namespace for each part, and names of parts are not used twice.</summary>
    public static XElement? Part(this XElement? at, string name) => at?.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    public static IEnumerable<XElement> Parts(this XElement? at, string name) => at?.Elements().Where(e => e.Name.LocalName == name) ?? [];

    public static string Text(this XElement? at, string name) => Cut(at.Part(name)?.Value.Trim() ?? "");

    private static string Cut(string text) => text.Length <= 100 ? text : text[..100];
}
