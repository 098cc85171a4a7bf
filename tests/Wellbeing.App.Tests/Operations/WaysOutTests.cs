using Wellbeing.App.Data;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Operations;

/// <summary>Whoever looks after the server learns that nothing leaves, and in whose words.</summary>
public abstract class WaysOutTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : WaysOutTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : WaysOutTests(DatabaseProvider.Postgres);

    private static readonly DeliveryOutcome _accepted = new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");
    private static readonly DeliveryOutcome _later = new DeliveryOutcome.Temporary(
        DeliveryPhase.RcptTo,
        450,
        "4.7.1 try again later"
    );

    private static async Task Wait(AppFixture app, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            await app.Dispatch();
            await app.Tick();
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private static async Task<IReadOnlyList<WayOut>> Stuck(AppFixture app) =>
        [
            .. (await app.Send(new GetReadiness(app.Cast.Ruth.Actor)))
                .Problems.OfType<ReadinessProblem.NothingLeaves>()
                .Select(p => p.Way),
        ];

    private static async Task<bool> IsTold(AppFixture app) =>
        (await app.Send(new GetEngineHealth(Actor.System))).Late.Any(l =>
            l.StartsWith("No mail has left for", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData(450, "4.7.1 try again later")]
    [InlineData(null, "Connection refused")]
    public async Task Nothing_taken_for_ten_minutes_is_a_fault_with_the_servers_words_until_it_takes_again(
        int? code,
        string words
    )
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(
            code is null ? DeliveryPhase.Connect : DeliveryPhase.RcptTo,
            code,
            words
        );
        var began = app.Now;
        await app.Send(app.Cast.Ana.CheckIn(intensity: 10, functioning: 9)); // Several are told in a row.
        await app.Send(app.Cast.Omar.CheckIn(intensity: 10, functioning: 9));
        await Wait(app, 9);
        Assert.Empty(await Stuck(app));
        Assert.False(await IsTold(app));

        await Wait(app, 9);
        var way = Assert.Single(await Stuck(app));
        Assert.Equal(
            (MessageChannel.Mail, null, began, $"{code} {words}".Trim()),
            (way.Channel, way.LastSuccessAtUtc, way.FailingSinceUtc, way.Words)
        );
        Assert.True(way.Waiting > 0);
        Assert.True(await IsTold(app));
        var seen = await app.Send(new GetOperations(app.Cast.Ruth.Actor));
        Assert.Equal(way, Assert.Single(seen.Health.WaysOut));

        app.Mailbox.Answer = _ => _accepted;
        await Wait(app, 70);
        Assert.Empty(await Stuck(app));
        Assert.False(await IsTold(app));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task One_address_that_is_to_be_tried_later_says_little_of_the_server_for_half_an_hour()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = _ => _later;
        await app.Send(new SendTestMail(app.Cast.Ruth.Actor));
        await Wait(app, 25);
        Assert.Empty(await Stuck(app));

        await Wait(app, 6);
        Assert.Single(await Stuck(app));
    }
}
