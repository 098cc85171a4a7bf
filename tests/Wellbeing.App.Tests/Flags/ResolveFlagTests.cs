using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Records;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class ResolveFlagTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ResolveFlagTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ResolveFlagTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Unable_to_reach_needs_three_tries_and_three_calls_in_a_minute_are_one()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        var resolve = new ResolveFlag(app.Cast.Tom.Actor, flag.Id, FlagOutcome.UnableToReach, "No answer.");
        // A call of before is no try to reach her about what she said since.
        await app.Send(InVain(app, flag.Id) with { AtUtc = flag.RaisedAtUtc.AddMinutes(-30) });
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(new FlagChangeResult.NeedsMoreAttempts(attempt, 3), await app.Send(resolve));
            for (var again = 0; again < 3; again++)
                await app.Send(InVain(app, flag.Id));
            app.Clock.Advance(Flag.TriesApart);
        }

        Assert.IsType<FlagChangeResult.Done>(await app.Send(resolve));
        Assert.Equal(FlagOutcome.UnableToReach, (await app.FlagOf(app.Cast.Ana)).Outcome);

        // They wait for nobody in vain: it says so until they check in again.
        Assert.Equal(Ended.NotReached, (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).Ended);
        Assert.Equal(
            app.Now,
            Assert.Single(await app.Send(new GetMyTrail(app.Cast.Ana.Actor, app.Now.AddDays(-1)))).Value.NotReachedAtUtc
        );
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(app.Cast.Ana.CheckIn(2));
        Assert.Null((await app.Send(new GetMyHome(app.Cast.Ana.Actor))).Ended);

        // Nor does a call that was asked for just vanish.
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Send(
            new ResolveFlag(
                app.Cast.Tom.Actor,
                (await app.FlagsOf(app.Cast.Ana))[^1].Id,
                FlagOutcome.NotNeeded,
                "Her sister rang: she is with her."
            )
        );
        Assert.Equal(Ended.NotCalled, (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).Ended);

        // Nobody who was rung reads that they were not.
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        var last = (await app.FlagsOf(app.Cast.Ana))[^1].Id;
        await app.Send(InVain(app, last));
        await app.Send(
            new ResolveFlag(app.Cast.Tom.Actor, last, FlagOutcome.NotNeeded, "Her sister rang: she is with her.")
        );
        Assert.Equal(Ended.NotReached, (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).Ended);
        app.Mailbox.Ignore();
    }

    private static RecordContactAttempt InVain(AppFixture app, Guid flagId) =>
        new(app.Cast.Tom.Actor, flagId, Guid.CreateVersion7(), ContactChannel.Phone, Reached: false, null);

    [Fact]
    public async Task What_was_agreed_on_stands_on_the_persons_home_until_they_check_in_again()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(
            new RecordContactAttempt(
                app.Cast.Tom.Actor,
                flag.Id,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                Reached: true,
                null
            )
        );
        await app.Send(
            new ResolveFlag(
                app.Cast.Tom.Actor,
                flag.Id,
                FlagOutcome.ReferredPsychology,
                "First appointment on Thursday."
            )
        );
        Assert.Equal(Ended.Plan, (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).Ended);

        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Send(app.Cast.Ana.CheckIn(3));
        Assert.Null((await app.Send(new GetMyHome(app.Cast.Ana.Actor))).Ended);
        app.Mailbox.Ignore();
    }

    // The row: closed as "Supported" with the note "x" after one failed call.
    [Theory]
    [InlineData(FlagOutcome.Supported, "x")]
    [InlineData(FlagOutcome.Supported, "A long talk about the nights.")]
    [InlineData(FlagOutcome.ReferredPsychology, null)]
    [InlineData(FlagOutcome.NoLongerDistressed, "   ")]
    public async Task An_outcome_that_says_somebody_spoke_with_them_needs_a_call_that_reached_them(
        FlagOutcome outcome,
        string? note
    )
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(
            new RecordContactAttempt(
                app.Cast.Tom.Actor,
                flag.Id,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                false,
                null
            )
        );
        var refused = Assert.Single(
            (
                await Assert.ThrowsAsync<ValidationException>(() =>
                    app.Send(new ResolveFlag(app.Cast.Tom.Actor, flag.Id, outcome, note))
                )
            ).Errors
        );
        Assert.Equal("outcome", refused.PropertyName);
        Assert.StartsWith("Nobody has been reached yet.", refused.ErrorMessage, StringComparison.Ordinal);
        await app.Reach(flag.Id);
        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(new ResolveFlag(app.Cast.Tom.Actor, flag.Id, outcome, note))
        );
        Assert.Equal(
            outcome.IsPlan(),
            Assert.Single(await app.Send(new GetMyTrail(app.Cast.Ana.Actor, app.Now.AddDays(-1)))).Value.PlanAtUtc
                is not null
        );
    }

    [Theory]
    [InlineData(FlagOutcome.RaisedInError, null)]
    [InlineData(FlagOutcome.RaisedInError, "a slip")]
    [InlineData(FlagOutcome.NotNeeded, "x")]
    public async Task Closing_without_having_reached_anybody_needs_a_reason_in_words(FlagOutcome outcome, string? note)
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new ResolveFlag(app.Cast.Tom.Actor, flag.Id, outcome, note))
        );
        Assert.Equal("note", Assert.Single(refused.Errors).PropertyName);

        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(new ResolveFlag(app.Cast.Tom.Actor, flag.Id, outcome, "Seen on the ward today."))
        );
        Assert.Null(
            Assert.Single(await app.Send(new GetMyTrail(app.Cast.Ana.Actor, app.Now.AddDays(-1)))).Value.PlanAtUtc
        );
    }

    [Fact]
    public async Task What_they_told_us_by_message_counts_as_reached()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                new RecordContactAttempt(
                    app.Cast.Tom.Actor,
                    flag.Id,
                    Guid.CreateVersion7(),
                    ContactChannel.TheirMessage,
                    false,
                    null
                )
            )
        );
        await app.Send(
            new RecordContactAttempt(
                app.Cast.Tom.Actor,
                flag.Id,
                Guid.CreateVersion7(),
                ContactChannel.TheirMessage,
                true,
                "Wrote that she is with her sister."
            )
        );
        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(new ResolveFlag(app.Cast.Tom.Actor, flag.Id, FlagOutcome.Supported, null))
        );
    }

    [Fact]
    public async Task The_flag_says_how_many_tries_are_missing_before_it_is_closed()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        Assert.Equal(3, (await app.Send(new GetFlag(app.Cast.Tom.Actor, flag.Id)))!.AttemptsMissing);
        await app.Send(
            new RecordContactAttempt(
                app.Cast.Tom.Actor,
                flag.Id,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                false,
                null
            )
        );
        Assert.Equal(2, (await app.Send(new GetFlag(app.Cast.Tom.Actor, flag.Id)))!.AttemptsMissing);
    }

    [Fact]
    public async Task Is_final_cancels_what_has_not_left_and_asks_for_nothing_more()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        var id = (await app.FlagOf(app.Cast.Ana)).Id;
        Assert.IsType<FlagChangeResult.Done>(
            await app.Send(new ResolveFlag(app.Cast.Priya.Actor, id, FlagOutcome.RaisedInError, "Pressed by mistake"))
        );
        var first = new FlagChangeResult.AlreadyResolved(app.Cast.Priya.Name, app.Now);
        await app.EscalateAfter(TimeSpan.FromDays(1));

        Assert.Equal(first, await app.Send(new ResolveFlag(app.Cast.Tom.Actor, id, FlagOutcome.Supported, "x")));
        Assert.Equal(first, await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, id)));
        Assert.All(await app.Messages(), n => Assert.Equal(MessageState.Cancelled, n.State));
        Assert.DoesNotContain(
            "mistake",
            (await app.Db(db => db.Flags.SingleAsync())).SealedNote!,
            StringComparison.Ordinal
        );
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task Of_an_acknowledgement_and_two_ends_at_once_exactly_one_end_stands()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        var results = await Scenes.AtOnce(
            3,
            i =>
                i == 0
                    ? app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id))
                    : app.Send(
                        new ResolveFlag(app.Cast.Priya.Actor, flag.Id, FlagOutcome.NotNeeded, $"Nothing needed, {i}")
                    )
        );
        Assert.Single(results.Skip(1), r => r is FlagChangeResult.Done);
        Assert.Equal(FlagState.Resolved, (await app.FlagOf(app.Cast.Ana)).State);
        Assert.Single(await app.AuditTrail(), a => a.Action == AuditActions.FlagResolved);
        await app.HoldsItsInvariants();
    }
}
