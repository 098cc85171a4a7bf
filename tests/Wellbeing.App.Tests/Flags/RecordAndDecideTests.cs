using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

/// <summary>A call and what comes next are one act: both, or neither.</summary>
public abstract class RecordAndDecideTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : RecordAndDecideTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RecordAndDecideTests(DatabaseProvider.Postgres);

    private static RecordAndDecide Call(
        StaffMember nurse,
        Guid flag,
        bool reached,
        IRequest<FlagChangeResult> next,
        Guid? id = null
    ) =>
        new(
            new RecordContactAttempt(
                nurse.Actor,
                flag,
                id ?? Guid.CreateVersion7(),
                ContactChannel.Phone,
                reached,
                "Long talk with her."
            ),
            next
        );

    [Fact]
    public async Task Reached_and_resolved_is_one_step_and_the_call_counts_for_the_closing()
    {
        await using var app = await AppFixture.Create(provider);
        var tom = app.Cast.Tom;
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(
                Call(tom, id, reached: true, new ResolveFlag(tom.Actor, id, FlagOutcome.Supported, Note: null))
            )
        );

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(
            (FlagState.Resolved, FlagOutcome.Supported, tom.Name),
            (flag.State, flag.Outcome, flag.ResolvedByName)
        );
        Assert.True(Assert.Single(flag.ContactAttempts).Reached);
        Assert.Equal(
            [typeof(FlagEvent.ContactAttempted), typeof(FlagEvent.Resolved)],
            (await app.Send(new GetFlag(tom.Actor, id)))!
                .History.Where(h => h.ActorName == tom.Name)
                .Select(h => h.What.GetType())
        );
    }

    [Fact]
    public async Task Not_reached_and_ring_again_leaves_the_flag_with_the_nurse_until_then()
    {
        await using var app = await AppFixture.Create(provider);
        var (tom, until) = (app.Cast.Tom, app.Now.AddHours(2));
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(Call(tom, id, reached: false, new SnoozeFlag(tom.Actor, id, until, "Not reached.")))
        );

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(
            (FlagState.Acknowledged, tom.Name, until, until),
            (flag.State, flag.AcknowledgedByName, flag.SnoozedUntilUtc, flag.NextActionAtUtc)
        );
        Assert.Single(flag.ContactAttempts);
    }

    [Fact]
    public async Task Recorded_and_assigned_to_a_colleague_tells_the_colleague_once_however_often_it_is_sent()
    {
        await using var app = await AppFixture.Create(provider);
        var (tom, priya) = (app.Cast.Tom, app.Cast.Priya);
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        var call = Call(tom, id, reached: false, new AssignFlag(tom.Actor, id, priya.Id), Guid.CreateVersion7());
        Assert.All(await Scenes.AtOnce(4, _ => app.Send(call)), r => Assert.IsType<FlagChangeResult.Done>(r));

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal((FlagState.Open, priya.Id, null), (flag.State, flag.AssignedTo, flag.AcknowledgedByName));
        Assert.Single(flag.ContactAttempts);
        Assert.Equal(1, await app.Db(db => db.Messages.CountAsync(n => n.Kind == FlagAssigned.Kind)));
    }

    [Fact]
    public async Task What_is_recorded_and_assigned_is_with_the_colleague_and_no_longer_with_whoever_recorded_it()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom, priya) = (app.Cast.Ana, app.Cast.Tom, app.Cast.Priya);
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        var (id, promised) = ((await app.FlagOf(ana)).Id, (await app.FlagOf(ana)).RespondByUtc);
        await app.Send(new AcknowledgeFlag(tom.Actor, id)); // Tom had it.
        await app.Send(Call(tom, id, reached: false, new AssignFlag(tom.Actor, id, priya.Id)));

        Assert.Equal(
            (FlagState.Open, null),
            ((await app.FlagOf(ana)).State, (await app.FlagOf(ana)).AcknowledgedByName)
        );
        Assert.Equal(0, (await app.Send(new ListFlags(tom.Actor, FlagFilter.Mine))).Total);
        Assert.Equal(1, (await app.Send(new ListFlags(priya.Actor, FlagFilter.Mine))).Total);
        var told = (await app.Send(new GetMyHome(ana.Actor))).Reads!;
        Assert.Equal((ReadState.Tried, "Tom", promised), (told.State, told.ByName, told.PromisedUtc));
        await app.Dispatch();
        app.Mailbox.Expect("priya@team.example");
        app.Clock.Advance(promised.AddMinutes(1) - app.Now);
        Assert.True(Assert.Single((await app.Send(new ListFlags(priya.Actor))).Rows).Overdue);
        told = (await app.Send(new GetMyHome(ana.Actor))).Reads!;
        Assert.Equal((ReadState.Late, "Tom"), (told.State, told.ByName));

        Assert.IsType<FlagChangeResult.Done>(await app.Send(new AcknowledgeFlag(priya.Actor, id)));
        await app.HoldsItsInvariants();
        await app.Dispatch();
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task The_same_closing_sent_twice_is_done_twice_and_says_nothing_of_a_colleague()
    {
        await using var app = await AppFixture.Create(provider);
        var tom = app.Cast.Tom;
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        var call = Call(
            tom,
            id,
            reached: true,
            new ResolveFlag(tom.Actor, id, FlagOutcome.Supported, Note: null),
            Guid.CreateVersion7()
        );
        Assert.IsType<FlagChangeResult.Done>(await app.Send(call));
        Assert.IsType<FlagChangeResult.Done>(await app.Send(call));
        Assert.Single((await app.FlagOf(app.Cast.Ana)).ContactAttempts);
    }

    [Fact]
    public async Task What_the_next_step_refuses_takes_the_attempt_back_and_the_same_form_mended_records_it()
    {
        await using var app = await AppFixture.Create(provider);
        var (tom, request) = (app.Cast.Tom, Guid.CreateVersion7());
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;

        var late = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                Call(
                    tom,
                    id,
                    reached: false,
                    new SnoozeFlag(tom.Actor, id, app.Now.AddHours(25), "Not reached."),
                    request
                )
            )
        );
        Assert.Equal(["next.until"], late.Errors.Select(e => e.PropertyName));
        var silent = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                Call(tom, id, reached: false, new ResolveFlag(tom.Actor, id, FlagOutcome.NotNeeded, Note: " "), request)
            )
        );
        Assert.Equal(["next.note"], silent.Errors.Select(e => e.PropertyName));
        var untrue = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                Call(
                    tom,
                    id,
                    reached: false,
                    new ResolveFlag(tom.Actor, id, FlagOutcome.ReferredOther, "Phone is switched off."),
                    request
                )
            )
        );
        Assert.Equal(["next.outcome"], untrue.Errors.Select(e => e.PropertyName));
        var stranger = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(Call(tom, id, reached: false, new AssignFlag(tom.Actor, id, Guid.CreateVersion7()), request))
        );
        Assert.Equal(["next.nurse"], stranger.Errors.Select(e => e.PropertyName));
        Assert.Equal(
            new FlagChangeResult.NeedsMoreAttempts(1, Flag.AttemptsBeforeUnableToReach),
            await app.Send(
                Call(
                    tom,
                    id,
                    reached: false,
                    new ResolveFlag(tom.Actor, id, FlagOutcome.UnableToReach, "Phone is switched off."),
                    request
                )
            )
        );

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(FlagState.Open, flag.State);
        Assert.Empty(flag.ContactAttempts);
        Assert.DoesNotContain(
            (await app.Send(new GetFlag(tom.Actor, id)))!.History,
            h => h.What is FlagEvent.ContactAttempted
        );

        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(
                Call(
                    tom,
                    id,
                    reached: false,
                    new SnoozeFlag(tom.Actor, id, app.Now.AddHours(4), "Not reached."),
                    request
                )
            )
        );
        Assert.Single((await app.FlagOf(app.Cast.Ana)).ContactAttempts);
        Assert.Null((await app.Send(new VerifyAudit(app.Cast.Ruth.Actor))).BrokenAt);
    }

    [Fact]
    public async Task A_colleagues_flag_is_not_snoozed_by_a_second_caller_whose_call_is_not_lost_silently()
    {
        await using var app = await AppFixture.Create(provider);
        var (tom, priya) = (app.Cast.Tom, app.Cast.Priya);
        var id = (await app.RaiseUrgent(app.Cast.Ana)).Id;
        await app.Send(new AcknowledgeFlag(priya.Actor, id));
        Assert.Equal(
            new FlagChangeResult.TakenBy(priya.Name, app.Now),
            await app.Send(
                Call(tom, id, reached: false, new SnoozeFlag(tom.Actor, id, app.Now.AddHours(2), "Not reached."))
            )
        );
        Assert.Empty((await app.FlagOf(app.Cast.Ana)).ContactAttempts);
    }

    [Fact]
    public async Task A_next_step_of_another_flag_or_of_somebody_else_is_a_mistake()
    {
        await using var app = await AppFixture.Create(provider);
        var (tom, id) = (app.Cast.Tom, (await app.RaiseUrgent(app.Cast.Ana)).Id);
        await Assert.ThrowsAsync<ArgumentException>(() =>
            app.Send(
                Call(tom, id, true, new ResolveFlag(tom.Actor, Guid.CreateVersion7(), FlagOutcome.Supported, null))
            )
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            app.Send(Call(tom, id, true, new ResolveFlag(app.Cast.Priya.Actor, id, FlagOutcome.Supported, null)))
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            app.Send(Call(tom, id, true, new AcknowledgeFlag(tom.Actor, id)))
        );
        Assert.Empty((await app.FlagOf(app.Cast.Ana)).ContactAttempts);
    }
}
