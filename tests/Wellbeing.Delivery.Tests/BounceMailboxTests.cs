using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wellbeing.App.Outbox;
using Wellbeing.Delivery.Bounces;
using Wellbeing.Testing.Imap;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Delivery.Tests;

/// <summary>What an operator reads when the bounce mailbox cannot be read, or is set up wrongly.</summary>
public sealed class BounceMailboxTests
{
    private static BounceMailbox Mailbox(
        ScriptedImapServer server,
        Action<BounceOptions>? change = null,
        TestCertificate? trusted = null
    )
    {
        var options = new BounceOptions
        {
            Address = "bounces@wellbeing.example",
            Host = server.Host,
            Port = server.Port,
            Tls = server.Certificate is null ? MailTls.None : MailTls.Implicit,
            User = server.Login.User,
            Password = server.Login.Password,
        };
        change?.Invoke(options);
        return new BounceMailbox(
            Microsoft.Extensions.Options.Options.Create(options),
            Microsoft.Extensions.Options.Options.Create(
                new MailOptions { TimeoutSeconds = 10, CheckRevocation = false }
            ),
            NullLogger<BounceMailbox>.Instance
        )
        {
            CertificateCheck = trusted is null ? null : trusted.Trust,
        };
    }

    private static async Task<(BounceRun Run, List<BounceReport> Reports)> Read(BounceMailbox mailbox)
    {
        var reports = new List<BounceReport>();
        var run = await mailbox.Read(
            report =>
            {
                reports.Add(report);
                return Task.CompletedTask;
            },
            default
        );
        return (run, reports);
    }

    [Fact]
    public async Task A_folder_of_its_own_is_read_over_TLS()
    {
        await using var server = ScriptedImapServer.Start(TestCertificate.Localhost);
        server.Put(BounceTests.Report("bounces+x@wellbeing.example", "failed", "5.1.1 (no such mailbox)", "r1"));
        var (run, reports) = await Read(Mailbox(server, o => o.Folder = server.Folder, TestCertificate.Localhost));
        Assert.Equal((1, 1, null), (run.Mails, run.Reports, run.Problem));
        var report = Assert.Single(reports);
        Assert.Equal(("r1@relay.example", ReportKind.Failed, "5.1.1"), (report.MessageId, report.Kind, report.Status));
        Assert.Contains("bounces+x@wellbeing.example", report.CameTo);
        Assert.Contains(server.Commands, c => c.StartsWith("SELECT \"Returned mail\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whatever_is_wrong_is_told_in_one_line_with_the_setting_to_look_at()
    {
        await using var plain = ScriptedImapServer.Start();
        await using var secret = ScriptedImapServer.Start(TestCertificate.Localhost);
        foreach (
            var (mailbox, words) in new[]
            {
                (Mailbox(plain, o => o.Password = "wrong"), "Check Mail:Bounces:User and Mail:Bounces:Password."),
                (Mailbox(plain, o => o.Folder = "Nowhere"), "Check Mail:Bounces:Folder."),
                (Mailbox(plain, o => o.Tls = MailTls.StartTls), "set Mail:Bounces:Tls=Implicit"),
                (Mailbox(plain, o => o.Port = 1), "No connection to localhost, port 1"),
                (Mailbox(secret), "check its certificate, Mail:Bounces:Tls and Mail:Bounces:Port"),
            }
        )
        {
            var (run, _) = await Read(mailbox);
            Assert.Contains(words, run.Problem, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', run.Problem!);
        }
    }

    [Theory]
    [InlineData("Host=", "Address=bounces@example.org", "Mail:Bounces:Host is empty")]
    [InlineData("Address=", "Host=imap.example.org", "Mail:Bounces:Address is empty")]
    [InlineData("Address=bounces+a@example.org", "", "not a plain address")]
    [InlineData("Address=a-very-long-mailbox-name@example.org", "", "longer than 21 characters")]
    [InlineData("Host=imap.example.org:993", "", "not a host name")]
    [InlineData("User=", "", "Mail:Bounces:User is empty")]
    [InlineData("Password=", "", "Mail__Bounces__Password")]
    [InlineData("Tls=None", "", "readable by others")]
    [InlineData("Tls=7", "", "Set it to None or StartTls or Implicit")]
    [InlineData("Port=abc", "", "Mail:Bounces:Port is \"abc\"")]
    [InlineData("EveryMinutes=90", "", "Set it to 1 to 60")]
    public void A_wrong_setting_is_one_line_with_its_remedy(string one, string two, string words)
    {
        string[] settings =
        [
            "Address=bounces@example.org",
            "Host=imap.example.org",
            "User=bounces",
            "Password=secret",
            one,
            two,
        ];
        var line = Assert.Single(Assert.Throws<OptionsValidationException>(() => Options(settings)).Failures);
        Assert.Contains(words, line, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_set_is_nothing_read()
    {
        Assert.False(Options([]).Enabled);
        Assert.Equal(
            (true, 993, "INBOX", 5),
            Options(["Address=bounces@example.org", "Host=imap.example.org", "User=bounces", "Password=secret"])
                is var o
                ? (o.Enabled, o.EffectivePort, o.Folder, o.EveryMinutes)
                : default
        );
    }

    private static BounceOptions Options(IEnumerable<string> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Where(s => s.Length > 0)
                    .Select(s => s.Split('=', 2))
                    .GroupBy(s => s[0])
                    .ToDictionary(g => $"Mail:Bounces:{g.Key}", g => (string?)g.Last()[1])
            )
            .Build();
        using var services = new ServiceCollection().AddWellbeingDelivery(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<BounceOptions>>().Value;
    }
}
