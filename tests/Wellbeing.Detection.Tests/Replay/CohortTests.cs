using CsCheck;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Detection.Tests.Replay;

public sealed class CohortTests
{
    [Fact]
    public void A_backtest_finds_for_each_person_what_a_replay_of_them_finds() =>
        Gen.Select(Generate.Series.List[0, 8], Generate.Settings, Gen.Int)
            .Sample(
                (series, settings, seed) =>
                {
                    var rows = series
                        .Index()
                        .SelectMany(person =>
                            person.Item.Observations.Select(observation => (Person: person.Index, observation))
                        )
                        .ToArray();
                    new Random(seed).Shuffle(rows);
                    var builder = new CohortBuilder();
                    foreach (var (number, person) in series.Index())
                    {
                        var handle = builder.Person($"p{number}", person.Cadence);
                        foreach (var restart in person.Restarts)
                            builder.Restart(handle, restart);
                    }

                    foreach (var (person, observation) in rows)
                        builder.Add(builder.Person($"p{person}", default), observation);

                    var alerts = Backtest.Run(builder.Build(), settings, Given.Day(100)).ToList();
                    Assert.Equal(
                        series
                            .Index()
                            .SelectMany(person =>
                                Detector
                                    .Replay(person.Item, settings, Given.Day(100))
                                    .OrderBy(finding => finding.AtUtc)
                                    .ThenBy(finding => Backtest.ContractKind(finding.Rule), StringComparer.Ordinal)
                                    .Select(finding => new Alert($"p{person.Index}", finding))
                            ),
                        alerts
                    );
                },
                iter: 200
            );

    [Fact]
    public void What_if_counts_the_flags_that_the_application_would_raise() =>
        Gen.Select(Generate.Series.List[1, 8], Generate.Settings, Generate.Settings, Gen.Int[0, 20])
            .Sample(
                (series, before, after, daysOpen) =>
                {
                    var builder = new CohortBuilder();
                    foreach (var (number, person) in series.Index())
                    {
                        var handle = builder.Person($"p{number}", person.Cadence);
                        foreach (var restart in person.Restarts)
                            builder.Restart(handle, restart);
                        foreach (var observation in person.Observations)
                            builder.Add(handle, observation);
                    }

                    var result = WhatIf.Compare(
                        builder.Build(),
                        before,
                        after,
                        handling: FlagHandling.Usual with
                        {
                            DaysOpen = daysOpen,
                        }
                    );
                    var (was, would) = (Plain(before), Plain(after));
                    Assert.All(
                        result.Rules,
                        change =>
                            Assert.Equal(
                                (
                                    Count(was, f => f.Rules.Contains(change.Rule)),
                                    Count(would, f => f.Rules.Contains(change.Rule))
                                ),
                                (change.Before, change.After)
                            )
                    );
                    Assert.All(
                        result.Severities,
                        change =>
                            Assert.Equal(
                                (
                                    Count(was, f => f.Severity == change.Severity),
                                    Count(would, f => f.Severity == change.Severity)
                                ),
                                (change.Before, change.After)
                            )
                    );
                    Assert.Equal(
                        (Count(was, _ => true), Count(would, _ => true)),
                        (result.ByWeek.Sum(w => w.Before), result.ByWeek.Sum(w => w.After))
                    );
                    Assert.Equal((Count(was, f => f.IsRepeat), Count(would, f => f.IsRepeat)), result.Repeats);
                    Assert.Equal((was.Sum(p => p.Notes.Count), would.Sum(p => p.Notes.Count)), result.Notes);
                    Assert.Equal(People(would).Except(People(was)), result.NewlyFlagged);
                    Assert.Equal(People(was).Except(People(would)), result.NoLongerFlagged);

                    List<(List<PlainFlag> Flags, List<DateTime> Notes)> Plain(DetectionSettings settings) =>
                        [
                            .. series.Select(person =>
                                PlainFlag.Of(
                                    PlainFlag.Found(person, settings),
                                    TimeSpan.FromDays(daysOpen),
                                    TimeSpan.FromDays(settings.Episodes.For(person.Cadence).QuietDaysAfterResolution)
                                )
                            ),
                        ];
                    static int Count(
                        List<(List<PlainFlag> Flags, List<DateTime> Notes)> people,
                        Func<PlainFlag, bool> which
                    ) => people.Sum(person => person.Flags.Count(which));
                    static IEnumerable<string> People(List<(List<PlainFlag> Flags, List<DateTime> Notes)> people) =>
                        people.Index().Where(p => p.Item.Flags.Count > 0).Select(p => $"p{p.Index}");
                },
                iter: 200
            );

    [Fact]
    public void Somebody_who_always_answers_9_is_flagged_again_each_time_the_flag_is_closed_and_that_is_counted()
    {
        var builder = new CohortBuilder();
        var person = builder.Person("p", Cadence.Weekly);
        foreach (var observation in Given.Weekly([.. Enumerable.Repeat<int?>(9, 9)]).Observations)
            builder.Add(person, observation);
        var shares = new List<double>();

        var result = WhatIf.Compare(
            builder.Build(),
            DetectionSettings.Default,
            DetectionSettings.Default,
            new Told(shares)
        );
        Assert.Equal(8, result.Weeks);
        Assert.Equal(9 / 8.0, result.BeforePerWeek(Rule.Acute)); // Closed after three days, asked after seven.
        Assert.Equal((8, 8), result.Repeats);
        Assert.Equal([0, 1], shares);

        // Where a flag is open for two weeks, what is found meanwhile joins it.
        var slower = WhatIf.Compare(
            builder.Build(),
            DetectionSettings.Default,
            DetectionSettings.Default,
            handling: FlagHandling.Usual with
            {
                DaysOpen = 14,
            }
        );
        Assert.Equal(3, slower.ByWeek.Sum(week => week.After));
    }

    [Fact]
    public void Lasting_feelings_found_again_soon_after_a_flag_was_closed_are_a_note_and_later_a_flag()
    {
        var builder = new CohortBuilder();
        var person = builder.Person("p", Cadence.Weekly);
        foreach (var observation in Given.WithImpact((8, 8), (8, 8), (8, 8), (8, 8), (8, 8), (8, 8)).Observations)
            builder.Add(person, observation);
        var cohort = builder.Build();

        // Found at days 14, 21, 28 and 35; a flag is closed after three days.
        var result = WhatIf.Compare(cohort, Quiet(7), Quiet(0));
        Assert.Equal(((1, 3), (2, 0)), (result.Repeats, result.Notes));
        Assert.Equal((2, 4), (result.ByWeek.Sum(week => week.Before), result.ByWeek.Sum(week => week.After)));

        // At a higher rating it is no repeat.
        var rising = new CohortBuilder();
        var other = rising.Person("p", Cadence.Weekly);
        foreach (var observation in Given.WithImpact((6, 8), (6, 8), (6, 8), (7, 8), (7, 8)).Observations)
            rising.Add(other, observation);
        var grown = WhatIf.Compare(rising.Build(), Quiet(7), Quiet(7));
        Assert.Equal((2, 1), (grown.ByWeek.Sum(week => week.After), grown.Notes.After));

        static DetectionSettings Quiet(int days) =>
            DetectionSettings.Default with
            {
                Episodes = DetectionSettings.Default.Episodes.With(
                    Cadence.Weekly,
                    DetectionSettings.Default.Episodes.Weekly with
                    {
                        QuietDaysAfterResolution = days,
                    }
                ),
            };
    }

    [Fact]
    public void What_no_setting_decides_raises_flags_on_both_sides_and_findings_join_them()
    {
        var builder = new CohortBuilder();
        var person = builder.Person("p", Cadence.Weekly);
        foreach (var observation in Given.Weekly(9, 2).Observations)
            builder.Add(person, observation);
        RaisedOtherwise[] unsafeBefore = [new(Rule.NotSafe, Severity.Urgent, Given.Day(-1))];
        RaisedOtherwise[] byNurse = [new(Rule.RaisedByNurse, Severity.Review, Given.Day(2))];
        var handling = new FlagHandling(
            3,
            new Dictionary<string, IReadOnlyList<RaisedOtherwise>>
            {
                ["p"] = unsafeBefore,
                ["never checked in"] = byNurse,
            }
        );

        var result = WhatIf.Compare(
            builder.Build(),
            DetectionSettings.Default,
            DetectionSettings.Default,
            window: new WhatIfWindow(Given.Day(-7), Given.Day(14)),
            handling: handling
        );
        Assert.Equal(
            [(Rule.Acute, 1), (Rule.NotSafe, 1), (Rule.RaisedByNurse, 1)], // The 9 joined.
            result.Rules.Where(rule => rule.Before > 0).Select(rule => (rule.Rule, rule.Before))
        );
        Assert.Equal(
            (1, 1),
            (
                result.Severities.Single(s => s.Severity == Severity.Urgent).After,
                result.Severities.Single(s => s.Severity == Severity.Review).After
            )
        );
    }

    [Fact]
    public void What_was_said_to_be_usual_is_counted_below_urgent_and_takes_no_flag_away()
    {
        var builder = new CohortBuilder();
        var person = builder.Person("p", Cadence.Weekly);
        foreach (var observation in Given.WithImpact((9, 4), (9, 4), (9, 5), (10, 4), (9, null), (9, 4)).Observations)
            builder.Add(person, observation);
        var handling = FlagHandling.Usual with
        {
            SaidUsual = new Dictionary<string, IReadOnlyList<SaidUsual>>
            {
                ["p"] = [new(Given.Day(6), Given.Day(35), 9, 4)],
            },
        };

        var (with, without) = (Of(handling), Of(FlagHandling.Usual));
        Assert.Equal(without.Severities.Sum(s => s.After), with.Severities.Sum(s => s.After));
        Assert.Equal((0, 1), (without.Lowered.After, with.Lowered.After)); // Not worse daily life, a higher rating, an answer left out, or what came after.
        Assert.Equal(Urgent(without), Urgent(with) + with.Lowered.After);

        WhatIfResult Of(FlagHandling how) =>
            WhatIf.Compare(builder.Build(), DetectionSettings.Default, DetectionSettings.Default, handling: how);
        static int Urgent(WhatIfResult result) => result.Severities.Single(s => s.Severity == Severity.Urgent).After;
    }

    [Fact]
    public void A_hundred_thousand_people_are_counted_in_seconds()
    {
        var one = Simulation
            .Run(
                new SimulationOptions
                {
                    Seed = 5,
                    Cadence = Cadence.Weekly,
                    People = 100,
                }
            )
            .ToList();
        var builder = new CohortBuilder();
        for (var copy = 0; copy < 1000; copy++)
        {
            foreach (var simulated in one)
            {
                var person = builder.Person($"{copy:0000} {simulated.Truth.Id}", Cadence.Weekly);
                foreach (var observation in simulated.Observations)
                    builder.Add(person, observation);
            }
        }

        var cohort = builder.Build();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        WhatIf.Compare(cohort, DetectionSettings.For(Profile.Refined), DetectionSettings.For(Profile.Strict));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60); // Two to three seconds where it is built for release and nothing else runs.
    }

    [Fact]
    public void What_if_stops_when_told()
    {
        var builder = new CohortBuilder();
        builder.Person("p", Cadence.Weekly);
        Assert.Throws<OperationCanceledException>(() =>
            WhatIf.Compare(
                builder.Build(),
                DetectionSettings.Default,
                DetectionSettings.Default,
                cancellationToken: new CancellationToken(canceled: true)
            )
        );
    }

    private sealed class Told(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
