using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Operations;

public sealed class EngineHealthTests
{
    private static async Task<IReadOnlyList<string>> Late(AppFixture app) =>
        (await app.Send(new GetEngineHealth(Actor.System))).Late;

    [Fact]
    public async Task It_is_well_while_the_engine_beats_and_says_since_when_it_does_not()
    {
        await using var app = await AppFixture.Create();
        Assert.Contains("has not run yet", Assert.Single(await Late(app)), StringComparison.Ordinal);

        await app.Tick();
        Assert.Empty(await Late(app));
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Empty(await Late(app));

        app.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Contains("has not run for 12 minutes", Assert.Single(await Late(app)), StringComparison.Ordinal);
        await app.Tick("another");
        Assert.Empty(await Late(app));
    }

    [Fact]
    public async Task A_step_five_minutes_overdue_or_a_message_ten_is_named()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9)); // One message, and a step in 15 minutes.
        await app.Send(new RecordBeat(Actor.System, "test", Succeeded: true));
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.Send(new RecordBeat(Actor.System, "test", Succeeded: false));
        const string unreached = "no message about it was taken. Ring the nurse on call, then look under Readiness.";
        Assert.Equal(
            ["A message should have left 11 minutes ago.", $"A flag has reached nobody for 11 minutes: {unreached}"],
            await Late(app)
        );

        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Send(new RecordBeat(Actor.System, "test", Succeeded: false));
        Assert.Equal(
            [
                "A step of a ladder is 6 minutes overdue.",
                "A message should have left 21 minutes ago.",
                $"A flag has reached nobody for 21 minutes: {unreached}",
            ],
            await Late(app)
        );
    }

    [Theory]
    [InlineData(9, false, 10)]
    [InlineData(2, true, 60)]
    public async Task A_flag_that_reached_nobody_is_late_however_often_it_was_tried(
        int intensity,
        bool contactMe,
        int minutes
    )
    {
        await using var app = await AppFixture.Create();
        app.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(DeliveryPhase.RcptTo, 450, "4.7.1 Try again later");
        await app.Send(app.Cast.Ana.CheckIn(intensity: intensity, contactMe: contactMe));
        var began = app.Now;
        for (; app.Now < began.AddMinutes(minutes - 1); app.Clock.Advance(TimeSpan.FromMinutes(1)))
            await app.Tick();
        Assert.DoesNotContain(await Late(app), IsUnreached);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Tick();
        Assert.Equal(
            $"A flag has reached nobody for {minutes} minutes: no message about it was taken. Ring the nurse on call, then look under Readiness.",
            Assert.Single(await Late(app), IsUnreached)
        );

        app.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await app.Tick();
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await app.Tick();
        Assert.DoesNotContain(await Late(app), IsUnreached);
        app.Mailbox.Ignore();

        static bool IsUnreached(string line) => line.Contains("reached nobody", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_that_waits_twice_its_time_is_late_although_every_mail_was_taken()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9)); // Within the hour.
        for (var quarter = 0; quarter < 8; quarter++)
        {
            await app.Tick();
            app.Clock.Advance(TimeSpan.FromMinutes(15));
        }

        await app.Tick();
        Assert.Empty(await Late(app));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Tick();
        Assert.Contains("more than twice its time", Assert.Single(await Late(app)), StringComparison.Ordinal);
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, (await app.FlagOf(app.Cast.Ana)).Id));
        Assert.Empty(await Late(app));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_beat_that_left_something_undone_is_told_from_one_that_did_not_and_servers_long_gone_are_forgotten()
    {
        await using var app = await AppFixture.Create();
        await app.Tick("gone");
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Tick("one");
        var success = app.Now;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var flag = await app.Raise(app.Cast.Omar, Severity.Urgent);
        await app.Db(db =>
            db.Database.ExecuteSqlAsync($"UPDATE \"Flags\" SET \"Plan\" = 'not a plan' WHERE \"Id\" = {flag.Id}")
        );
        await Assert.ThrowsAsync<AggregateException>(() => app.Tick("one"));

        var beat = Assert.Single(await app.Db(db => db.EngineBeats.AsNoTracking().ToListAsync()));
        Assert.Equal(("one", app.Now, success), (beat.Server, beat.LastBeatAtUtc, beat.LastSuccessAtUtc));
        app.Mailbox.Ignore();
    }
}
