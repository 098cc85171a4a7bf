using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;
using Wellbeing.App.Operations;

namespace Wellbeing.Hosting.Keys;

/// <summary>A key as the database holds it.</summary>
/// <param name="Row">Its row's key.</param>
/// <param name="WrappedBy">The name of what wraps it; null where it lies in clear.</param>
internal sealed record StoredKey(int Row, Ring Ring, XElement Xml, string? WrappedBy)
{
    private static readonly XNamespace _protection = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName _needsWrapping = _protection + "requiresEncryption";

    /// <summary>What ASP.NET Core puts in the place of a secret.</summary>
    public static readonly XName Secret = _protection + "encryptedSecret";

    public Guid Id => (Guid)Xml.Attribute("id")!;

    public DateTimeOffset MadeAt => (DateTimeOffset)Xml.Element("creationDate")!;

    /// <summary>All keys of a database, of whatever version; none where there is no such table yet.</summary>
    public static async Task<IReadOnlyList<StoredKey>> Read(DbConnection open, CancellationToken cancellationToken)
    {
        await using var command = open.CreateCommand();
        command.CommandText = """SELECT "Id", "FriendlyName", "Xml" FROM "DataProtectionKeys" ORDER BY "Id" """;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<StoredKey>();
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.IsDBNull(2))
                continue;
            var xml = XElement.Parse(rows.GetString(2));
            if (xml.Name == "key")
                keys.Add(
                    new StoredKey(
                        rows.GetInt32(0),
                        Ring.Of(rows.IsDBNull(1) ? null : rows.GetString(1)),
                        xml,
                        NameOfWrapping(xml)
                    )
                );
        }

        return keys;
    }

    /// <summary>Why it cannot be opened, in words for an operator; null where it can.</summary>
    public string? Fault(WrappingKeys keys)
    {
        if (WrappedBy is { } name && !keys.Has(name))
            return $"The keys in the database are wrapped by {name}, which is neither set in Keys nor in Keys:Older. Set it there: without it nobody can read what people wrote.";
        try
        {
            keys.Open(Xml, Ring);
            return null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or XmlException)
        {
            return $"Key {Id} of the database cannot be opened by {WrappedBy}: it was changed or is damaged. Restore the database from a backup.";
        }
    }

    /// <summary>A key in clear, wrapped.</summary>
    public static XElement Wrap(XElement clear, Ring ring, WrappingKey by)
    {
        var wrapped = new XElement(clear);
        var encryptor = by.For(ring);
        while (
            wrapped.DescendantsAndSelf().FirstOrDefault(e => (bool?)e.Attribute(_needsWrapping) == true) is { } secret
        )
        {
            var info = encryptor.Encrypt(new XElement(secret));
            secret.ReplaceWith(
                new XElement(
                    Secret,
                    new XAttribute("decryptorType", info.DecryptorType.AssemblyQualifiedName!),
                    info.EncryptedElement
                )
            );
        }

        return Marked(wrapped);
    }

    /// <summary>Writes on a key that is wrapped by what, and when: pages tell it, which cannot open it. Names our
    /// class without its version, so that an earlier one opens it too.</summary>
    public static XElement Marked(XElement key)
    {
        foreach (var type in key.Descendants(Secret).Attributes("decryptorType"))
        {
            if (type.Value.StartsWith(typeof(WrappedByFile).FullName!, StringComparison.Ordinal))
                type.Value = $"{typeof(WrappedByFile).FullName}, {typeof(WrappedByFile).Assembly.GetName().Name}";
        }

        if (key.Name == "key" && NameOfWrapping(key) is { } name)
        {
            key.SetAttributeValue(KeysAtRest.WrappedBy, name);
            key.SetAttributeValue(
                KeysAtRest.WrappedAt,
                TimeProvider.System.GetUtcNow().UtcDateTime.ToString("O", CultureInfo.InvariantCulture)
            );
        }

        return key;
    }

    private static string? NameOfWrapping(XElement key)
    {
        if (key.DescendantsAndSelf().Any(e => (bool?)e.Attribute(_needsWrapping) == true))
            return null;
        if (key.Descendants(WrappedByFile.Element).FirstOrDefault() is { } byFile)
            return FileKey.NameOf(byFile.Attribute(WrappedByFile.KeyAttribute)?.Value ?? "");
        if (key.Descendants().FirstOrDefault(e => e.Name.LocalName == "X509Certificate") is { } byCertificate)
        {
            using var certificate = X509CertificateLoader.LoadCertificate(
                Convert.FromBase64String(byCertificate.Value)
            );
            return CertificateKey.NameOf(certificate.Thumbprint);
        }

        return key.Descendants(Secret).Any() ? "something else" : null;
    }
}
