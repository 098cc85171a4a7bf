using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.App.Prompts;
using Wellbeing.Delivery.Bounces;
using Wellbeing.Testing;
using Wellbeing.Testing.Imap;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Delivery.Tests.Bounces;

/// <summary>What follows from mails to a return address that are no failure: machines, complaints, and what nobody but a
/// person understands. Over real conversations both ways.</summary>
public abstract class AnswersTests(DatabaseProvider provider) : IAsyncLifetime
{
    public sealed class OnSqlite() : AnswersTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : AnswersTests(DatabaseProvider.Postgres);

    private readonly ScriptedSmtpServer _smtp = ScriptedSmtpServer.Start();
    private readonly ScriptedImapServer _imap = ScriptedImapServer.Start();
    private SmtpMailer _mailer = null!;
    private AppFixture _app = null!;
    private int _mails;

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

    /// <summary>A mail comes back, and is read.</summary>
    private async Task Answer(string to, string headers, string text)
    {
        _imap.Put($"To: {to}\nMessage-ID: <a{++_mails}@reader.example>\n{headers}\n\n{text}\n");
        Assert.Equal(1, await _app.Send(new ReadBounces(Actor.System)));
    }

    private async Task<string> ReturnPathOf(string address)
    {
        await _app.Dispatch();
        return _smtp.Accepted.Last(m => m.To.Contains(address)).From;
    }

    private async Task<string> TellPriya()
    {
        await _app.Send(_app.Cast.Ana.CheckIn(intensity: 9));
        return await ReturnPathOf(_app.Cast.Priya.Email);
    }

    private async Task<string> Invite(Person person)
    {
        for (var days = 0; days < 9 && !_smtp.Accepted.Any(m => m.To.Contains(person.Email)); days++)
        {
            _app.Clock.Advance(TimeSpan.FromDays(1));
            await _app.Send(new AdvancePrompts(Actor.System));
            await _app.Dispatch();
        }

        return _smtp.Accepted.Last(m => m.To.Contains(person.Email)).From;
    }

    private static string Arf(string type) =>
        $"From: feedback@isp.example\nSubject: FW: hello\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: text/plain\n\nA report.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: {type}\nVersion: 1\nUser-Agent: x\n\n--b--";

    private Task<int> Steps() => _app.Db(db => db.StepRuns.CountAsync());

    private Task<List<Bounce>> Bounces() =>
        _app.Db(db => db.Bounces.AsNoTracking().OrderBy(b => b.AtUtc).ToListAsync());

    private Task<List<AuditRecord>> Trail() => _app.Db(db => db.AuditRecords.AsNoTracking().ToListAsync());

    private Task<List<string>> Complaints() =>
        _app.Db(db => db.Messages.Where(n => n.Kind == MailComplaint.Kind).Select(n => n.Address).ToListAsync());

    [Fact]
    public async Task An_automatic_answer_of_the_nurse_on_call_is_no_failure_and_pulls_the_ladder()
    {
        var from = await TellPriya();
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Answer(
            from,
            "From: priya@team.example\nSubject: Automatic reply: A flag\nAuto-Submitted: auto-replied",
            "I am out of the office. Mail to my old address is undeliverable: user unknown."
        );
        Assert.Equal(BounceKind.Answered, Assert.Single(await Bounces()).Kind);
        Assert.Equal(2, await Steps()); // The next nurse is told at once.
        var (state, refused) = await _app.Db(async db =>
            (
                await db.Messages.Where(n => n.AccountId == _app.Cast.Priya.Id).Select(n => n.State).SingleAsync(),
                await db.Users.Where(a => a.Id == _app.Cast.Priya.Id).Select(a => a.AddressRefusedAtUtc).SingleAsync()
            )
        );
        Assert.Equal((MessageState.Accepted, null), (state, refused));
        var flag = Assert.Single(await _app.FlagsOf(_app.Cast.Ana));
        Assert.Contains(
            (await _app.Send(new GetFlag(_app.Cast.Tom.Actor, flag.Id)))!.History,
            h => h is { What: FlagEvent.MessageTold { Fate: MessageFate.Answered }, ActorName: "Priya Nair" }
        );
        var reading = (await _app.Send(new GetOperations(_app.Cast.Ruth.Actor))).Bounces!;
        Assert.Equal(("Priya Nair", _app.Now), Assert.Single(reading.Answers));

        // A second answer to the same mail changes nothing more.
        await Answer(from, "From: priya@team.example\nSubject: Auto: away\nX-Autoreply: yes", "Away.");
        Assert.Equal(2, await Steps());
        _app.Clock.Advance(BounceReading.AnswersFor + TimeSpan.FromMinutes(1));
        Assert.Empty((await _app.Send(new GetBounceReading(_app.Cast.Ruth.Actor)))!.Answers);
    }

    [Fact]
    public async Task A_warning_in_words_changes_nothing_and_a_full_mailbox_marks_nobody()
    {
        var from = await TellPriya();
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Answer(
            from,
            "From: Mailer-Daemon@relay.example\nSubject: Warning: message delayed 24 hours\nAuto-Submitted: auto-replied",
            "A message that you sent has not yet been delivered to one or more of its recipients.\nNo action is required on your part."
        );
        Assert.Equal(1, await Steps());
        await Answer(
            from,
            "From: Mailer-Daemon@relay.example\nSubject: Mail delivery failed\nX-Failed-Recipients: priya@team.example",
            "A message that you sent could not be delivered.\n\n  priya@team.example\n    552 mailbox is full"
        );
        Assert.Equal([BounceKind.Delayed, BounceKind.GivenUp], (await Bounces()).Select(b => b.Kind));
        Assert.Equal(2, await Steps());
        Assert.False(await _app.Db(db => db.Users.AnyAsync(a => a.AddressRefusedAtUtc != null)));
    }

    [Fact]
    public async Task A_refusal_in_another_language_marks_the_address()
    {
        await Answer(
            await TellPriya(),
            "From: postmaster@relay.example\nSubject: Unzustellbar: Hinweis\nContent-Type: text/plain; charset=utf-8",
            "Ihre Nachricht konnte nicht zugestellt werden.\n\npriya@team.example: 550 Empfänger unbekannt"
        );
        Assert.Equal(BounceKind.Refused, Assert.Single(await Bounces()).Kind);
        Assert.NotNull(
            await _app.Db(db =>
                db.Users.Where(a => a.Id == _app.Cast.Priya.Id).Select(a => a.AddressRefusedAtUtc).SingleAsync()
            )
        );
    }

    [Fact]
    public async Task A_complaint_of_somebody_who_checks_in_stops_what_may_be_stopped_and_tells_the_nurses_once()
    {
        var from = await Invite(_app.Cast.Ana);
        await Answer(from, Arf("abuse"), "");
        await Answer(from, Arf("abuse"), "");
        var ana = await _app.Db(db => db.Participants.SingleAsync(p => p.Id == _app.Cast.Ana.Id));
        Assert.Equal((PromptMails.None, false), (ana.PromptMails, ana.WantsReplyMails));
        Assert.Null(ana.AskingStoppedAtUtc); // She is asked as before, on her page.
        Assert.Equal(new[] { _app.Cast.Priya.Email, _app.Cast.Tom.Email }.Order(), (await Complaints()).Order());
        Assert.Single(await Trail(), a => a.Action == AuditActions.PromptMailsChanged);
    }

    [Fact]
    public async Task A_complaint_of_a_support_contact_is_their_stop()
    {
        var bea = await _app.Cast.AddConfirmedContact(_app.Cast.Ana, "Bea", "bea@home.example");
        await _app.Send(_app.Cast.Ana.CheckIn(contactMe: true));
        await Answer(await ReturnPathOf("bea@home.example"), Arf("abuse"), "");
        Assert.Equal(
            SupportContactState.Declined,
            await _app.Db(db => db.SupportContacts.Where(c => c.Id == bea).Select(c => c.State).SingleAsync())
        );
        Assert.NotEmpty(await Complaints());
        Assert.Empty((await _app.Send(new CheckInvariants(Actor.System))).Violations);
    }

    [Fact]
    public async Task A_complaint_of_a_colleague_stops_nothing_and_tells_the_administrators()
    {
        await Answer(await TellPriya(), Arf("abuse"), "");
        Assert.Equal([_app.Cast.Ruth.Email], await Complaints());
        Assert.Equal(1, await Steps());
    }

    [Theory]
    [InlineData(UnknownMailMeans.Nothing, 1, false)]
    [InlineData(UnknownMailMeans.NotDelivered, 2, false)]
    [InlineData(UnknownMailMeans.AddressIsWrong, 2, true)]
    public async Task What_no_program_understands_waits_sealed_until_a_person_decides(
        UnknownMailMeans means,
        int steps,
        bool refused
    )
    {
        var from = await TellPriya();
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Answer(from, "From: someone@home.example\nSubject: Hm", "Purple elephants " + new string('x', 9000));
        var kept = Assert.Single(await Bounces());
        Assert.Equal((BounceKind.Unknown, 1), (kept.Kind, await Steps()));
        Assert.DoesNotContain("elephants", kept.SealedText! + kept.Detail, StringComparison.Ordinal);
        Assert.Equal(1, (await _app.Send(new GetBounceReading(_app.Cast.Ruth.Actor)))!.Unknown);

        var shown = Assert.Single(await _app.Send(new ListUnknownMails(_app.Cast.Ruth.Actor)));
        Assert.Equal("Priya Nair", shown.Colleague);
        Assert.StartsWith("Hm\n\nPurple elephants", shown.Text, StringComparison.Ordinal);
        Assert.Equal(BounceReport.LongestText, shown.Text!.Length);
        Assert.True(await _app.Send(new DecideUnknownMail(_app.Cast.Ruth.Actor, shown.Id, means)));
        Assert.False(await _app.Send(new DecideUnknownMail(_app.Cast.Ruth.Actor, shown.Id, means)));
        Assert.Equal(
            (steps, refused),
            (await Steps(), await _app.Db(db => db.Users.AnyAsync(a => a.AddressRefusedAtUtc != null)))
        );
        Assert.Null(Assert.Single(await Bounces()).SealedText);
        Assert.Empty(await _app.Send(new ListUnknownMails(_app.Cast.Ruth.Actor)));
        Assert.Single(
            await Trail(),
            a => a.Action == AuditActions.UnknownMailDecided && a.ActorId == _app.Cast.Ruth.Id
        );
        Assert.Empty((await _app.Send(new CheckInvariants(Actor.System))).Violations);
    }

    [Fact]
    public async Task Nobody_fills_the_database_by_an_address_they_know_and_retention_ends_what_was_kept()
    {
        var from = await TellPriya();
        for (var i = 0; i < 30; i++)
            _imap.Put($"To: {from}\nFrom: x@y.example\nMessage-ID: <s{i}@y.example>\nSubject: Buy\n\nBuy now.\n");
        await _app.Send(new ReadBounces(Actor.System));
        Assert.Equal(20, (await Bounces()).Count);
        _app.Clock.Advance(TimeSpan.FromDays(366 * 8));
        await _app.Send(new Retain(Actor.System, DryRun: false));
        Assert.DoesNotContain(await Bounces(), b => b.SealedText is not null);
    }
}
