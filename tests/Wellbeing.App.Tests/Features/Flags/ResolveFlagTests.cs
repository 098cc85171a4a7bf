using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Flags;
using Wellbeing.App.Options;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Features.Flags;

public abstract class ResolveFlagTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ResolveFlagTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ResolveFlagTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Unable_to_reach_needs_three_recorded_attempts()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        var resolve = new ResolveFlag(app.Cast.Tom.Actor, flag.Id, FlagOutcome.UnableToReach, "No answer.");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(new FlagChangeResult.NeedsMoreAttempts(attempt, 3), await app.Send(resolve));
            await app.Send(new RecordContactAttempt(app.Cast.Tom.Actor, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, false, null));
        }

        Assert.IsType<FlagChangeResult.Done>(await app.Send(resolve));
        Assert.Equal(FlagOutcome.UnableToReach, (await app.FlagOf(app.Cast.Ana)).Outcome);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    public async Task Closing_without_having_reached_anybody_needs_a_reason(string? note)
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        await app.Send(new RecordContactAttempt(app.Cast.Tom.Actor, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, false, null));
        var refused = await Assert.ThrowsAsync<ValidationException>(() => app.Send(new ResolveFlag(app.Cast.Tom.Actor, flag.Id, FlagOutcome.Supported, note)));
        Assert.Equal("note", Assert.Single(refused.Errors).PropertyName);

        await app.Send(new RecordContactAttempt(app.Cast.Tom.Actor, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, true, null));
        Assert.IsType<FlagChangeResult.Done>(await app.Send(new ResolveFlag(app.Cast.Tom.Actor, flag.Id, FlagOutcome.Supported, note)));
    }

    [Fact]
    public async Task Is_final_cancels_what_has_not_left_and_asks_for_nothing_more()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        var id = (await app.FlagOf(app.Cast.Ana)).Id;
        Assert.IsType<FlagChangeResult.Done>(await app.Send(new ResolveFlag(app.Cast.Priya.Actor, id, FlagOutcome.RaisedInError, "Pressed by mistake")));
        var first = new FlagChangeResult.AlreadyResolved(app.Cast.Priya.Name, app.Now);
        await app.EscalateAfter(TimeSpan.FromDays(1));

        Assert.Equal(first, await app.Send(new ResolveFlag(app.Cast.Tom.Actor, id, FlagOutcome.Supported, "x")));
        Assert.Equal(first, await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, id)));
        Assert.All(await app.Notices(), n => Assert.Equal(NoticeState.Cancelled, n.State));
        Assert.DoesNotContain("mistake", (await app.Db(db => db.Flags.SingleAsync())).SealedNote!, StringComparison.Ordinal);
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task Of_an_acknowledgement_and_two_ends_at_once_exactly_one_end_stands()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        var results = await Scenes.AtOnce(3, i => i == 0
            ? app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id))
            : app.Send(new ResolveFlag(app.Cast.Priya.Actor, flag.Id, FlagOutcome.Supported, $"end {i}")));
        Assert.Single(results.Skip(1), r => r is FlagChangeResult.Done);
        Assert.Equal(FlagState.Resolved, (await app.FlagOf(app.Cast.Ana)).State);
        Assert.Single(await app.AuditTrail(), a => a.Action == AuditActions.FlagResolved);
        await app.HoldsItsInvariants();
    }
}
