using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Reports;
using Wellbeing.App.Site;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;
using Wellbeing.Detection.Tests;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Thresholds;

public abstract class CompareThresholdsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : CompareThresholdsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : CompareThresholdsTests(DatabaseProvider.Postgres);

    private static readonly DetectionSettings _strict = DetectionSettings.For(Profile.Strict) with
    {
        Acute = DetectionSettings.Default.Acute.With(Cadence.Weekly, new AcuteSettings { MinimumIntensity = 10 }),
        Severities = new SeveritySettings { Persistent = Severity.Urgent },
    };

    [Theory]
    [InlineData(30)]
    [InlineData(90)]
    [InlineData(365)]
    public async Task Counts_the_flags_that_the_application_would_raise_for_each_person(int days)
    {
        await using var app = await AppFixture.Create(provider);
        var people = await Lives(app);
        var to = app.Now;
        var from = to.AddDays(-7 * ((days + 6) / 7));

        var result = await app.Send(new CompareThresholds(app.Cast.Priya.Actor, _strict, days));

        var before = people.ToDictionary(p => p.Id, p => Flags(p, DetectionSettings.Default, from, to));
        var after = people.ToDictionary(p => p.Id, p => Flags(p, _strict, from, to));
        Assert.True(before.Values.Sum(f => f.Count) > 30, "The lives must be eventful, or this test shows nothing.");
        Assert.All(
            result.Rules,
            r =>
                Assert.Equal(
                    (Count(before, f => f.Rules.Contains(r.Rule)), Count(after, f => f.Rules.Contains(r.Rule))),
                    (r.Before, r.After)
                )
        );
        Assert.Contains(result.Rules, r => r.Rule == Rule.Silence && r.Before > 0);
        Assert.All(
            result.Severities,
            s =>
                Assert.Equal(
                    (Count(before, f => f.Severity == s.Severity), Count(after, f => f.Severity == s.Severity)),
                    (s.Before, s.After)
                )
        );
        Assert.Equal((Count(before, f => f.IsRepeat), Count(after, f => f.IsRepeat)), result.Repeats);
        Assert.Equal((FlagHandling.UsualDaysOpen, 0), (result.DaysOpen, result.DaysOpenOf)); // Nobody has closed a flag here.
        Assert.Equal((days + 6) / 7, result.Weeks);
        Assert.All(
            result.ByWeek,
            week =>
                Assert.Equal(
                    (
                        Count(before, f => InWeek(f.OpenedAtUtc, week.FromUtc, to)),
                        Count(after, f => InWeek(f.OpenedAtUtc, week.FromUtc, to))
                    ),
                    (week.Before, week.After)
                )
        );
        var newly = people.Where(p => before[p.Id].Count == 0 && after[p.Id].Count > 0).Select(p => p.Id).Order();
        var noLonger = people.Where(p => before[p.Id].Count > 0 && after[p.Id].Count == 0).Select(p => p.Id).Order();
        Assert.Equal((newly.Count(), noLonger.Count()), (result.NewlyFlagged, result.NoLongerFlagged));
        Assert.Equal(newly, result.NewlyFlaggedPeople!.Select(p => p.Id).Order());
        Assert.Equal(noLonger, result.NoLongerFlaggedPeople!.Select(p => p.Id).Order());
        Assert.Equal(people.Count(p => p.Series.Observations.Any(o => o.AtUtc >= from)), result.People);
        Assert.Equal(people.Sum(p => p.Series.Observations.Count), result.CheckIns);
    }

    [Fact]
    public async Task Administrators_see_ratings_without_a_name_and_only_of_five_people_or_more()
    {
        await using var app = await AppFixture.Create(provider);
        for (var i = 0; i < 6; i++)
            await app.Send((await app.Cast.AddPatient($"P{i}", $"p{i}@home.example")).CheckIn(intensity: 9));
        app.Mailbox.Ignore();
        app.Clock.Advance(TimeSpan.FromDays(1));

        var told = await app.Send(new CompareThresholds(app.Cast.Ruth.Actor, _strict, 30));
        Assert.Equal((0, 6), (told.NewlyFlagged, told.NoLongerFlagged));
        Assert.Null(told.NewlyFlaggedPeople ?? told.NoLongerFlaggedPeople);
        Assert.Equal((0, 6), (told.NewlyFlaggedHistories.Count, told.NoLongerFlaggedHistories.Count));
        Assert.All(told.NoLongerFlaggedHistories, history => Assert.Equal([9], history.Ratings));
        Assert.Equal(
            6,
            (await app.Send(new CompareThresholds(app.Cast.Priya.Actor, _strict, 30))).NoLongerFlaggedPeople!.Count
        );
        Assert.Null(
            (
                await app.Send(new CompareThresholds(app.Cast.Priya.Actor, _strict, 30, Named: false))
            ).NoLongerFlaggedPeople
        );
    }

    [Fact]
    public async Task Errors_are_reckoned_by_what_nurses_said_of_thirty_flags_or_more()
    {
        await using var app = await AppFixture.Create(provider);
        for (var i = 1; i <= HowSure.FewestOutcomes; i++)
        {
            var person = await app.Cast.AddPatient($"P{i}", $"p{i}@home.example");
            await app.RaiseUrgent(person);
            await app.ReachAndResolve(
                (await app.FlagOf(person)).Id,
                i % 10 == 0 ? FlagOutcome.RaisedInError : FlagOutcome.Supported
            );
        }

        app.Mailbox.Ignore();
        app.Clock.Advance(TimeSpan.FromDays(7));
        var result = await app.Send(new CompareThresholds(app.Cast.Ruth.Actor, _strict, 30));
        Assert.Equal(
            (30, 3.0, 0),
            (result.Outcomes, result.InErrorAWeekBefore!.Value, result.InErrorAWeekAfter!.Value)
        );
    }

    [Fact]
    public async Task Reckons_hours_false_alarms_by_the_tables_and_errors_by_what_nurses_said()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar) = (app.Cast.Ana, app.Cast.Omar);
        await app.RaiseUrgent(ana);
        await app.RaiseUrgent(omar);
        foreach (var (person, outcome) in new[] { (ana, FlagOutcome.Supported), (omar, FlagOutcome.RaisedInError) })
            await app.ReachAndResolve((await app.FlagOf(person)).Id, outcome);
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        app.Mailbox.Ignore();
        app.Clock.Advance(TimeSpan.FromDays(7));
        await app.Send(omar.CheckIn(intensity: 2));

        var result = await app.Send(new CompareThresholds(app.Cast.Ruth.Actor, _strict, 30, MinutesPerFlag: 60));

        var acute = result.Rules.Single(r => r.Rule == Rule.Acute);
        Assert.Equal((2, 0, 2, 1, 0.5), (acute.Before, acute.After, acute.Resolved, acute.InError, acute.ErrorShare));
        Assert.Equal(new RuleComparison(Rule.NotSafe, 1, 1, 0, 0), result.Rules.Single(r => r.Rule == Rule.NotSafe));
        Assert.Equal((2, 1), (result.ToldBefore, result.ToldAfter)); // Where it is flagged already, "not safe" joins.
        // Of the one week since somebody first checked in, not of the 30 days looked at.
        Assert.Equal((2.0, 1.0), (result.HoursAWeekBefore, result.HoursAWeekAfter));
        Assert.Equal((2, 1), (result.ByWeek.Sum(w => w.Before), result.ByWeek.Sum(w => w.After)));
        Assert.Equal((2, null), (result.Outcomes, result.InErrorAWeekBefore)); // Two closed flags are no record.
        var steady = Assert.Single(result.Steady);
        var years = DetectionSettings.Default.Calibration.Weekly.Points[0].Years;
        Assert.Equal((Cadence.Weekly, years, 37.0), (steady.Cadence, steady.YearsBefore, steady.YearsAfter));
        Assert.Equal(steady.PersonYears / years, result.SteadyAlarmsAWeekBefore!.Value, 6);
    }

    [Fact]
    public async Task A_flag_is_taken_to_be_open_for_as_long_as_the_teams_own_and_what_is_found_meanwhile_joins_it()
    {
        await using var app = await AppFixture.Create(provider);
        for (var i = 0; i < 10; i++)
        {
            var person = await app.Cast.AddPatient($"P{i}", $"p{i}@home.example");
            var flag = await app.RaiseSoon(person);
            app.Clock.Advance(TimeSpan.FromDays(10));
            await app.Send(
                new ResolveFlag(
                    app.Cast.Priya.Actor,
                    flag.Id,
                    FlagOutcome.RaisedInError,
                    "Spoke with them on the phone."
                )
            );
            app.Mailbox.Ignore();
        }

        // Asked weekly, always 9: the second joins the first, the third is a flag again.
        for (var week = 0; week < 4; week++)
        {
            await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        app.Mailbox.Ignore();
        var result = await app.Send(new CompareThresholds(app.Cast.Ruth.Actor, _strict, 180));
        Assert.Equal((10.0, 10), (result.DaysOpen, result.DaysOpenOf));
        Assert.Equal((12, 1), (result.ToldBefore, result.Repeats.Before));
        Assert.Equal(2, result.Nurses);
    }

    [Fact]
    public async Task Reckons_steady_people_for_thresholds_that_nobody_shipped()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 2));
        app.Clock.Advance(TimeSpan.FromDays(7));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 2));
        var changed = DetectionSettings.Default with
        {
            Worsening = DetectionSettings.Default.Worsening.With(
                Cadence.Weekly,
                new WorseningSettings { Threshold = 2.5 }
            ),
        };
        var result = await app.Send(new CompareThresholds(app.Cast.Ruth.Actor, changed));
        Assert.InRange(result.SteadyAlarmsAWeekAfter!.Value / result.SteadyAlarmsAWeekBefore!.Value, 1.1, 3);
    }

    [Fact]
    public async Task Names_people_to_nurses_only_and_leaves_a_trace()
    {
        await using var app = await AppFixture.Create(provider);
        await app.RaiseUrgent(app.Cast.Ana);

        var counts = await app.Send(new CompareThresholds(app.Cast.Ruth.Actor, _strict));
        Assert.Equal((0, 1), (counts.NewlyFlagged, counts.NoLongerFlagged));
        Assert.Null(counts.NewlyFlaggedPeople);
        Assert.Null(counts.NoLongerFlaggedPeople);

        var named = await app.Send(new CompareThresholds(app.Cast.Priya.Actor, _strict));
        Assert.Equal(new NamedPerson(app.Cast.Ana.Id, "Ana"), Assert.Single(named.NoLongerFlaggedPeople!));
        Assert.Equal(
            [new ComparisonDetail(1, 1, Named: false), new ComparisonDetail(1, 1, Named: true)],
            (await app.AuditTrail()).Where(a => a.Action == AuditActions.ThresholdsCompared).Select(a => a.ReadDetail())
        );
    }

    [Fact]
    public async Task Tells_how_far_it_is_and_stops_when_told()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 2));
        using var stop = new CancellationTokenSource();
        var shares = new List<double>();
        await app.Send(new CompareThresholds(app.Cast.Ruth.Actor, _strict, Progress: new Listener(shares.Add)));
        Assert.Equal(1, shares[^1]);
        Assert.Equal(shares.Order(), shares);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            app.Db(async db =>
            {
                var reader = new CohortReader(db, new SeriesReader(db));
                await reader.Read(
                    DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
                    app.Now,
                    new Listener(_ => stop.Cancel()),
                    stop.Token
                );
            })
        );
    }

    [Theory]
    [InlineData(29, null)]
    [InlineData(366, null)]
    [InlineData(90, 0)]
    [InlineData(90, 481)]
    public async Task Refuses_what_is_out_of_range(int days, int? minutes)
    {
        await using var app = await AppFixture.Create(provider);
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() =>
            app.Send(new CompareThresholds(app.Cast.Ruth.Actor, _strict, days, minutes))
        );
    }

    private sealed record Life(Guid Id, Series Series, DateTime? Until);

    /// <summary>People of every cadence over two years, some of whom stopped, paused, closed, skipped answers or
    /// answered twice a day.</summary>
    private static async Task<List<Life>> Lives(AppFixture app)
    {
        app.Clock.SetUtcNow(new DateTimeOffset(2028, 3, 6, 1, 30, 0, TimeSpan.Zero));
        List<(Life Life, Participant Participant, DateOnly? Phase)> people = [];
        var random = new Random(7);
        foreach (var cadence in Enum.GetValues<Cadence>())
        {
            var simulated = Simulation
                .Run(
                    new SimulationOptions
                    {
                        Seed = 21,
                        Cadence = cadence,
                        People = 30,
                    }
                )
                .ToList();
            foreach (var (number, simulatedPerson) in simulated.Index())
            {
                var participant = new Participant
                {
                    Id = Guid.CreateVersion7(),
                    Name = $"{cadence} {number}",
                    Email = $"{cadence}{number}@home.example",
                    CreatedAtUtc = app.Now.AddYears(-2),
                    TimeZone = number % 2 == 0 ? "Australia/Hobart" : "America/Los_Angeles",
                };
                participant.Reschedule(CheckInSchedule.Default with { Cadence = cadence }, app.Now.AddYears(-2));
                var ends = app.Now.AddDays(-random.Next(0, 40));
                var shift = ends - simulatedPerson.Observations[^1].AtUtc;
                if (number % 5 == 1)
                    participant.PausedUntilUtc = app.Now.AddDays(9);
                if (number % 5 == 2)
                    participant.Close(ends.AddDays(random.Next(1, 20)));
                var observations = simulatedPerson
                    .Observations.Select(o => new Observation(
                        o.AtUtc + shift,
                        random.Next(12) == 0 ? null : o.Intensity,
                        random.Next(6) == 0 ? null : o.Functioning,
                        ContactMe: random.Next(40) == 0,
                        Day: TimeZones.LocalDate(o.AtUtc + shift, participant.TimeZone)
                    ))
                    .ToList();
                if (number % 3 == 0)
                    observations.AddRange(
                        observations
                            .Where(_ => random.Next(5) == 0)
                            .Select(o => o with { AtUtc = o.AtUtc.AddMinutes(10), Intensity = random.Next(11) })
                            .ToList()
                    );
                observations.RemoveAll(o => o.AtUtc > app.Now || o.AtUtc < app.Now.AddYears(-3));
                DateTime? until =
                    participant.PausedUntilUtc is not null ? null
                    : participant.ClosedAtUtc < app.Now ? participant.ClosedAtUtc
                    : app.Now;
                var phase =
                    number % 4 == 0
                        ? TimeZones.LocalDate(app.Now.AddDays(-random.Next(20, 300)), participant.TimeZone)
                        : (DateOnly?)null;
                var restarts = phase is { } day ? new[] { TimeZones.StartOf(day, participant.TimeZone) } : [];
                people.Add(
                    (new Life(participant.Id, new Series(cadence, observations, restarts), until), participant, phase)
                );
            }
        }

        await app.Db(async db =>
        {
            db.Participants.AddRange(people.Select(p => p.Participant));
            db.CheckIns.AddRange(
                people.SelectMany(p =>
                    p.Life.Series.Observations.Select(o => new CheckIn
                    {
                        Id = Guid.CreateVersion7(),
                        SubmissionId = Guid.CreateVersion7(),
                        ParticipantId = p.Life.Id,
                        SubmittedAtUtc = o.AtUtc,
                        LocalDate = o.Day!.Value,
                        Intensity = o.Intensity,
                        Functioning = o.Functioning,
                        ContactMe = o.ContactMe,
                        ThresholdsVersion = 1,
                    })
                )
            );
            db.TreatmentEvents.AddRange(
                people
                    .Where(p => p.Phase is not null)
                    .Select(p => new TreatmentEvent
                    {
                        Id = Guid.CreateVersion7(),
                        ParticipantId = p.Life.Id,
                        Kind = TreatmentEventKind.Relapse,
                        On = p.Phase!.Value,
                        FromUtc = p.Life.Series.Restarts[0],
                        StartsNewPhase = true,
                        RecordedByName = "Priya Nair",
                        RecordedAtUtc = app.Now,
                    })
            );
            await db.SaveChangesAsync();
        });
        return [.. people.Select(p => p.Life)];
    }

    private static List<PlainFlag> Flags(Life life, DetectionSettings settings, DateTime from, DateTime to) =>
        [
            .. PlainFlag
                .Of(
                    PlainFlag.Found(life.Series, settings, life.Until),
                    TimeSpan.FromDays(FlagHandling.UsualDaysOpen),
                    TimeSpan.FromDays(settings.Episodes.For(life.Series.Cadence).QuietDaysAfterResolution)
                )
                .Flags.Where(f => f.OpenedAtUtc >= from && f.OpenedAtUtc <= to),
        ];

    private static int Count(Dictionary<Guid, List<PlainFlag>> flags, Func<PlainFlag, bool> which) =>
        flags.Values.Sum(f => f.Count(which));

    private static bool InWeek(DateTime at, DateTime from, DateTime end) =>
        at >= from && (at < from.AddDays(7) || (at == end && from.AddDays(7) == end));

    private sealed class Listener(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
