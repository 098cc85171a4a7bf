using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wellbeing.App.Outbox;
using Wellbeing.Delivery.Bounces;
using Wellbeing.Delivery.Tests.Harness;

namespace Wellbeing.Delivery.Tests.Bounces;

/// <summary>The product reads its mailbox from a server as it is met: Dovecot.</summary>
public sealed class DovecotTests
{
    private static BounceMailbox Mailbox(DovecotServer server, string? password = null) =>
        new(
            Options.Create(
                new BounceOptions
                {
                    Address = "bounces@wellbeing.example",
                    Host = DovecotServer.Host,
                    Port = server.Port,
                    Tls = MailTls.None,
                    User = DovecotServer.Login.User,
                    Password = password ?? DovecotServer.Login.Password,
                }
            ),
            Options.Create(new MailOptions { TimeoutSeconds = 10 }),
            NullLogger<BounceMailbox>.Instance
        );

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
    public async Task Every_form_is_read_once_and_stays_marked()
    {
        Assert.SkipUnless(DovecotServer.IsThere, "No Dovecot, or not root.");
        await using var server = await DovecotServer.Start();
        var folder = Path.Combine(AppContext.BaseDirectory, "Bounces", "Samples");
        var files = Directory.GetFiles(folder, "*.eml").Order(StringComparer.Ordinal).ToList();
        foreach (var file in files)
            await server.Put(await File.ReadAllBytesAsync(file));
        var (first, read) = await Read(Mailbox(server));
        Assert.Equal((BounceMailbox.Batch, null), (first.Mails, first.Problem));
        var (second, rest) = await Read(Mailbox(server));
        Assert.Equal((files.Count - BounceMailbox.Batch, null), (second.Mails, second.Problem));
        Assert.Equal(
            files.Select(f => Path.GetFileName(f).Split('.')[1].Replace("-", "", StringComparison.Ordinal)).Order(),
            read.Concat(rest).Select(r => r.Kind.ToString().ToLowerInvariant()).Order()
        );
        Assert.Equal(0, (await Read(Mailbox(server))).Run.Mails);
    }

    [Fact]
    public async Task Of_a_mail_that_is_too_large_the_headers_do_and_a_wrong_password_is_told()
    {
        Assert.SkipUnless(DovecotServer.IsThere, "No Dovecot, or not root.");
        await using var server = await DovecotServer.Start();
        await server.Put(
            $"To: bounces+x@wellbeing.example\nFrom: MAILER-DAEMON@mx.example\nSubject: failure notice\nMessage-ID: <big@mx.example>\n\n{new string('x', 70)}\n"
                + string.Concat(Enumerable.Repeat($"{new string('y', 70)}\n", 90_000))
        );
        var (run, reports) = await Read(Mailbox(server));
        Assert.Equal((1, null), (run.Mails, run.Problem));
        Assert.Equal(("big@mx.example", ReportKind.Failed), (Assert.Single(reports).MessageId, reports[0].Kind));
        Assert.Contains(
            "Check Mail:Bounces:User and Mail:Bounces:Password.",
            (await Read(Mailbox(server, "wrong"))).Run.Problem,
            StringComparison.Ordinal
        );
    }
}
