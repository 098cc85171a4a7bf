namespace Wellbeing.Delivery;

/// <summary>How messages leave: the section <c>Mail</c>. Checked at start, see
/// <see cref="MailOptionsSetup"/>.</summary>
public sealed class MailOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Mail";

    /// <summary>The sender of an untouched configuration: good enough for files, refused for a real server.</summary>
    public const string ExampleFrom = "wellbeing@localhost";

    /// <summary>Files in a folder (the default, for trying things out) or a mail server.</summary>
    public MailTransport Transport { get; set; } = MailTransport.File;

    /// <summary>What <c>Mail:Transport</c> holds cannot be read: <see cref="Transport"/> is nobody's choice.</summary>
    public bool TransportIsUnreadable { get; internal set; }

    /// <summary>The sender's address, for example <c>support@example.org</c>. Bounces go there, so somebody should read
    /// it, unless <c>Mail:Bounces</c> is set.</summary>
    public string From { get; set; } = ExampleFrom;

    /// <summary>The sender's name as readers see it on a locked phone; empty for the site's. For a site whose name
    /// tells of an illness.</summary>
    public string FromName { get; set; } = "";

    /// <summary>The mail server's name, as in its certificate. Needed when <see cref="Transport"/> is
    /// <see cref="MailTransport.Smtp"/>.</summary>
    public string Host { get; set; } = "";

    /// <summary>1 to 65535; empty means 465 for <see cref="MailTls.Implicit"/>, 587 for <see cref="MailTls.StartTls"/>,
    /// 25 for <see cref="MailTls.None"/>.</summary>
    public int? Port { get; set; }

    /// <summary>The name we greet a mail server with (<c>EHLO</c>); empty for the host of <c>Site:BaseUrl</c>. Many servers
    /// refuse every recipient of whoever greets with a bare machine name.</summary>
    public string HelloName { get; set; } = "";

    /// <summary>How the conversation is encrypted. Never "if the server happens to offer it".</summary>
    public MailTls Tls { get; set; } = MailTls.StartTls;

    /// <summary>Whether a server's certificate is also checked for revocation, which needs outgoing HTTP to its issuer.
    /// Default true.</summary>
    public bool CheckRevocation { get; set; } = true;

    /// <summary>The sign-in name, or empty for a server that asks for none.</summary>
    public string User { get; set; } = "";

    /// <summary>The sign-in password. Keep it in an environment variable (<c>Mail__Password</c>) or a secret
    /// store.</summary>
    public string Password { get; set; } = "";

    /// <summary>Longest wait for the connection and for each answer, in seconds, 1 to 60, default 30. A whole attempt
    /// ends within <see cref="AttemptLimit"/>.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// Most messages handed over in a minute by this server, 0 to 10,000; 0, the default, for no limit. Messages about
    /// urgent flags count, but are not held up by it.
    /// </summary>
    public int MessagesPerMinute { get; set; }

    /// <summary>Where <see cref="MailTransport.File"/> writes, relative to the content root. Default
    /// <c>App_Data/mail</c>.</summary>
    public string Folder { get; set; } = "App_Data/mail";

    /// <summary>The port in force: <see cref="Port"/>, or the usual one for <see cref="Tls"/>.</summary>
    public int EffectivePort =>
        Port
        ?? Tls switch
        {
            MailTls.Implicit => 465,
            MailTls.StartTls => 587,
            _ => 25,
        };

    /// <summary>
    /// Longest time one attempt may take, waiting for its turn included: four times <see cref="TimeoutSeconds"/>, at
    /// most two minutes. Whoever claims a message must hold the claim for longer than this (the lease is five minutes).
    /// </summary>
    public TimeSpan AttemptLimit => TimeSpan.FromSeconds(Math.Min(120, 4 * TimeoutSeconds));
}

/// <summary>Where messages go.</summary>
public enum MailTransport
{
    /// <summary>One <c>.eml</c> file a message.</summary>
    File,

    /// <summary>A mail server.</summary>
    Smtp,
}

/// <summary>How the conversation with the mail server is encrypted.</summary>
public enum MailTls
{
    /// <summary>Not at all. With a password only to this very machine.</summary>
    None,

    /// <summary>STARTTLS, required: a server that does not offer it gets nothing.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Implicit,
}
