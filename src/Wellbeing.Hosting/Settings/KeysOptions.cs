namespace Wellbeing.Hosting.Settings;

/// <summary>
/// Section <c>Keys</c>: what wraps the keys in the database, from outside of it. Whoever has a copy of the database
/// alone then has nobody's words and can sign in as nobody.
/// </summary>
public sealed class KeysOptions
{
    public const string Section = "Keys";

    /// <summary>A file that holds 32 random bytes as base64; a relative path lies under the server's folder. Empty for
    /// none.</summary>
    public string File { get; set; } = "";

    /// <summary>A certificate with its private RSA key (PFX), instead of the file; empty for none.</summary>
    public string Certificate { get; set; } = "";

    public string CertificatePassword { get; set; } = "";

    /// <summary>Those of before: they still open what they wrapped, and wrap nothing new.</summary>
    public List<OlderKey> Older { get; set; } = [];

    public bool IsSet => File.Length > 0 || Certificate.Length > 0;
}

/// <summary>A file or a certificate of before.</summary>
public sealed class OlderKey
{
    public string File { get; set; } = "";

    public string Certificate { get; set; } = "";

    public string CertificatePassword { get; set; } = "";
}
