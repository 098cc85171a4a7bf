using Wellbeing.App.Assessment;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Reports;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

/// <summary>"Checking in made things worse" has a reader, and the person is offered something else.</summary>
public abstract class HarmTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : HarmTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : HarmTests(DatabaseProvider.Postgres);

    // The row: the quarterly answer "worse" was one line on a page.
    [Fact]
    public async Task Worse_is_a_finding_at_review_and_a_call_is_asked_for_once()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await FourCheckIns(app, ana);
        Assert.False(await app.Send(new IsExperienceDue(ana.Actor))); // Nobody can say after a first week.
        app.Clock.Advance(_longEnough);
        Assert.All(
            await Scenes.AtOnce(
                2,
                async _ =>
                {
                    await app.Send(new AnswerExperience(ana.Actor, ExperienceAnswer.Worse));
                    return true;
                }
            ),
            Assert.True
        );

        var flag = await app.FlagOf(ana);
        Assert.Equal((Severity.Review, Rule.HarmReported), (flag.Severity, Assert.Single(flag.Findings).Rule));
        var view = (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!;
        var finding = Assert.Single(view.Findings);
        Assert.Equal("Checking in makes things worse", finding.Explanation.Headline);
        Assert.NotEmpty(finding.ForPerson.Sentences);

        var tap = new AskForCall(ana.Actor, Guid.CreateVersion7());
        var by = await app.Send(tap);
        Assert.Equal(by, await app.Send(tap));
        flag = await app.FlagOf(ana);
        Assert.Equal((Severity.Soon, 2, by), (flag.Severity, flag.Findings.Count, flag.RespondByUtc));
        app.Mailbox.Ignore();
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task Better_is_no_flag_and_reports_count_by_quarter()
    {
        await using var app = await AppFixture.Create(provider);
        var people = new List<Person>();
        for (var i = 0; i < 6; i++)
        {
            people.Add(await app.Cast.AddPatient($"Person {i}", $"p{i}@example.org"));
            await FourCheckIns(app, people[i]);
        }

        app.Clock.Advance(_longEnough);
        foreach (var (i, person) in people.Index())
        {
            await app.Send(
                new AnswerExperience(person.Actor, i == 0 ? ExperienceAnswer.Better : ExperienceAnswer.Worse)
            );
            Assert.Equal(i == 0 ? 0 : 1, (await app.FlagsOf(person)).Count);
        }

        var today = DateOnly.FromDateTime(app.Now);
        var line = Assert.Single((await app.Send(new GetReport(app.Cast.Priya.Actor, today.AddDays(-10), today))).Harm);
        Assert.Equal((2026, 1, (int?)6, (int?)5), (line.Year, line.Quarter, line.Answers, line.Worse));
        app.Mailbox.Ignore();
    }

    private static readonly TimeSpan _longEnough = TimeSpan.FromDays(Experience.AskAfterDays);

    private static async Task FourCheckIns(AppFixture app, Person person)
    {
        for (var i = 0; i < Experience.AskAfterCheckIns; i++)
        {
            await app.Send(person.CheckIn());
            app.Clock.Advance(TimeSpan.FromMinutes(5));
        }
    }
}
