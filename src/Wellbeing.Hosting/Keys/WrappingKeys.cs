using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wellbeing.Hosting.Settings;

namespace Wellbeing.Hosting.Keys;

/// <summary>The keys of section <c>Keys</c>, as they could be read. The newest wraps; all of them open.</summary>
internal sealed class WrappingKeys : IValidateOptions<KeysOptions>, IDisposable
{
    /// <summary>In the server's folder: what Development makes for itself.</summary>
    private static readonly string _ownFile = Path.Combine("App_Data", "wellbeing.key");

    private readonly List<string> _faults = [];
    private readonly List<WrappingKey> _older = [];
    private readonly string? _own;
    private readonly Lazy<ServiceProvider> _certificates;

    private WrappingKeys(KeysOptions options, string root, bool isDevelopment)
    {
        if (options.File.Length > 0 && options.Certificate.Length > 0)
            _faults.Add(
                "Keys:File and Keys:Certificate are both set, and one of them wraps. Move the older one into Keys:Older."
            );
        else
            Newest = Read(options.File, options.Certificate, options.CertificatePassword, "Keys", root);
        foreach (var (i, older) in options.Older.Index())
        {
            if (Read(older.File, older.Certificate, older.CertificatePassword, $"Keys:Older:{i}", root) is { } key)
                _older.Add(key);
        }

        if (isDevelopment && !options.IsSet)
        {
            _own = Path.Combine(root, _ownFile);
            if (File.Exists(_own))
                Newest = Read(_ownFile, "", "", "Keys", root);
        }

        _certificates = new(() =>
        {
            var services = new ServiceCollection();
            services.AddDataProtection().UnprotectKeysWithAnyCertificate([.. Certificates]);
            return services.BuildServiceProvider();
        });
    }

    /// <summary>Wraps; null where none is set, or it cannot be read.</summary>
    public WrappingKey? Newest { get; private set; }

    /// <summary>Why some of them cannot be read, a line each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public IEnumerable<X509Certificate2> Certificates => All.OfType<CertificateKey>().Select(c => c.Certificate);

    private IEnumerable<WrappingKey> All => Newest is null ? _older : _older.Prepend(Newest);

    /// <summary>Throws nothing: who needs them asks for <see cref="Faults"/>.</summary>
    /// <param name="root">The server's folder.</param>
    public static WrappingKeys Read(IConfiguration configuration, string root, bool isDevelopment)
    {
        KeysOptions? options;
        try
        {
            options = configuration.GetSection(KeysOptions.Section).Get<KeysOptions>();
        }
        catch (InvalidOperationException)
        {
            options = null; // Named where all settings are judged.
        }

        return new WrappingKeys(options ?? new KeysOptions(), root, isDevelopment);
    }

    /// <summary>A new key in a file that only its owner can read.</summary>
    /// <exception cref="IOException">There is such a file.</exception>
    public static void Make(string file)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(FileKey.Bytes)) + "\n");
    }

    /// <summary>Development alone makes one for itself where none is set.</summary>
    public void MakeOwn()
    {
        if (_own is null || Newest is not null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(_own)!);
        if (!File.Exists(_own))
        {
            var part = $"{_own}.{Environment.ProcessId}";
            File.Delete(part);
            Make(part);
            try
            {
                File.Move(part, _own, overwrite: false);
            }
            catch (IOException) when (File.Exists(_own))
            {
                File.Delete(part); // Another server was first.
            }
        }

        Newest = ReadFile(_own, _own, "Keys:File");
    }

    /// <summary>A stored key with all of it in clear again.</summary>
    /// <exception cref="CryptographicException">Said in words for an operator.</exception>
    public XElement Open(XElement key, Ring ring)
    {
        var open = new XElement(key);
        while (open.Descendants(StoredKey.Secret).FirstOrDefault() is { } secret)
        {
            var wrapped = secret.Elements().Single();
            secret.ReplaceWith(
                wrapped.Name == WrappedByFile.Element
                    ? OpenByFile(wrapped, ring)
                    : new EncryptedXmlDecryptor(_certificates.Value).Decrypt(wrapped)
            );
        }

        return open;
    }

    /// <inheritdoc cref="Open"/>
    public XElement OpenByFile(XElement wrapped, Ring ring)
    {
        var name = FileKey.NameOf(wrapped.Attribute(WrappedByFile.KeyAttribute)?.Value ?? "");
        return All.OfType<FileKey>().FirstOrDefault(k => k.Name == name) is { } key
            ? key.Open(wrapped, ring)
            : throw new CryptographicException($"It is wrapped by {name}, which is not here.");
    }

    /// <summary>Whether one of them is called so.</summary>
    public bool Has(string name) => All.Any(k => k.Name == name);

    public ValidateOptionsResult Validate(string? name, KeysOptions options) =>
        _faults.Count > 0 ? ValidateOptionsResult.Fail(_faults) : ValidateOptionsResult.Success;

    public void Dispose()
    {
        if (_certificates.IsValueCreated)
            _certificates.Value.Dispose();
        foreach (var certificate in Certificates)
            certificate.Dispose();
    }

    private WrappingKey? Read(string file, string certificate, string password, string section, string root) =>
        file.Length > 0 ? ReadFile(Path.GetFullPath(file, root), file, $"{section}:File")
        : certificate.Length > 0 ? ReadCertificate(Path.GetFullPath(certificate, root), certificate, password, section)
        : null;

    private FileKey? ReadFile(string path, string given, string setting)
    {
        string text;
        try
        {
            if (
                !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0
            )
            {
                _faults.Add(
                    $"{setting} is '{given}', which everybody on this machine can open. Let only the server's user read it: chmod 400 {path}"
                );
                return null;
            }

            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Add(
                $"{setting} is '{given}', a file that cannot be read ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}). Let the server's user read it, or make one with 'wellbeing keys new {given}' where there never was one."
            );
            return null;
        }

        var secret = new byte[FileKey.Bytes + 1];
        if (Convert.TryFromBase64String(text.Trim(), secret, out var length) && length == FileKey.Bytes)
            return new FileKey(secret[..FileKey.Bytes]);
        _faults.Add(
            $"{setting} is '{given}', which holds no key: {FileKey.Bytes} random bytes as base64 are wanted. Make one with 'wellbeing keys new FILE' or 'openssl rand -base64 {FileKey.Bytes}'."
        );
        return null;
    }

    private CertificateKey? ReadCertificate(string path, string given, string password, string section)
    {
        X509Certificate2? read = null;
        try
        {
            read = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            using var key = read.GetRSAPrivateKey();
            if (key is not null)
                return new CertificateKey(read);
            _faults.Add(
                $"{section}:Certificate is '{given}', a certificate without a private RSA key. Set it to one that has one."
            );
        }
        catch (Exception e)
            when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            _faults.Add(
                $"{section}:Certificate is '{given}', a certificate that cannot be opened ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}). Correct it or {section}:CertificatePassword."
            );
        }

        read?.Dispose();
        return null;
    }
}
