using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace Wellbeing.Hosting.Keys;

/// <summary>Opens what a <see cref="FileKey"/> wrapped. The stored key names this class.</summary>
internal sealed class WrappedByFile(IServiceProvider services) : IXmlDecryptor
{
    public const string Element = "wrappedByFile";
    public const string KeyAttribute = "key";

    private readonly RingOpener _opener = services.GetRequiredService<RingOpener>();

    public XElement Decrypt(XElement encryptedElement) => _opener.Keys.OpenByFile(encryptedElement, _opener.Ring);
}

/// <summary>The ring whose keys these services open, and what opens them.</summary>
internal sealed record RingOpener(Ring Ring, WrappingKeys Keys);
