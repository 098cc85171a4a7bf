using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Logging.Abstractions;

namespace Wellbeing.Hosting.Keys;

/// <summary>A key from outside the database that wraps those in it.</summary>
internal abstract record WrappingKey(string Name)
{
    /// <summary>What wraps the keys of a ring.</summary>
    public abstract IXmlEncryptor For(Ring ring);
}

/// <summary>A certificate, as ASP.NET Core has it.</summary>
internal sealed record CertificateKey(X509Certificate2 Certificate) : WrappingKey(NameOf(Certificate.Thumbprint))
{
    public override IXmlEncryptor For(Ring ring) =>
        new CertificateXmlEncryptor(Certificate, NullLoggerFactory.Instance);

    public static string NameOf(string thumbprint) => $"certificate {thumbprint[..16]}";
}

/// <summary>32 random bytes. For each ring another key is derived of them, so that what wraps one does not open the
/// other.</summary>
internal sealed record FileKey : WrappingKey
{
    public const int Bytes = 32;

    private readonly byte[] _secret;

    public FileKey(byte[] secret)
        : base(NameOf(Id(secret))) => _secret = secret;

    public static string NameOf(string id) => $"key file {id}";

    public override IXmlEncryptor For(Ring ring) => new Encryptor(this, ring);

    private static string Id(byte[] secret) =>
        Convert.ToHexStringLower(
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 8, info: "Wellbeing key id"u8.ToArray())
        );

    private AesGcm Cipher(Ring ring) =>
        new(
            HKDF.DeriveKey(
                HashAlgorithmName.SHA256,
                _secret,
                32,
                info: Encoding.UTF8.GetBytes($"Wellbeing key ring {ring.Name}")
            ),
            AesGcm.TagByteSizes.MaxSize
        );

    /// <summary>What it wrapped.</summary>
    /// <exception cref="CryptographicException">It did not wrap this, or not for this ring.</exception>
    public XElement Open(XElement wrapped, Ring ring)
    {
        var sealedBytes = Convert.FromBase64String(wrapped.Value);
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (sealedBytes.Length < nonce + tag)
            throw new CryptographicException("It is cut off.");
        var clear = new byte[sealedBytes.Length - nonce - tag];
        using var cipher = Cipher(ring);
        cipher.Decrypt(
            sealedBytes.AsSpan(0, nonce),
            sealedBytes.AsSpan(nonce + tag),
            sealedBytes.AsSpan(nonce, tag),
            clear
        );
        return XElement.Parse(Encoding.UTF8.GetString(clear));
    }

    private XElement Wrap(XElement clear, Ring ring)
    {
        var text = Encoding.UTF8.GetBytes(clear.ToString(SaveOptions.DisableFormatting));
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var sealedBytes = new byte[nonce + tag + text.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, nonce));
        using var cipher = Cipher(ring);
        cipher.Encrypt(
            sealedBytes.AsSpan(0, nonce),
            text,
            sealedBytes.AsSpan(nonce + tag),
            sealedBytes.AsSpan(nonce, tag)
        );
        return new XElement(
            WrappedByFile.Element,
            new XAttribute(WrappedByFile.KeyAttribute, Id(_secret)),
            Convert.ToBase64String(sealedBytes)
        );
    }

    private sealed class Encryptor(FileKey key, Ring ring) : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
            new(key.Wrap(plaintextElement, ring), typeof(WrappedByFile));
    }
}
