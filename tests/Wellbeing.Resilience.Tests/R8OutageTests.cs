using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>R8: nothing ran for hours, days or a month; then the engine starts again with everything due at
/// once.</summary>
public sealed class R8OutageTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(3 * 24)]
    [InlineData(30 * 24)]
    public async Task After_an_outage_each_ladder_takes_one_step_marked_late(int hours)
    {
        var (runs, people) = (Row.Volume(20, 1), Row.Volume(500, 25));
        var row = new Row("R8", $"nothing ran for {hours} hours");
        for (var run = 0; run < runs; run++)
        {
            await using var app = await AppFixture.Create(DatabaseProvider.Sqlite);
            foreach (var person in await app.AddPeople(people))
                await app.Send(person.CheckIn(intensity: 9));
            while (await app.Dispatch() > 0)
            {
                // The first mails leave.
            }

            app.Mailbox.Ignore();
            app.Clock.Advance(TimeSpan.FromHours(hours));
            for (var beat = 0; beat < 10; beat++)
                await app.Tick();

            var steps = await app.Db(db =>
                db.StepRuns.AsNoTracking().Where(s => s.TakenAtUtc == app.Now).ToListAsync()
            );
            Assert.All(steps, s => Assert.True(s.Late));
            await app.HoldsEverything();
            row.Add(
                people,
                lost: people - steps.Select(s => s.FlagId).Distinct().Count(),
                duplicated: steps.Count - steps.Select(s => s.FlagId).Distinct().Count()
            );
            app.Mailbox.Ignore();
        }

        row.Close();
    }
}
