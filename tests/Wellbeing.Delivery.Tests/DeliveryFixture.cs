using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Wellbeing.App.Outbox;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Delivery.Tests;

/// <summary>What the tests of this project share: a message to send, a clock, a log that can be read.</summary>
internal static class Given
{
    public const string MessageId = "0199-flag-7@wellbeing.example";

    public static readonly DateTimeOffset Now = new(2026, 3, 9, 22, 15, 30, TimeSpan.Zero);

    public static OutgoingMail Mail(
        string to = "nurse@team.example",
        string id = MessageId,
        string name = "Nadia Nurse"
    ) =>
        new(
            id,
            "Wellbeing team",
            to,
            name,
            "Somebody may welcome a call",
            "Hello Nadia,\nplease have a look.\n",
            "<p>Hello Nadia, please have a look.</p>",
            "en-AU"
        );

    public static MailOptions SmtpOptions(ScriptedSmtpServer server, Action<MailOptions>? change = null)
    {
        var options = new MailOptions
        {
            Transport = MailTransport.Smtp,
            Host = server.Host,
            Port = server.Port,
            Tls = MailTls.None,
            From = "support@wellbeing.example",
            // The certificates of these tests have no issuer to ask.
            CheckRevocation = false,
            TimeoutSeconds = 10,
        };
        change?.Invoke(options);
        return options;
    }

    public static SmtpMailer Mailer(
        ScriptedSmtpServer server,
        Action<MailOptions>? change = null,
        TestCertificate? trusted = null,
        FakeTimeProvider? clock = null,
        LogLines? log = null
    )
    {
        var options = Options.Create(SmtpOptions(server, change));
        clock ??= new FakeTimeProvider(Now);
        return new SmtpMailer(options, new MimeBuilder(options, clock), clock, log ?? new LogLines())
        {
            CertificateCheck = trusted is null ? null : trusted.Trust,
        };
    }
}

/// <summary>Keeps every line that was logged.</summary>
internal sealed class LogLines : ILogger<SmtpMailer>
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Lines.Add(formatter(state, exception) + exception);
}
