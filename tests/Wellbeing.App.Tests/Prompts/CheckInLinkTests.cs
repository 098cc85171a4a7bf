using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Prompts;

/// <summary>The one-tap link of an invitation to check in, from mail to thank-you page.</summary>
public abstract class CheckInLinkTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : CheckInLinkTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : CheckInLinkTests(DatabaseProvider.Postgres);

    private static readonly Actor _reader = new(null, "Somebody", Roles.LinkHolder);

    [Fact]
    public async Task It_is_ready_used_sent_and_over_and_its_session_open_sent_for_half_an_hour_and_over()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, secret) = (app.Cast.Ana, await Invited(app));
        Assert.Equal(CheckInLinkState.Over, await app.Send(new GetCheckInLink(_reader, "another")));
        for (var look = 0; look < 2; look++)
            Assert.Equal(CheckInLinkState.Ready, await app.Send(new GetCheckInLink(_reader, secret)));

        var begun = Assert.IsType<UseCheckInLinkResult.Begun>(await app.Send(new UseCheckInLink(_reader, secret)));
        Assert.Equal(CheckInLinkState.Used, await app.Send(new GetCheckInLink(_reader, secret)));
        Assert.IsType<CheckInLinkSession.Open>(await Session(app, begun));
        Assert.IsType<CheckInLinkSession.Over>( // Of one, and nobody else.
            await app.Send(new GetCheckInLinkSession(_reader, app.Cast.Omar.Id, begun.PromptId))
        );

        var (guest, sent) = (ana.Actor with { Roles = Roles.CheckInLink }, Guid.CreateVersion7());
        await app.Send(ana.CheckIn(submissionId: sent) with { By = guest });
        Assert.Equal(sent, Assert.IsType<CheckInLinkSession.Sent>(await Session(app, begun)).SubmissionId);
        Assert.Equal(CheckInLinkState.Sent, await app.Send(new GetCheckInLink(_reader, secret)));
        var mine = (await app.Send(new GetMyCheckIn(guest, sent)))!;
        Assert.Equal(
            ("Ana", 2, false, null),
            (mine.Name, mine.CheckIn.Intensity, mine.InTouch, mine.SomeoneLooksByUtc)
        );
        Assert.Null(await app.Send(new GetMyCheckIn(app.Cast.Omar.Actor, sent)));

        app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.IsType<CheckInLinkSession.Over>(await Session(app, begun));
    }

    [Fact]
    public async Task Once_it_was_used_another_is_mailed_on_asking_five_in_all_and_none_once_it_is_over()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, secret) = (app.Cast.Ana, await Invited(app));
        Assert.False(await app.Send(new SendCheckInLinkAgain(_reader, "another")));
        Assert.False(await app.Send(new SendCheckInLinkAgain(_reader, secret))); // It works still.
        await app.Send(new UseCheckInLink(_reader, secret));

        var sent = 1;
        while (await app.Send(new SendCheckInLinkAgain(_reader, secret)))
        {
            await app.Dispatch();
            var again = Secret(Assert.Single(app.Mailbox.Expect(ana.Email)));
            Assert.Equal(CheckInLinkState.Ready, await app.Send(new GetCheckInLink(_reader, again)));
            sent++;
        }

        Assert.Equal(5, sent);
        Assert.Equal(4, (await app.AuditTrail()).Count(a => a.Action == AuditActions.CheckInLinkSentAgain));

        var prompt = await app.Db(db => db.Prompts.AsNoTracking().SingleAsync(p => p.ParticipantId == ana.Id));
        app.Clock.SetUtcNow(new DateTimeOffset(prompt.MissedAtUtc));
        Assert.Equal(CheckInLinkState.Over, await app.Send(new GetCheckInLink(_reader, secret)));
        Assert.IsType<CheckInLinkSession.Over>(await app.Send(new GetCheckInLinkSession(_reader, ana.Id, prompt.Id)));
    }

    private static Task<CheckInLinkSession> Session(AppFixture app, UseCheckInLinkResult.Begun begun) =>
        app.Send(new GetCheckInLinkSession(_reader, begun.ParticipantId, begun.PromptId));

    private static async Task<string> Invited(AppFixture app)
    {
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 2, 2, 23, 0, 0, TimeSpan.Zero)); // Tuesday, 10:00 in Hobart.
        await app.Send(new AdvancePrompts(Actor.System));
        await app.Dispatch();
        return Secret(app.Mailbox.Read().Single(m => m.ToAddress == app.Cast.Ana.Email));
    }

    private static string Secret(OutgoingMail mail) =>
        Regex.Match(mail.Text, @"/CheckIn/Link/([\w-]{20,})").Groups[1].Value;
}
