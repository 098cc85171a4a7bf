using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Delivery.Bounces;
using Wellbeing.Testing;
using Wellbeing.Testing.Imap;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Delivery.Tests;

/// <summary>
/// A mail that our server took and another one gave back: the ladder, a real SMTP conversation for the way out and a
/// real IMAP conversation for the way back.
/// </summary>
public abstract class BounceTests(DatabaseProvider provider) : IAsyncLifetime
{
    public sealed class OnSqlite() : BounceTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : BounceTests(DatabaseProvider.Postgres);

    private readonly ScriptedSmtpServer _smtp = ScriptedSmtpServer.Start();
    private readonly ScriptedImapServer _imap = ScriptedImapServer.Start();
    private SmtpMailer _mailer = null!;
    private AppFixture _app = null!;

    public async ValueTask InitializeAsync()
    {
        _mailer = Given.Mailer(_smtp);
        var mailbox = new BounceMailbox(
            Options.Create(
                new BounceOptions
                {
                    Address = "bounces@wellbeing.example",
                    Host = _imap.Host,
                    Port = _imap.Port,
                    Tls = MailTls.None,
                    User = _imap.Login.User,
                    Password = _imap.Login.Password,
                }
            ),
            Options.Create(new MailOptions { TimeoutSeconds = 10 }),
            NullLogger<BounceMailbox>.Instance
        );
        _app = await AppFixture.Create(
            provider,
            mailer: _mailer,
            bounces: mailbox,
            settings: ("Mail:Bounces:Address", "bounces@wellbeing.example")
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _mailer.DisposeAsync();
        await _smtp.DisposeAsync();
        await _imap.DisposeAsync();
    }

    /// <summary>As Postfix reports it.</summary>
    internal static string Report(
        string to,
        string action,
        string status,
        string id,
        string words = "host mx.team.example said: 550 5.1.1 <priya@team.example> no such user"
    ) =>
        $"""
            Return-Path: <>
            From: MAILER-DAEMON@relay.example
            To: {to}
            Subject: Undelivered Mail Returned to Sender
            Message-ID: <{id}@relay.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

            --b1
            Content-Type: text/plain

            I'm sorry to have to inform you that your message could not be delivered.
            --b1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relay.example

            Final-Recipient: rfc822; priya@team.example
            Action: {action}
            Status: {status}
            Diagnostic-Code: smtp; {words}

            --b1
            Content-Type: text/rfc822-headers

            Subject: A flag needs an answer
            --b1--
            """;

    private Task<int> Read() => _app.Send(new ReadBounces(Actor.System));

    private async Task<Flag> Flag() => Assert.Single(await _app.FlagsOf(_app.Cast.Ana));

    private Task<Account> Priya() =>
        _app.Db(db => db.Users.AsNoTracking().SingleAsync(a => a.Id == _app.Cast.Priya.Id));

    private async Task<int> Steps() => await _app.Db(db => db.StepRuns.CountAsync());

    /// <summary>An urgent flag told to Priya, over a real conversation.</summary>
    /// <returns>The envelope's sender: where reports go.</returns>
    private async Task<string> TellPriya()
    {
        await _app.Send(_app.Cast.Ana.CheckIn(intensity: 9));
        await _app.Dispatch();
        var mail = Assert.Single(_smtp.Accepted);
        Assert.Equal([_app.Cast.Priya.Email], mail.To);
        Assert.Equal("support@wellbeing.example", mail.Mime.From.Mailboxes.Single().Address); // What people read stays.
        return mail.From;
    }

    [Fact]
    public async Task A_mail_that_comes_back_for_good_marks_the_address_pulls_the_ladder_and_shows_in_the_timeline_once()
    {
        var from = await TellPriya();
        Assert.Matches(@"^bounces\+[a-z2-7]{42}@wellbeing\.example$", from);
        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        _imap.Put("From: somebody@example.org\nSubject: Hello\nMessage-ID: <x@y>\n\nNot a report.");
        // A server that changes the case of addresses; one that is read before our mark is set, and so twice.
        _imap.Put(Report(from.ToUpperInvariant(), "failed", "5.1.1", "r1"));
        _imap.BreaksAt = command => command.StartsWith("UID STORE 8", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, await Read());
        _imap.BreaksAt = _ => false;
        Assert.Equal(0, await Read());
        Assert.Equal(0, await Read());
        Assert.All(_imap.Mails, mail => Assert.Contains(BounceMailbox.Mark, mail.Flags));
        Assert.Equal("LOGOUT", _imap.Commands[^1]);

        Assert.Equal(
            "5.1.1 host mx.team.example said: 550 5.1.1 <(the address)> no such user",
            (await Priya()).AddressRefusal
        );
        Assert.Equal(2, await Steps()); // The next nurse was told, thirteen minutes early.
        await _app.Dispatch();
        Assert.Equal([_app.Cast.Tom.Email], _smtp.Accepted[^1].To);
        Assert.Equal(2, _smtp.Accepted.Count);
        var history = (await _app.Send(new GetFlag(_app.Cast.Tom.Actor, (await Flag()).Id)))!.History;
        var back = Assert.Single(
            history,
            h => h is { What: FlagEvent.MessageTold { Fate: MessageFate.CameBack }, ActorName: "Priya Nair" }
        );
        Assert.Equal(
            new FlagEvent.MessageTold(
                FlagToTeam.Kind,
                MessageChannel.Mail,
                MessageFate.CameBack,
                "5.1.1",
                "host mx.team.example said: 550 5.1.1 <(the address)> no such user"
            ),
            back.What
        );
        Assert.Equal(
            MessageState.Rejected,
            await _app.Db(db =>
                db.Messages.Where(n => n.AccountId == _app.Cast.Priya.Id).Select(n => n.State).SingleAsync()
            )
        );
        Assert.Empty((await _app.Send(new CheckInvariants(Actor.System))).Violations);
    }

    [Theory]
    [InlineData("delayed", "4.4.7", 1, false)] // Still being tried: recorded only.
    [InlineData("failed", "4.4.7", 2, false)] // Given up: the ladder goes on, the address may be right.
    [InlineData("failed", "5.7.1", 2, false)] // Not from us: nothing about the address.
    [InlineData("failed", "5.2.1", 2, true)]
    [InlineData("delivered", "2.0.0", 1, false)]
    public async Task What_a_report_says_decides_what_follows(string action, string status, int steps, bool refused)
    {
        _imap.TakesKeywords = false; // "Seen" has to do.
        _imap.Put(Report(await TellPriya(), action, status, "r1"));
        Assert.Equal(action == "delivered" ? 0 : 1, await Read());
        Assert.Equal((steps, refused), (await Steps(), (await Priya()).AddressRefusedAtUtc is not null));
        Assert.Equal(["\\Seen"], Assert.Single(_imap.Mails).Flags);
        if (action == "delayed")
            Assert.Contains(
                (await _app.Send(new GetFlag(_app.Cast.Tom.Actor, (await Flag()).Id)))!.History,
                h => h is { What: FlagEvent.MessageTold { Fate: MessageFate.Delayed }, ActorName: "Priya Nair" }
            );
    }

    [Fact]
    public async Task A_mailbox_that_cannot_be_read_for_an_hour_is_told_to_the_administrators_until_it_can()
    {
        Task<BounceReading?> Reading() => _app.Send(new GetBounceReading(_app.Cast.Ruth.Actor));
        async Task<ReadinessProblem?> Problem() =>
            (await _app.Send(new GetReadiness(_app.Cast.Ruth.Actor))).Problems.SingleOrDefault();
        await Read();
        Assert.Equal(new BounceReading(_app.Now, null, null, _app.Now), await Reading());

        var began = _app.Now;
        _app.Clock.Advance(TimeSpan.FromMinutes(5));
        _imap.Login = _imap.Login with { Password = "changed" };
        for (var look = 0; look < 2; look++, _app.Clock.Advance(BounceReading.Patience - TimeSpan.FromMinutes(1)))
        {
            await Read();
            var failed = await Reading();
            Assert.Equal(
                (began, began.AddMinutes(5), false),
                (failed!.ReadAtUtc, failed.FailsSinceUtc, failed.MustBeMended)
            );
            Assert.Contains(
                "Check Mail:Bounces:User and Mail:Bounces:Password.",
                failed.Problem,
                StringComparison.Ordinal
            );
            Assert.Null(await Problem());
        }

        Assert.Equal(began.AddMinutes(5), Assert.IsType<ReadinessProblem.BouncesUnread>(await Problem()).SinceUtc);
        Assert.True((await _app.Send(new GetOperations(_app.Cast.Ruth.Actor))).Bounces!.MustBeMended);
        await _app.Send(new CheckReadiness(Actor.System));
        await _app.Dispatch();
        Assert.Equal([_app.Cast.Ruth.Email], Assert.Single(_smtp.Accepted).To);

        _imap.Login = _imap.Login with { Password = "correct horse" };
        await Read();
        Assert.Equal(new BounceReading(_app.Now, null, null, _app.Now), await Reading());
        Assert.Null(await Problem());
    }

    [Fact]
    public async Task Nobody_can_make_a_report_up()
    {
        var from = await TellPriya();
        var token = from[
            (from.IndexOf('+', StringComparison.Ordinal) + 1)..from.IndexOf('@', StringComparison.Ordinal)
        ];
        var flipped = token[..^2] + (token[^2] == 'a' ? 'b' : 'a') + token[^1];
        var otherMessage = (token[0] == 'a' ? 'b' : 'a') + token[1..];
        foreach (
            var (forged, i) in new[]
            {
                $"bounces+{flipped}@wellbeing.example",
                $"bounces+{otherMessage}@wellbeing.example",
                $"bounces+{token[..26]}@wellbeing.example",
                "bounces@wellbeing.example",
                $"bounces+{token}@evil.example",
                $"bounces+{token}@wellbeing.example.evil.example",
            }.Select((a, i) => (a, i))
        )
            _imap.Put(Report(forged, "failed", "5.1.1", $"forged-{i}"));
        Assert.Equal(0, await Read());
        Assert.Equal((1, null), (await Steps(), (await Priya()).AddressRefusedAtUtc));
        Assert.False(await _app.Db(db => db.Bounces.AnyAsync()));
        Assert.All(_imap.Mails, mail => Assert.Contains(BounceMailbox.Mark, mail.Flags)); // Not looked at again and again.
    }
}
