using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>R11: an acknowledgement at the very moment of a step, a claim, its own expiry, a resolution or another
/// nurse's.</summary>
public sealed class R11RaceTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task One_of_two_wins_and_nothing_is_told_after_the_acknowledgement(DatabaseProvider provider)
    {
        var races = Row.Volume(5_000, 60);
        await using var app = await AppFixture.Create(provider);
        var row = new Row("R11", $"an acknowledgement racing a step, a claim, a resolution and another, {provider}");
        var people = await app.AddPeople(races);
        for (var i = 0; i < races; i++)
        {
            var person = people[i];
            await app.Send(person.CheckIn(intensity: 9));
            await app.Dispatch();
            var flag = await app.FlagOf(person);
            app.Clock.Advance(TimeSpan.FromMinutes(16));

            var rival = i % 4;
            var first = Task.Run(() => app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id)));
            var second = rival switch
            {
                0 => Task.Run(async () =>
                {
                    await app.Send(new AdvanceEscalations(Actor.System));
                    return (FlagChangeResult?)null;
                }),
                1 => Task.Run(async () =>
                {
                    await app.Send(new AdvanceEscalations(Actor.System));
                    await app.Dispatch("rival");
                    return (FlagChangeResult?)null;
                }),
                2 => Task.Run(async () =>
                    (FlagChangeResult?)
                        await app.Send(
                            new ResolveFlag(app.Cast.Priya.Actor, flag.Id, FlagOutcome.NotNeeded, "Seen on the ward.")
                        )
                ),
                _ => Task.Run(async () =>
                    (FlagChangeResult?)await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id))
                ),
            };
            var (one, two) = (await first, await second);

            var after = await app.FlagOf(person);
            var right = rival switch
            {
                0 or 1 => one is FlagChangeResult.Done && after.State == FlagState.Acknowledged,
                2 => two is FlagChangeResult.Done && after.State == FlagState.Resolved,
                _ => one is FlagChangeResult.Done ^ two is FlagChangeResult.Done,
            };
            row.Add(1, lost: right ? 0 : 1);
            if (after.State != FlagState.Resolved)
                await app.Send(
                    new ResolveFlag(app.Cast.Tom.Actor, flag.Id, FlagOutcome.NotNeeded, "Seen on the ward.")
                );
        }

        Assert.False(
            await app.Db(db =>
                db.Messages.AnyAsync(n =>
                    (n.State == MessageState.Pending || n.State == MessageState.RetryWait) && n.Kind == FlagToTeam.Kind
                )
            )
        );
        await app.HoldsEverything();
        app.Mailbox.Ignore();
        row.Close();
    }

    [Fact]
    public async Task Control_without_the_steps_compare_and_swap_the_checker_goes_red()
    {
        var weakened = Weakened.StepCompareAndSwap();
        var between = new BetweenReadAndSave();
        await using var app = await AppFixture.Create(
            DatabaseProvider.Sqlite,
            options => options.AddInterceptors(weakened, between)
        );
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Ignore();
        var flag = await app.FlagOf(app.Cast.Ana);
        app.Clock.Advance(TimeSpan.FromMinutes(16));

        between.Then = () => app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id));
        await app.Send(new AdvanceEscalations(Actor.System));

        Assert.True(weakened.Taken > 0, "The version is compared otherwise by now: the control controls nothing.");
        Assert.Contains(await app.Violations(), v => v.Invariant == Invariants.History);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task With_it_the_same_moment_harms_nothing()
    {
        var between = new BetweenReadAndSave();
        await using var app = await AppFixture.Create(
            DatabaseProvider.Sqlite,
            options => options.AddInterceptors(between)
        );
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Ignore();
        var flag = await app.FlagOf(app.Cast.Ana);
        app.Clock.Advance(TimeSpan.FromMinutes(16));

        between.Then = () => app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id));
        await app.Send(new AdvanceEscalations(Actor.System));

        await app.HoldsEverything();
        Assert.Equal(FlagState.Acknowledged, (await app.FlagOf(app.Cast.Ana)).State);
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Control_without_the_unique_key_two_cries_at_once_make_two_flags_and_the_checker_goes_red(
        bool weakened
    )
    {
        var between = new BetweenReadAndSave();
        await using var app = await AppFixture.Create(
            DatabaseProvider.Sqlite,
            options => options.AddInterceptors(between)
        );
        if (weakened)
            await app.Db(db => db.Database.ExecuteSqlRawAsync("DROP INDEX \"IX_Flags_OneUnresolved\""));

        between.Then = () => app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, Guid.CreateVersion7()));
        await app.Send(new RaiseNotSafe(app.Cast.Ana.Actor, Guid.CreateVersion7()));

        var violations = await app.Violations();
        if (weakened)
            Assert.Contains(violations, v => v.Invariant == Invariants.OneFlag);
        else
            Assert.Empty(violations);
        app.Mailbox.Ignore();
    }

    /// <summary>Lets somebody else act after the first one has read, and before its transaction begins.</summary>
    private sealed class BetweenReadAndSave : DbTransactionInterceptor
    {
        private int _done;

        public Func<Task>? Then { get; set; }

        public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection,
            TransactionStartingEventData eventData,
            InterceptionResult<DbTransaction> result,
            CancellationToken cancellationToken = default
        )
        {
            if (Then is { } then && Interlocked.Exchange(ref _done, 1) == 0)
                await then();
            return result;
        }
    }
}
