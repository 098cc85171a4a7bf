using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Operations;

/// <summary>After a restore nothing old happens again by itself, and nothing new is held back.</summary>
public sealed class HeldWorkTests
{
    /// <summary>A flag with a due step, a message that waits, a due check-in; then the database comes back from a
    /// backup.</summary>
    private static async Task<AppFixture> Restored()
    {
        var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9)); // Its mail was not sent yet.
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Send(new HoldRestoredWork(Actor.System, "Restored."));
        return app;
    }

    [Fact]
    public async Task Nothing_is_sent_stepped_or_asked_until_an_administrator_lets_it_go()
    {
        await using var app = await Restored();
        await app.Pass(TimeSpan.FromHours(3), TimeSpan.FromMinutes(15));
        app.Mailbox.Expect();
        Assert.Single(await app.StepsOf(await app.FlagOf(app.Cast.Ana)));

        var operations = await app.Send(new GetOperations(app.Cast.Ruth.Actor));
        Assert.True(
            operations.Held is { Messages: 0, Prompts: 2 } held && held.Steps[Severity.Urgent] == 1,
            operations.Held?.ToString()
        );
        Assert.Equal(0, operations.Held?.StepsToCome);
        Assert.False(operations.Health.IsHealthy);
        var nurse = app.Cast.Priya.Actor;
        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.True((await app.Send(new GetFlag(nurse, flag.Id)))!.Held);
        Assert.Equal(1, (await app.Send(new ListFlags(nurse))).Held);
        Assert.Empty((await app.Send(new CheckInvariants(Actor.System, Everything: true))).Violations);

        Assert.IsType<ReleaseHeldWorkResult.Released>(
            await app.Send(new ReleaseHeldWork(app.Cast.Ruth.Actor, CancelMessages: false))
        );
        Assert.IsType<ReleaseHeldWorkResult.NothingHeld>(
            await app.Send(new ReleaseHeldWork(app.Cast.Ruth.Actor, CancelMessages: false))
        );
        await app.Tick();
        Assert.Equal(2, (await app.StepsOf(await app.FlagOf(app.Cast.Ana))).Count); // Once, not a burst.
        app.Mailbox.Ignore();
        Assert.False((await app.Send(new GetFlag(nurse, flag.Id)))!.Held);
        Assert.Equal(0, (await app.Send(new ListFlags(nurse))).Held);
        await app.Send(new AcknowledgeFlag(nurse, flag.Id)); // It has waited all the while, which is late by itself.
        Assert.True((await app.Send(new GetEngineHealth(Actor.System))).IsHealthy);
    }

    [Fact]
    public async Task A_new_cry_for_help_reaches_the_team_at_once_and_its_ladder_goes_on()
    {
        await using var app = await Restored();

        await app.Send(app.Cast.Omar.CheckIn(intensity: 9));
        await app.Tick();
        app.Mailbox.Expect("priya@team.example");
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        await app.Tick();
        app.Mailbox.Expect("tom@team.example");

        // And one on a flag that is held.
        await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, Guid.CreateVersion7()));
        await app.Tick();
        Assert.NotEmpty(app.Mailbox.Read());
    }

    [Fact]
    public async Task What_is_held_is_told_by_kind_steps_that_come_later_too_and_what_is_new_is_not_held()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Send(new HoldRestoredWork(Actor.System, "Restored."));
        await app.Send(app.Cast.Omar.CheckIn(intensity: 9));

        var held = (await app.Send(new GetOperations(app.Cast.Ruth.Actor))).Held!;
        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Empty(held.Steps);
        Assert.Equal((1, flag.NextActionAtUtc), (held.StepsToCome, held.NextStepAtUtc));
        Assert.Equal([KeyValuePair.Create(FlagToTeam.Kind, 1)], held.Kinds);
        var nurse = app.Cast.Priya.Actor;
        Assert.Equal(1, (await app.Send(new ListFlags(nurse))).Held);
        Assert.False((await app.Send(new GetFlag(nurse, (await app.FlagOf(app.Cast.Omar)).Id)))!.Held);
    }

    [Fact]
    public async Task Messages_that_had_left_before_the_restore_can_be_cancelled()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Send(new HoldRestoredWork(Actor.System, "Restored."));
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(
            new ReleaseHeldWorkResult.Released(1),
            await app.Send(new ReleaseHeldWork(app.Cast.Ruth.Actor, CancelMessages: true))
        );
        await app.Tick();

        app.Mailbox.Expect();
        Assert.Equal(MessageState.Cancelled, Assert.Single(await app.Messages()).State);
        Assert.Contains(await app.AuditTrail(), a => a.ReadDetail() is ReleaseDetail { Cancelled: 1 });
    }

    [Fact]
    public async Task Holding_twice_keeps_the_first_moment()
    {
        await using var app = await Restored();
        var first = await app.Db(db => db.EngineStatus.AsNoTracking().SingleAsync());
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(new HoldRestoredWork(Actor.System, "Again."));
        Assert.Equal(
            first.HeldBeforeUtc,
            (await app.Db(db => db.EngineStatus.AsNoTracking().SingleAsync())).HeldBeforeUtc
        );
        app.Mailbox.Ignore();
    }
}
