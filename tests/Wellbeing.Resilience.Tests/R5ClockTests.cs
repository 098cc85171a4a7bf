using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>R5: the clocks of eight zones change in both directions, and the server's own clock jumps.</summary>
public sealed class R5ClockTests
{
    [Theory]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Australia/Hobart")]
    [InlineData("Australia/Brisbane")]
    [InlineData("Australia/Adelaide")]
    [InlineData("Pacific/Auckland")]
    [InlineData("Europe/London")]
    [InlineData("America/New_York")]
    [InlineData("America/St_Johns")]
    public async Task Everybody_is_asked_once_on_each_of_their_days(string zone)
    {
        var (people, days) = (Row.Volume(28, 1), 365);
        await using var app = await AppFixture.Create(DatabaseProvider.Sqlite);
        var schedule = CheckInSchedule.Default with
        {
            Cadence = Cadence.Daily,
            At = new TimeOnly(2, 30),
            QuietFrom = default,
            QuietTo = default,
        };
        var persons = new List<Person>();
        for (var i = 0; i < people; i++)
            persons.Add(
                await app.Cast.AddPatient(
                    $"Person {i}",
                    $"person{i}@home.example",
                    zone,
                    schedule with
                    {
                        At = new TimeOnly(i % 24, 30),
                    }
                )
            );
        await app.Db(db =>
            db.Participants.Where(p => p.Email == "ana@home.example" || p.Email == "omar@home.example")
                .ExecuteUpdateAsync(p =>
                    p.SetProperty(x => x.ClosedAtUtc, app.Now).SetProperty(x => x.NextPromptAtUtc, (DateTime?)null)
                )
        );
        var first = TimeZones.LocalDate(app.Now, zone);

        // The whole year, six hours at a time, and the changes by the half-hour.
        var end = app.Now.AddDays(days);
        while (app.Now < end)
        {
            app.Clock.Advance(TimeSpan.FromHours(6));
            await app.Send(new Wellbeing.App.Prompts.AdvancePrompts(Actor.System));
        }

        var last = TimeZones.LocalDate(app.Now, zone);
        var row = new Row("R5", $"a year of daylight-saving changes, {zone}");
        foreach (var person in persons)
        {
            var asked = await app.Db(db =>
                db.Prompts.Where(p => p.ParticipantId == person.Id).Select(p => p.DueLocalDate).ToListAsync()
            );
            var due = Enumerable.Range(1, last.DayNumber - first.DayNumber - 1).Select(first.AddDays).ToList();
            row.Add(due.Count, lost: due.Except(asked).Count(), duplicated: asked.Count - asked.Distinct().Count());
        }

        row.Close();
    }

    [Fact]
    public async Task A_clock_set_back_asks_and_steps_nobody_twice_and_one_set_far_ahead_misses_nothing()
    {
        await using var app = await AppFixture.Create(DatabaseProvider.Sqlite);
        await app.Cast.OnCall(app.Cast.Priya, app.Now.AddYears(2), app.Now.AddYears(3)); // Somebody follows on the rota even then.
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Tick();
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        await app.Tick();
        var steps = await app.Db(db => db.StepRuns.CountAsync());

        foreach (var jump in new[] { TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(400) })
        {
            app.Clock.Advance(jump);
            await app.Tick();
            await app.Tick();
            Assert.Equal(++steps, await app.Db(db => db.StepRuns.CountAsync()));
        }

        await app.HoldsEverything();
        app.Mailbox.Ignore();
        var row = new Row("R5", "the server's clock set ahead by an hour, a day, 400 days");
        row.Add(3);
        row.Close();
    }
}
