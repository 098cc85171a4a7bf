using Wellbeing.App.Domain;
using Wellbeing.App.Features.Flags;
using Wellbeing.App.Options;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Features.Flags;

public abstract class OpenedAgainTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : OpenedAgainTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OpenedAgainTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task A_flag_that_opened_again_says_who_had_it_last_and_the_hand_over_to_whom_it_was_given()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya, app.Cast.Tom);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        Assert.Equal((null, null, null), await LastWith());

        await app.Send(new AssignFlag(priya.Actor, flag.Id, tom.Id));
        Assert.Equal("Tom Walker", await GivenTo()); // Nobody has it yet.
        await app.Send(new AcknowledgeFlag(priya.Actor, flag.Id));
        Assert.Equal("Tom Walker", await GivenTo()); // Priya has it.
        await app.Send(new AcknowledgeFlag(tom.Actor, flag.Id));
        Assert.Null(await GivenTo());

        await app.EscalateAfter((await app.FlagOf(app.Cast.Ana)).NextActionAtUtc!.Value - app.Now);
        app.Mailbox.Ignore();
        Assert.Equal((tom.Name, tom.Name, tom.Name), await LastWith());
        Assert.Null(await GivenTo());

        // A call takes it; a new cry for help opens it again.
        await app.Reach(flag.Id, priya);
        Assert.Equal((null, null, null), await LastWith());
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        Assert.Equal((priya.Name, priya.Name, priya.Name), await LastWith());

        async Task<(string?, string?, string?)> LastWith() =>
            (
                Assert.Single((await app.Send(new ListFlags(priya.Actor))).Rows).LastWith,
                Assert.Single((await app.Send(new GetHandover(priya.Actor, false))).Rows).LastWith,
                (await app.Send(new GetFlag(priya.Actor, flag.Id)))!.LastWith
            );
        async Task<string?> GivenTo() =>
            Assert.Single((await app.Send(new GetHandover(priya.Actor, false))).Rows).GivenTo;
    }
}
