using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery.Bounces;

/// <summary>Where undeliverable mails come back to: the section <c>Mail:Bounces</c>. Nothing is read before both an
/// address and a host are set.</summary>
public sealed class BounceOptions
{
    public const string Section = ReturnAddressOptions.Section;

    /// <summary>As <see cref="ReturnAddressOptions.Address"/>.</summary>
    public string Address { get; set; } = "";

    /// <summary>The IMAP server's name, as in its certificate.</summary>
    public string Host { get; set; } = "";

    /// <summary>1 to 65535; empty means 993 for <see cref="MailTls.Implicit"/>, else 143.</summary>
    public int? Port { get; set; }

    /// <summary>How the conversation is encrypted; default <see cref="MailTls.Implicit"/>.</summary>
    public MailTls Tls { get; set; } = MailTls.Implicit;

    public string User { get; set; } = "";

    /// <summary>Keep it in an environment variable (<c>Mail__Bounces__Password</c>) or a secret store.</summary>
    public string Password { get; set; } = "";

    /// <summary>The folder that is read; default <c>INBOX</c>.</summary>
    public string Folder { get; set; } = "INBOX";

    /// <summary>How often it is looked into, in minutes, 1 to 60, default 5.</summary>
    public int EveryMinutes { get; set; } = 5;

    public bool Enabled => Host.Length > 0;

    public int EffectivePort => Port ?? (Tls == MailTls.Implicit ? 993 : 143);
}

/// <summary>Reads and checks the section, as <see cref="MailOptionsSetup"/> does: each problem is one line with its way
/// out.</summary>
public sealed class BounceOptionsSetup(IConfiguration configuration)
    : IConfigureOptions<BounceOptions>,
        IValidateOptions<BounceOptions>
{
    private readonly SectionReader _section = new(configuration, BounceOptions.Section);

    /// <inheritdoc />
    public void Configure(BounceOptions options)
    {
        options.Address = _section.Text(nameof(options.Address)) ?? options.Address;
        options.Host = _section.Text(nameof(options.Host)) ?? options.Host;
        options.Port = _section.Number(nameof(options.Port)) ?? options.Port;
        options.Tls = _section.Choice<MailTls>(nameof(options.Tls)) ?? options.Tls;
        options.User = _section.Text(nameof(options.User)) ?? options.User;
        options.Password = _section.Secret(nameof(options.Password)) ?? options.Password;
        options.Folder = _section.Text(nameof(options.Folder)) is { Length: > 0 } folder ? folder : options.Folder;
        options.EveryMinutes = _section.Number(nameof(options.EveryMinutes)) ?? options.EveryMinutes;
    }

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, BounceOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(BounceOptions options)
    {
        if (_section.Unreadable<MailTls>(nameof(options.Tls)) is { } tls)
            yield return tls;
        foreach (var number in new[] { nameof(options.Port), nameof(options.EveryMinutes) })
            if (_section.UnreadableNumber(number) is { } problem)
                yield return problem;
        if (options.Port is < 1 or > 65535)
            yield return $"Mail:Bounces:Port is {options.Port}. Set it to 1 to 65535, or remove it for the usual port.";
        if (options.EveryMinutes is < 1 or > 60)
            yield return $"Mail:Bounces:EveryMinutes is {options.EveryMinutes}. Set it to 1 to 60.";

        if (options.Host.Length == 0 && options.Address.Length == 0)
            yield break;

        if (options.Address.Length == 0)
            yield return "Mail:Bounces:Address is empty but Mail:Bounces:Host is set. Set the mailbox's address, like bounces@example.org.";
        else if (
            MailAddresses.Parse(options.Address) is not { } mailbox
            || mailbox.LocalPart.Contains('+', StringComparison.Ordinal)
        )
            yield return $"Mail:Bounces:Address is \"{options.Address}\", which is not a plain address. Set it to one like bounces@example.org; what follows a plus is ours.";
        else if (mailbox.LocalPart.Length > ReturnAddresses.LongestLocalPart)
            yield return $"Mail:Bounces:Address is longer than {ReturnAddresses.LongestLocalPart} characters before the @. Choose a shorter one, like bounces@example.org.";

        if (options.Host.Length == 0)
            yield return "Mail:Bounces:Host is empty but Mail:Bounces:Address is set. Set the IMAP server's name, or remove the address.";
        else if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
            yield return $"Mail:Bounces:Host is \"{options.Host}\", which is not a host name. Set only the name there, like imap.example.org, and the port in Mail:Bounces:Port.";
        if (options.User.Length == 0)
            yield return "Mail:Bounces:User is empty. Set the mailbox's sign-in name.";
        if (options.Password.Length == 0)
            yield return "Mail:Bounces:Password is empty. Set the environment variable Mail__Bounces__Password.";
        if (options.Tls == MailTls.None && options.Host.Length > 0 && !MailOptionsSetup.IsThisMachine(options.Host))
            yield return $"Mail:Bounces:Tls is None, which would send Mail:Bounces:Password readable by others to {options.Host}. Set Mail:Bounces:Tls=Implicit or StartTls.";
    }
}
