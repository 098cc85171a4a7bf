using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Wellbeing.Delivery;

/// <summary>
/// Reads the section <c>Mail</c> and checks it when the application starts. Each problem is one line that names the
/// setting and the way out, so the values are read here rather than by the general binder, whose message for
/// <c>Mail:Port=abc</c> names a type instead of a remedy.
/// </summary>
public sealed class MailOptionsSetup(IConfiguration configuration)
    : IConfigureOptions<MailOptions>,
        IValidateOptions<MailOptions>
{
    private readonly SectionReader _section = new(configuration, MailOptions.Section);

    /// <inheritdoc />
    public void Configure(MailOptions options)
    {
        options.Transport = _section.Choice<MailTransport>(nameof(options.Transport)) ?? options.Transport;
        options.TransportIsUnreadable = _section.Unreadable<MailTransport>(nameof(options.Transport)) is not null;
        options.From = _section.Text(nameof(options.From)) ?? options.From;
        options.FromName = _section.Text(nameof(options.FromName)) ?? options.FromName;
        options.Host = _section.Text(nameof(options.Host)) ?? options.Host;
        options.HelloName = _section.Text(nameof(options.HelloName)) is { Length: > 0 } hello ? hello : OurName();
        options.Port = _section.Number(nameof(options.Port)) ?? options.Port;
        options.Tls = _section.Choice<MailTls>(nameof(options.Tls)) ?? options.Tls;
        options.CheckRevocation = _section.Switch(nameof(options.CheckRevocation)) ?? options.CheckRevocation;
        options.User = _section.Text(nameof(options.User)) ?? options.User;
        options.Password = _section.Secret(nameof(options.Password)) ?? options.Password;
        options.TimeoutSeconds = _section.Number(nameof(options.TimeoutSeconds)) ?? options.TimeoutSeconds;
        options.MessagesPerMinute = _section.Number(nameof(options.MessagesPerMinute)) ?? options.MessagesPerMinute;
        options.Folder = _section.Text(nameof(options.Folder)) is { Length: > 0 } folder ? folder : options.Folder;
    }

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems(MailOptions options)
    {
        // What could not be read at all was left at its default, so say so first.
        if (_section.Unreadable<MailTransport>(nameof(options.Transport)) is { } transport)
            yield return transport;
        if (_section.Unreadable<MailTls>(nameof(options.Tls)) is { } tls)
            yield return tls;
        foreach (
            var number in new[]
            {
                nameof(options.Port),
                nameof(options.TimeoutSeconds),
                nameof(options.MessagesPerMinute),
            }
        )
            if (_section.UnreadableNumber(number) is { } problem)
                yield return problem;
        if (
            _section.Text(nameof(options.CheckRevocation)) is { Length: > 0 } onOff
            && _section.Switch(nameof(options.CheckRevocation)) is null
        )
            yield return $"Mail:CheckRevocation is \"{onOff}\". Set it to true or false.";

        if (MailAddresses.Parse(options.From) is null)
            yield return $"Mail:From is \"{options.From}\", which is not an address. Set it to one like support@example.org; a name goes to Mail:FromName.";

        if (options.TimeoutSeconds is < 1 or > 60)
            yield return $"Mail:TimeoutSeconds is {options.TimeoutSeconds}. Set it to 1 to 60.";

        if (options.MessagesPerMinute is < 0 or > 10_000)
            yield return $"Mail:MessagesPerMinute is {options.MessagesPerMinute}. Set it to 1 to 10000, or 0 for no limit.";

        if (options.Port is < 1 or > 65535)
            yield return $"Mail:Port is {options.Port}. Set it to 1 to 65535, or remove it for the usual port.";

        if (options.Transport != MailTransport.Smtp)
            yield break;

        if (options.Host.Length == 0)
            yield return "Mail:Host is empty. Set it to your mail server's name, or set Mail:Transport=File.";
        else if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
            yield return $"Mail:Host is \"{options.Host}\", which is not a host name. Set only the name there, like mail.example.org, and the port in Mail:Port.";

        if (options.From == MailOptions.ExampleFrom && !IsThisMachine(options.Host))
            yield return $"Mail:From is still {MailOptions.ExampleFrom}. Set it to an address at your own domain that somebody reads.";

        if (options.HelloName.Length > 0 && !IsFullName(options.HelloName))
            yield return $"Mail:HelloName is \"{options.HelloName}\", which is no full name. Set it to this server's, like support.example.org, or remove it for the host of Site:BaseUrl.";

        if (options.User.Length == 0 && options.Password.Length > 0)
            yield return "Mail:User is empty but Mail:Password is set. Set the sign-in name too, or remove the password.";

        if (options.User.Length > 0 && options.Password.Length == 0)
            yield return "Mail:Password is empty but Mail:User is set. Set the environment variable Mail__Password, or remove the user.";

        if (options.Tls == MailTls.None && options.Password.Length > 0 && !IsThisMachine(options.Host))
            yield return $"Mail:Tls is None, which would send Mail:Password readable by others to {options.Host}. Set Mail:Tls=StartTls or Mail:Tls=Implicit.";
    }

    /// <summary>The host that pages are under; an address as RFC 5321 section 4.1.3 writes it.</summary>
    private string OurName() =>
        !Uri.TryCreate(configuration["Site:BaseUrl"], UriKind.Absolute, out var site) ? ""
        : IPAddress.TryParse(site.Host.Trim('[', ']'), out var address)
            ? address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]"
                : $"[{address}]"
        : IsFullName(site.IdnHost) ? site.IdnHost
        : "";

    private static bool IsFullName(string name) =>
        name is ['[', .., ']']
        || (name.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(name) == UriHostNameType.Dns);

    /// <summary>Whether what is sent there stays on this machine.</summary>
    internal static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
