using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;

namespace Wellbeing.Hosting;

/// <summary>Where the web server is told to listen, and whether it has the certificate it needs for that.</summary>
internal static class ListeningAddresses
{
    /// <summary>Where the server listens unless a setting says otherwise.</summary>
    private const string DefaultUrl = "http://localhost:5080";

    private const string Endpoints = "Kestrel:Endpoints";
    private const string DefaultCertificate = "Kestrel:Certificates:Default";

    /// <summary>As the web server weighs its settings.</summary>
    public static IReadOnlyList<string> Urls(IConfiguration configuration)
    {
        // The web server lets these count before all others.
        if (OfEndpoints(configuration).ToList() is { Count: > 0 } endpoints)
            return endpoints.ConvertAll(e => e.Url);
        if (Parts("urls").ToList() is { Count: > 0 } urls)
            return urls;
        List<string> ports =
        [
            .. Parts("http_ports").Select(p => $"http://*:{p}"),
            .. Parts("https_ports").Select(p => $"https://*:{p}"),
        ];
        return ports.Count > 0 ? ports : [DefaultUrl];

        IEnumerable<string> Parts(string key) =>
            (configuration[key] ?? "").Split(
                ';',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            );
    }

    /// <summary>A line for each certificate that an address with https needs and that is not there or cannot be
    /// opened.</summary>
    /// <param name="root">The server's folder, under which relative paths lie.</param>
    public static IEnumerable<string> CertificateFaults(IConfiguration configuration, string root)
    {
        var own = OfEndpoints(configuration).ToList();
        var needs = own.Where(e => IsHttps(e.Url) && !HasOneByName(configuration, e.Key))
            .Select(e => (e.Url, Key: $"{e.Key}:Certificate"))
            .ToList();
        if (own.Count == 0)
            needs = [.. Urls(configuration).Where(IsHttps).Select(url => (url, DefaultCertificate))];
        return needs
            .Select(need =>
                configuration.GetSection(need.Key).GetChildren().Any() ? need : (need.Url, DefaultCertificate)
            )
            .DistinctBy(need => need.Item2)
            .Select(need => Fault(configuration, need.Item2, need.Url, root))
            .OfType<string>();
    }

    /// <summary>The endpoint has a certificate for each name it is called by.</summary>
    private static bool HasOneByName(IConfiguration configuration, string endpoint) =>
        configuration.GetSection($"{endpoint}:Sni").GetChildren().Any();

    private static bool IsHttps(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string Key, string Url)> OfEndpoints(IConfiguration configuration) =>
        configuration
            .GetSection(Endpoints)
            .GetChildren()
            .Where(e => e["Url"] is not null)
            .Select(e => (e.Path, e["Url"]!));

    private static string? Fault(IConfiguration configuration, string key, string url, string root)
    {
        var certificate = configuration.GetSection(key);
        if (certificate["Subject"] is { Length: > 0 })
            return null; // From the machine's store, which only the server's user can open.
        if (certificate["Path"] is not { Length: > 0 } path)
        {
            return HasDevelopmentCertificate()
                ? null
                : $"ASPNETCORE_URLS or {Endpoints} names {url}, but there is no certificate for https. Set {DefaultCertificate}:Path (and :KeyPath or :Password), or listen on http behind a proxy that speaks https, such as http://localhost:5080.";
        }

        var file = Path.GetFullPath(path, root);
        try
        {
            using var _ = certificate["KeyPath"] is { Length: > 0 } keyPath
                ? OfPem(file, Path.GetFullPath(keyPath, root), certificate["Password"])
                : X509CertificateLoader.LoadPkcs12FromFile(file, certificate["Password"]);
            return null;
        }
        catch (Exception e)
            when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"{key}:Path is '{path}', a certificate that cannot be opened ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}). Correct it, {key}:KeyPath or {key}:Password.";
        }
    }

    private static X509Certificate2 OfPem(string file, string key, string? password) =>
        password is null
            ? X509Certificate2.CreateFromPemFile(file, key)
            : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);

    /// <summary>What <c>dotnet dev-certs</c> made for this user, which the web server takes where it is given none.</summary>
    private static bool HasDevelopmentCertificate()
    {
        const string mark = "1.3.6.1.4.1.311.84.1.1";
        try
        {
            using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser, OpenFlags.ReadOnly);
            return store
                .Certificates.Find(X509FindType.FindByExtension, mark, validOnly: false)
                .Any(c => c.HasPrivateKey);
        }
        catch (CryptographicException)
        {
            return false; // No store, no certificate.
        }
    }
}
