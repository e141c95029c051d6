using System.Globalization;
using System.Xml.Linq;
using Bot.Infrastructure.Forms;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Bot.Api.Forms;

/// <summary>
/// The framework's key ring as one key derived from the house's secret: every process has the same without a shared disk,
/// and a page opened before a restart can still be sent after it.
/// </summary>
internal sealed class KeyRing(LinksKey key) : IXmlRepository
{
    private static readonly DateTimeOffset Since = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyCollection<XElement> GetAllElements() =>
    [
        new XElement(
            "key",
            new XAttribute("id", new Guid(key.For("key-ring-id", 16))),
            new XAttribute("version", 1),
            new XElement("creationDate", Written(Since)),
            new XElement("activationDate", Written(Since)),
            new XElement("expirationDate", Written(Since.AddYears(200))),
            new XElement(
                "descriptor",
                new XAttribute("deserializerType", typeof(AuthenticatedEncryptorDescriptorDeserializer).AssemblyQualifiedName!),
                new XElement(
                    "descriptor",
                    new XElement("encryption", new XAttribute("algorithm", "AES_256_CBC")),
                    new XElement("validation", new XAttribute("algorithm", "HMACSHA256")),
                    new XElement("masterKey", new XElement("value", Convert.ToBase64String(key.For("key-ring", 64))))))),
    ];

    public void StoreElement(XElement element, string friendlyName) =>
        throw new NotSupportedException("the key ring follows from the house's secret; nothing is added to it");

    private static string Written(DateTimeOffset at) => at.ToString("o", CultureInfo.InvariantCulture);
}
