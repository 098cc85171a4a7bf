using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

/// <summary>By which leaflets people join, and what they have agreed to.</summary>
public abstract class JoiningTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : JoiningTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : JoiningTests(DatabaseProvider.Postgres);

    private static readonly Actor _reader = new(null, "Somebody", Roles.LinkHolder);

    [Fact]
    public async Task The_way_in_is_open_while_leaflets_are_switched_on_and_one_is_in_force()
    {
        await using var app = await AppFixture.Create(provider, ("Registration:MinimumAge", "17"));
        var ruth = app.Cast.Ruth.Actor;
        Assert.False(await app.Send(new IsJoiningOpen(_reader)));
        var stopped = await app.Send(new MakeLeaflet(ruth, "Ward 3", null, app.Now.AddDays(30), 50));
        var ends = await app.Send(new MakeLeaflet(ruth, "Clinic", null, app.Now.AddDays(2), 1));
        var (code, other) = (await Code(app, stopped), await Code(app, ends));
        Assert.False(await app.Send(new IsJoiningOpen(_reader)));
        Assert.Null(await app.Send(new GetLeaflet(_reader, code)));

        await app.Send(new SwitchLeaflets(ruth, On: true));
        Assert.True(await app.Send(new IsJoiningOpen(_reader)));
        Assert.Equal(
            new LeafletView(code, 17),
            await app.Send(new GetLeaflet(_reader, $" {code.ToLowerInvariant()} ")) // As somebody types it.
        );
        Assert.Null(await app.Send(new GetLeaflet(_reader, "nonsense")));
        Assert.Null(await app.Send(new GetLeaflet(_reader, null)));

        await app.Send(new StopLeaflet(ruth, stopped));
        Assert.Null(await app.Send(new GetLeaflet(_reader, code)));
        Assert.NotNull(await app.Send(new GetLeaflet(_reader, other)));
        Assert.True(await app.Send(new IsJoiningOpen(_reader)));
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Null(await app.Send(new GetLeaflet(_reader, other)));
        Assert.False(await app.Send(new IsJoiningOpen(_reader)));
    }

    [Fact]
    public async Task A_leaflet_that_as_many_have_joined_by_as_it_was_made_for_lets_nobody_in()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        await app.Send(new SwitchLeaflets(ruth, On: true));
        var id = await app.Send(new MakeLeaflet(ruth, "Ward 3", null, app.Now.AddDays(30), 1));
        Assert.True(await app.Send(new IsJoiningOpen(_reader)));

        await app.Db(db => db.Leaflets.ExecuteUpdateAsync(l => l.SetProperty(x => x.Joined, 1)));

        Assert.False(await app.Send(new IsJoiningOpen(_reader)));
        Assert.Null(await app.Send(new GetLeaflet(_reader, await Code(app, id))));
    }

    [Fact]
    public async Task Who_agreed_to_other_words_agrees_to_those_in_force_once_and_who_never_did_is_asked_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar) = (app.Cast.Ana.Actor, app.Cast.Omar.Actor);
        await app.Db(async db =>
        {
            db.Consents.Add(
                new Consent
                {
                    Id = Guid.CreateVersion7(),
                    ParticipantId = app.Cast.Ana.Id,
                    TextVersion = Consent.EveryCheckInRead,
                    GivenAtUtc = app.Now,
                    AtLeastYears = 18,
                }
            );
            await db.SaveChangesAsync();
        });
        await app.Send(new AgreeAgain(ana)); // To these, already.
        Assert.Equal(app.Now, (await app.Send(new GetMyConsent(ana)))!.GivenAtUtc);

        await app.Send(new SaveReadingPromise(app.Cast.Ruth.Actor, ReadsEveryCheckIn: false));
        app.Clock.Advance(TimeSpan.FromDays(1));
        for (var time = 0; time < 2; time++)
            await app.Send(new AgreeAgain(ana));

        var consent = (await app.Send(new GetMyConsent(ana)))!;
        Assert.Equal(
            (Consent.ReadWhenNeeded, app.Now, 18),
            (consent.TextVersion, consent.GivenAtUtc, consent.AtLeastYears)
        );
        Assert.Equal(2, await app.Db(db => db.Consents.CountAsync()));
        Assert.Single(await app.AuditTrail(), a => a.Action == AuditActions.ConsentGiven);

        await app.Send(new AgreeAgain(omar));
        Assert.Null(await app.Send(new GetMyConsent(omar)));
    }

    private static Task<string> Code(AppFixture app, Guid leaflet) =>
        app.Db(db => db.Leaflets.Where(l => l.Id == leaflet).Select(l => l.Code).SingleAsync());
}
