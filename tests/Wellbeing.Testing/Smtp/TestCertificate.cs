using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Wellbeing.Testing.Smtp;

/// <summary>A self-signed certificate made at run time: no key lies in the repository.</summary>
public sealed class TestCertificate
{
    private static readonly Lazy<TestCertificate> _shared = new(() => new TestCertificate("localhost"));

    /// <summary>Makes a certificate for one name, valid around now.</summary>
    public TestCertificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (name == "localhost")
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        // Through PKCS #12, because a key that was never exported cannot serve TLS on every platform.
        Certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>One for <c>localhost</c> and 127.0.0.1, shared because making keys is slow.</summary>
    public static TestCertificate Localhost => _shared.Value;

    /// <summary>The certificate with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>
    /// A certificate check that trusts this one certificate as if its issuer were known, and nothing else; the name
    /// must still match. Give it to a client in place of the machine's trust store.
    /// </summary>
    public bool Trust(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        shown is not null
        && shown.GetCertHashString(HashAlgorithmName.SHA256) == Certificate.GetCertHashString(HashAlgorithmName.SHA256)
        && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None;
}
