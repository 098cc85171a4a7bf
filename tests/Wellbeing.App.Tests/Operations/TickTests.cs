using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Operations;

public abstract class TickTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : TickTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : TickTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task One_tick_does_all_that_is_due_and_the_next_finds_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Raise(app.Cast.Omar, Severity.Urgent);
        app.Clock.Advance(TimeSpan.FromDays(8)); // A weekly check-in fell due meanwhile.

        var first = await app.Tick();
        Assert.True(first is { Prompts: > 0, Flags: 1, Sent: > 0 }, first.ToString());
        app.Mailbox.Ignore();
        Assert.Equal(new TickResult(0, 0, 0, 0), await app.Tick());
        app.Mailbox.Expect();
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task Ticks_of_three_servers_at_once_do_everything_once()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Raise(app.Cast.Ana, Severity.Urgent);
        await app.Raise(app.Cast.Omar, Severity.Urgent);

        await Scenes.AtOnce(3, i => app.Tick($"server-{i}"));
        await app.Tick();

        app.Mailbox.Expect("priya@team.example", "priya@team.example");
        Assert.Single(await app.StepsOf(await app.FlagOf(app.Cast.Ana)));
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task A_sweep_that_fails_is_reported_and_holds_back_no_other()
    {
        await using var app = await AppFixture.Create(provider);
        var broken = await app.Raise(app.Cast.Ana, Severity.Urgent);
        await app.Send(app.Cast.Omar.CheckIn(intensity: 9)); // Its mail waits in the outbox.
        await app.Db(db =>
            db.Database.ExecuteSqlAsync($"UPDATE \"Flags\" SET \"Plan\" = 'not a plan' WHERE \"Id\" = {broken.Id}")
        );

        await Assert.ThrowsAsync<AggregateException>(() => app.Tick());
        app.Mailbox.Expect("priya@team.example");
    }
}
