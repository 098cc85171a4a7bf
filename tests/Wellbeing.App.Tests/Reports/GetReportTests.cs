using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Reports;
using Wellbeing.Detection;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.Reports;

public abstract class GetReportTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : GetReportTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : GetReportTests(DatabaseProvider.Postgres);

    private static readonly DateOnly _first = new(2026, 2, 2);

    private static async Task<List<Person>> People(AppFixture app, int count)
    {
        var people = new List<Person>();
        for (var i = 0; i < count; i++)
            people.Add(await app.Cast.AddPatient($"P{i}", $"p{i}@home.example"));
        return people;
    }

    /// <summary>Raised at 10:00 on a Monday in Brisbane, urgent: to be answered within an hour.</summary>
    private static async Task Raise(AppFixture app, IEnumerable<Person> people)
    {
        foreach (var person in people)
            await app.Send(person.CheckIn(intensity: 9));
    }

    private static async Task Answer(AppFixture app, Person person, FlagOutcome? outcome, bool reached = true)
    {
        var flag = (await app.FlagOf(person)).Id;
        await app.Send(
            new RecordContactAttempt(
                app.Cast.Priya.Actor,
                flag,
                Guid.CreateVersion7(),
                ContactChannel.Phone,
                reached,
                null
            )
        );
        if (outcome is { } ended)
            await app.Send(new ResolveFlag(app.Cast.Priya.Actor, flag, ended, null));
    }

    [Fact]
    public async Task Opens_with_the_share_of_flags_answered_in_time_and_closed_with_an_outcome()
    {
        await using var app = await AppFixture.Create(provider);
        var people = await People(app, 10);
        await Raise(app, people);
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        foreach (var person in people[..6])
            await Answer(app, person, FlagOutcome.Supported);
        await Answer(app, people[6], outcome: null); // In hand, in time, and not closed.
        app.Clock.Advance(TimeSpan.FromHours(2));
        await Answer(app, people[7], FlagOutcome.RaisedInError); // Too late.
        app.Mailbox.Ignore();

        var report = await app.Send(new GetReport(app.Cast.Ruth.Actor, _first, _first));
        // Six in time, one late, two that nobody answered, and one taken in time that nobody closed.
        Assert.Equal((6 / 10.0, (int?)10), (report.Closure.Value, report.Closure.Of));
        Assert.Equal(8 / 10.0, report.Actioned.Value);
        Assert.Equal(10, report.FlagsRaised);
        Assert.Equal((10, 0), (report.FlagsAWeek!.Value, report.Repeats)); // A day is not stretched to a week.

        var acute = Assert.Single(report.Rules, r => r.Rule == Rule.Acute);
        // One in error could be reckoned from six of seven.
        Assert.Equal(
            (10, (int?)6, (double?)null),
            (acute.Flags, acute.Outcomes[FlagOutcome.Supported], acute.Precision.Value)
        );
        var urgent = Assert.Single(report.ToAcknowledge, t => t.Severity == Severity.Urgent);
        // Two of ten were never taken: of nine of ten nothing can be said.
        Assert.Equal(
            (TimeSpan.FromMinutes(20), null, 7 / 10.0),
            (urgent.Median, urgent.NinetiethPercentile, urgent.Met.Value)
        );
        Assert.Equal((10, 7), (report.Weekdays[0].Flags, report.Hours[10].Attempts));
        Assert.Equal(_first, Assert.Single(report.Weeks).Monday);
    }

    [Fact]
    public async Task Flags_a_week_are_told_and_how_many_are_repeats()
    {
        await using var app = await AppFixture.Create(provider);
        var people = await People(app, 6);
        await Raise(app, people);
        foreach (var person in people[..5])
            await Answer(app, person, FlagOutcome.RaisedInError);
        app.Clock.Advance(TimeSpan.FromDays(9));
        foreach (var person in people[..5])
            await app.Send(person.CheckIn(contactMe: true));
        app.Mailbox.Ignore();

        app.Clock.Advance(TimeSpan.FromDays(40));
        var report = await app.Send(new GetReport(app.Cast.Ruth.Actor, _first, _first.AddDays(13)));
        Assert.Equal((11, 5.5, 5), (report.FlagsRaised, report.FlagsAWeek, report.Repeats));
        // Weeks before anybody checked in are none of the service's.
        var longer = await app.Send(new GetReport(app.Cast.Ruth.Actor, _first.AddDays(-70), _first.AddDays(13)));
        Assert.Equal((11, 5.5), (longer.FlagsRaised, longer.FlagsAWeek));
        Assert.Null(
            (await app.Send(new GetReport(app.Cast.Ruth.Actor, _first.AddDays(20), _first.AddDays(40)))).FlagsAWeek
                is > 0
                ? "some"
                : null
        );
    }

    [Fact]
    public async Task Numbers_small_enough_to_point_at_somebody_are_left_out()
    {
        await using var app = await AppFixture.Create(provider);
        var people = await People(app, 6);
        await Raise(app, people);
        await Answer(app, people[0], FlagOutcome.RaisedInError);
        app.Mailbox.Ignore();

        var report = await app.Send(new GetReport(app.Cast.Priya.Actor, _first, _first));
        Assert.Equal(6, report.FlagsRaised);
        var acute = Assert.Single(report.Rules, r => r.Rule == Rule.Acute);
        Assert.Null(acute.Outcomes[FlagOutcome.RaisedInError]);
        Assert.Equal(0, acute.Outcomes[FlagOutcome.Supported]);
        Assert.Null(acute.Precision.Value);
    }

    [Fact]
    public async Task A_cohort_that_is_left_out_cannot_be_reckoned_from_the_others()
    {
        await using var app = await AppFixture.Create(provider);
        var people = await People(app, 19);
        var ruth = app.Cast.Ruth.Actor;
        (string Name, int People)[] sizes = [("Hobart", 8), ("Perth", 6), ("Darwin", 2)];
        var cohorts = new Dictionary<string, Guid>();
        var placed = 0;
        foreach (var (name, size) in sizes)
        {
            await app.Send(new SaveCohort(ruth, null, name, Cadence.Weekly));
            cohorts[name] = (await app.Send(new ListCohorts(ruth))).Single(c => c.Name == name).Id;
            foreach (var person in people[placed..(placed += size)])
                await app.Send(new PlaceInCohort(ruth, person.Id, cohorts[name]));
        }

        // 8 of Hobart, 6 of Perth, 2 of Darwin: 16 less 8 less 6 would be Darwin's.
        await Raise(app, people[..16]);
        app.Mailbox.Ignore();
        Assert.Equal(16, (await app.Send(new GetReport(ruth, _first, _first))).FlagsRaised);
        Assert.Equal([8, null, null], await Raised());

        // Three of no cohort, which is told nowhere: what is left is theirs and Darwin's, and who knows which.
        await Raise(app, people[16..]);
        app.Mailbox.Ignore();
        Assert.Equal([8, 6, null], await Raised());
        Assert.Equal([8, 6, null], await Raised(r => Assert.Single(r.Rules, x => x.Rule == Rule.Acute).Flags));

        async Task<int?[]> Raised(Func<Report, int?>? of = null)
        {
            var told = new List<int?>();
            foreach (var (name, _) in sizes)
                told.Add(
                    (of ?? (r => r.FlagsRaised))(await app.Send(new GetReport(ruth, _first, _first, cohorts[name])))
                );
            return [.. told];
        }
    }

    [Fact]
    public async Task An_outcome_that_is_left_out_cannot_be_reckoned_from_the_others()
    {
        await using var app = await AppFixture.Create(provider);
        var people = await People(app, 12);
        await Raise(app, people);
        foreach (var person in people[..5])
            await Answer(app, person, FlagOutcome.Supported);
        foreach (var person in people[5..11])
            await Answer(app, person, FlagOutcome.ReferredPsychology);
        await Answer(app, people[11], FlagOutcome.RaisedInError);
        app.Mailbox.Ignore();

        var acute = Assert.Single(
            (await app.Send(new GetReport(app.Cast.Priya.Actor, _first, _first))).Rules,
            r => r.Rule == Rule.Acute
        );
        Assert.Equal(12, acute.Flags);
        Assert.Equal(
            (null, null, (int?)6),
            (
                acute.Outcomes[FlagOutcome.RaisedInError],
                acute.Outcomes[FlagOutcome.Supported],
                acute.Outcomes[FlagOutcome.ReferredPsychology]
            )
        );
    }

    [Fact]
    public async Task The_teams_own_numbers_are_told_however_few_and_those_of_a_cohort_are_not()
    {
        await using var app = await AppFixture.Create(provider);
        var people = await People(app, 9);
        await app.Send(new SaveCohort(app.Cast.Ruth.Actor, null, "Hobart", Cadence.Weekly));
        var hobart = (await app.Send(new ListCohorts(app.Cast.Ruth.Actor)))[0].Id;
        foreach (var person in people[..6])
            await app.Send(new PlaceInCohort(app.Cast.Ruth.Actor, person.Id, hobart));
        await Raise(app, people[..2]);
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await Answer(app, people[0], FlagOutcome.Supported);
        app.Clock.Advance(TimeSpan.FromDays(14));
        await Raise(app, people[2..7]);
        app.Clock.Advance(TimeSpan.FromHours(2));
        app.Mailbox.Ignore();

        var team = await app.Send(new GetReport(app.Cast.Ruth.Actor, _first, _first.AddDays(27)));
        Assert.Equal(
            [(_first, 2), (_first.AddDays(7), 0), (_first.AddDays(14), 5)],
            team.Weeks.Select(w => (w.Monday, w.Raised!.Value))
        );
        Assert.Equal((0.5, (int?)2), (team.Weeks[0].Closure.Value, team.Weeks[0].Closure.Of));
        Assert.Equal((1 / 7.0, 1), (team.Closure.Value, team.Hours[10].Attempts));
        var reached = Assert.Single(team.ToReach, t => t.Severity == Severity.Urgent);
        Assert.Equal((7, null, 1 / 7.0), (reached.Count, reached.Median, reached.Met.Value)); // Fewer than half were reached.

        // Of six flags of the cohort one was closed: neither that, nor the share it could be reckoned from.
        var some = await app.Send(new GetReport(app.Cast.Ruth.Actor, _first, _first.AddDays(27), hobart));
        Assert.Equal((6, (double?)null, (double?)null), (some.FlagsRaised, some.Closure.Value, some.Actioned.Value));
        Assert.Equal([null, 0, null], some.Weeks.Select(w => w.Raised));
        Assert.Null(some.Hours[10].Attempts);
        Assert.Null(Assert.Single(some.ToReach, t => t.Severity == Severity.Urgent).Median);
    }

    [Fact]
    public async Task Numbers_of_the_team_are_those_that_plain_sql_counts()
    {
        await using var app = await AppFixture.Create(provider);
        var (priya, tom) = (app.Cast.Priya.Actor, app.Cast.Tom.Actor);
        var people = await People(app, 7);
        await Raise(app, people[..6]);
        var ids = new List<Guid>();
        foreach (var person in people[..6])
            ids.Add((await app.FlagOf(person)).Id);

        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await Answer(app, people[0], FlagOutcome.Supported); // Taken in time and closed.
        await app.Send(new AcknowledgeFlag(priya, ids[1])); // Taken in time, forgotten, taken again too late.
        await app.Send(new AcknowledgeFlag(priya, ids[2])); // Taken in time, given away later, closed.
        await app.Send(new AcknowledgeFlag(priya, ids[3])); // Taken in time, and open again.
        await Answer(app, people[4], outcome: null); // Taken in time, never closed.
        app.Clock.Advance(TimeSpan.FromMinutes(50));
        await Answer(app, people[4], outcome: null);
        await app.Send(new AssignFlag(priya, ids[2], app.Cast.Tom.Id));
        await app.Send(new AcknowledgeFlag(tom, ids[2]));
        await Answer(app, people[2], FlagOutcome.Supported);
        await app.EscalateAfter(
            (await app.FlagOf(people[1])).NextActionAtUtc!.Value - app.Clock.GetUtcNow().UtcDateTime
        );
        await Answer(app, people[1], FlagOutcome.Supported);
        await Raise(app, people[6..]); // Its time has not run out.
        Assert.Equal(FlagState.Open, (await app.FlagOf(people[3])).State);
        app.Mailbox.Ignore();

        var report = await app.Send(new GetReport(priya, _first, _first));
        const string judged = """ "Flags" WHERE "RespondByUtc" <= {0}""";
        // Whoever took it last, unless nobody let go of it since it was first taken: the ladder never began anew.
        const string taken =
            """ AND "State" <> 'Open' AND CASE WHEN "FirstAcknowledgedAtUtc" >= "LadderBeganAtUtc" THEN "FirstAcknowledgedAtUtc" ELSE COALESCE("AcknowledgedAtUtc", "ResolvedAtUtc") END <= "RespondByUtc" """;
        var (all, inTime) = (await Count(judged), await Count(judged + taken));
        Assert.Equal((6, 3), (all, inTime));
        var urgent = Assert.Single(report.ToAcknowledge, t => t.Severity == Severity.Urgent);
        // One population: those whose time has run out, by who first took them.
        const string first = """ AND "FirstAcknowledgedAtUtc" <= "RespondByUtc" """;
        Assert.Equal(5, await Count(judged + first));
        Assert.Equal(
            (all, await Count(judged + first) / (double)all, TimeSpan.FromMinutes(20)),
            (urgent.Count, urgent.Met.Value, urgent.Median)
        );
        Assert.Equal(
            (await Count(judged + taken + "AND \"Outcome\" = 'Supported'") / (double)all, (int?)all),
            (report.Closure.Value, report.Closure.Of)
        );
        Assert.Equal(
            await Count(judged + " AND \"FirstAcknowledgedAtUtc\" IS NOT NULL") / (double)all,
            report.Actioned.Value
        );
        Assert.Equal(
            await Count(
                judged
                    + " AND \"RespondByUtc\" >= (SELECT MIN(\"AtUtc\") FROM \"ContactAttempts\" a WHERE a.\"FlagId\" = \"Flags\".\"Id\" AND a.\"Reached\")"
            ) / (double)all,
            Assert.Single(report.ToReach, t => t.Severity == Severity.Urgent).Met.Value
        );

        // A minute before its time runs out a flag says nothing, even where it is closed.
        app.Clock.Advance(TimeSpan.FromMinutes(59));
        await Answer(app, people[6], FlagOutcome.Supported);
        Assert.Equal(6, (await app.Send(new GetReport(priya, _first, _first))).Closure.Of);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(7, (await app.Send(new GetReport(priya, _first, _first))).Closure.Of);

        Task<int> Count(string where)
        {
            var sql = "SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM" + where;
            return app.Db(db => db.Database.SqlQueryRaw<int>(sql, app.Clock.GetUtcNow().UtcTicks).SingleAsync());
        }
    }

    [Fact]
    public async Task A_period_and_a_cohort_leave_everybody_else_out()
    {
        await using var app = await AppFixture.Create(provider);
        var people = await People(app, 12);
        await app.Send(new SaveCohort(app.Cast.Ruth.Actor, null, "Hobart", Cadence.Weekly));
        var hobart = (await app.Send(new ListCohorts(app.Cast.Ruth.Actor)))[0].Id;
        foreach (var person in people[..5])
            await app.Send(new PlaceInCohort(app.Cast.Ruth.Actor, person.Id, hobart));
        await Raise(app, people);
        app.Mailbox.Ignore();

        Assert.Equal(12, (await app.Send(new GetReport(app.Cast.Ruth.Actor, _first, _first))).FlagsRaised);
        Assert.Equal(5, (await app.Send(new GetReport(app.Cast.Ruth.Actor, _first, _first, hobart))).FlagsRaised);
        Assert.Equal(
            0,
            (await app.Send(new GetReport(app.Cast.Ruth.Actor, _first.AddDays(1), _first.AddDays(30)))).FlagsRaised
        );
        Assert.Equal(
            12,
            (
                await app.Send(
                    new GetReport(app.Cast.Ruth.Actor, _first.AddDays(-7), _first.AddDays(-30)) with
                    {
                        To = _first.AddDays(30),
                    }
                )
            ).FlagsRaised
        );
        Assert.Equal(4, await app.Db(db => db.AuditRecords.CountAsync(a => a.Action == AuditActions.ReportViewed)));
    }

    [Fact]
    public async Task Prompts_answered_and_missed_give_the_completion_rate()
    {
        await using var app = await AppFixture.Create(provider);
        var people = await People(app, 8);
        for (var day = 0; day < 7; day++)
        {
            app.Clock.Advance(TimeSpan.FromDays(1));
            await app.Tick();
            if (day == 1)
                foreach (var person in people)
                    await app.Send(person.CheckIn());
            app.Mailbox.Ignore();
        }

        var report = await app.Send(new GetReport(app.Cast.Priya.Actor, _first, _first.AddDays(6)));
        Assert.Equal((8 / 10.0, (int?)10), (report.Completion.Value, report.Completion.Of)); // Ana and Omar never answered.
    }
}
