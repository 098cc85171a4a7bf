using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Site;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class RechecksTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : RechecksTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : RechecksTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task On_its_day_the_person_is_asked_once_and_the_nurses_have_an_entry_until_somebody_looked()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        var flag = await app.RaiseSoon(ana);
        // A Saturday; she is asked on Tuesdays.
        var on = DateOnly.FromDateTime(app.Now).AddDays(5);
        await app.Reach(flag.Id);
        await app.Send(new ResolveFlag(priya, flag.Id, FlagOutcome.Supported, "Will look again.") { RecheckOn = on });
        Assert.Equal(0, await app.Send(new CountRechecks(priya)));
        Assert.False(Assert.Single((await app.Send(new ListRechecks(priya))).Rows).IsDue);

        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Send(new AdvancePrompts(Actor.System));
        await app.Send(ana.CheckIn()); // Her Tuesday's, answered.
        app.Clock.Advance(TimeSpan.FromDays(3));
        await Scenes.AtOnce(2, _ => app.Send(new AdvancePrompts(Actor.System)));
        await app.Dispatch();
        app.Mailbox.Ignore();

        var prompt = await app.Db(db => db.Prompts.SingleAsync(p => p.ParticipantId == ana.Id && p.DueLocalDate == on));
        Assert.True(prompt.IsOpen);
        Assert.Equal(1, await app.Db(db => db.Messages.CountAsync(n => n.PromptId == prompt.Id)));
        var row = Assert.Single((await app.Send(new ListRechecks(priya))).Rows);
        Assert.Equal((true, "Ana", "Priya Nair", null), (row.IsDue, row.Name, row.SetByName, row.CheckedInAtUtc));
        await app.Send(ana.CheckIn(intensity: 3));
        Assert.Equal(3, Assert.Single((await app.Send(new ListRechecks(priya))).Rows).Intensity);

        Assert.True(await app.Send(new FinishRecheck(app.Cast.Tom.Actor, row.Id)));
        Assert.True(await app.Send(new FinishRecheck(priya, row.Id)));
        Assert.Empty((await app.Send(new ListRechecks(priya))).Rows);
        Assert.Equal("Tom Walker", await app.Db(db => db.Rechecks.Select(r => r.DoneByName).SingleAsync()));
        app.Mailbox.Ignore();
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task Somebody_who_is_being_asked_already_is_not_asked_twice_and_a_day_gone_by_is_refused()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        var flag = await app.RaiseSoon(ana);
        await app.Reach(flag.Id);
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() =>
            app.Send(
                new ResolveFlag(priya, flag.Id, FlagOutcome.Supported, "Note.")
                {
                    RecheckOn = DateOnly.FromDateTime(app.Now).AddDays(-1),
                }
            )
        );
        await app.Send(
            new ResolveFlag(priya, flag.Id, FlagOutcome.Supported, "Note.")
            {
                RecheckOn = DateOnly.FromDateTime(app.Now).AddDays(8),
            }
        );
        app.Clock.Advance(TimeSpan.FromDays(7.5));
        await app.Send(new AdvancePrompts(Actor.System)); // Tuesday's, unanswered.
        app.Clock.Advance(TimeSpan.FromDays(1.5));
        await app.Send(new AdvancePrompts(Actor.System));
        Assert.Single(
            await app.Db(db => db.Prompts.Where(p => p.ParticipantId == ana.Id).ToListAsync()),
            p => p.IsOpen
        );
        Assert.Equal(1, await app.Send(new CountRechecks(priya)));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task After_midnight_the_teams_own_day_is_no_day_to_come()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseSoon(app.Cast.Ana);
        await app.Reach(flag.Id);
        app.Clock.Advance(TimeSpan.FromHours(15.8)); // Of UTC still the day before.
        var today = TimeZones.LocalDate(app.Now, "Australia/Brisbane");
        Assert.NotEqual(DateOnly.FromDateTime(app.Now), today);
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() =>
            app.Send(
                new ResolveFlag(app.Cast.Priya.Actor, flag.Id, FlagOutcome.Supported, "Note.") { RecheckOn = today }
            )
        );
        app.Mailbox.Ignore();
    }
}
