namespace Wellbeing.Detection.Tests.Rules;

public sealed class PersistentTests
{
    [Fact]
    public void Strong_for_two_weeks_with_daily_life_affected_fires_at_the_third_check_in()
    {
        var finding = Assert.Single(Detector.Assess(Given.WithImpact((7, 6), (8, 7), (7, 5)), Given.Balanced));
        Assert.Equal((Rule.Persistent, Severity.Soon), (finding.Rule, finding.Severity));
        Assert.Equal(new PersistentEvidence(3, 3, 14, 5, 6, 7, Since: Given.Date(0)), finding.Evidence);
    }

    /// <summary>The rule is sure after two weeks; whoever reads of it wants to know since when it has been like
    /// this.</summary>
    [Fact]
    public void It_tells_the_whole_stretch_and_not_what_the_rule_needs()
    {
        Assert.Equal((4, 4, 30, Given.Date(0)), Told(Days((0, 8), (14, 8), (24, 8), (30, 8))));
        Assert.Equal(
            (9, 9, 56, Given.Date(0)),
            Told(Days([.. Enumerable.Range(0, 9).Select(week => (week * 7.0, 8))]))
        );

        // Longer than the rule remembers.
        Assert.Equal(
            (53, 53, 364, Given.Date(0)),
            Told(Days([.. Enumerable.Range(0, 53).Select(week => (week * 7.0, 8))]))
        );
        Assert.Equal(
            (30, 30, 29, Given.Date(0)),
            Told(Days(Cadence.Daily, [.. Enumerable.Range(0, 30).Select(day => ((double)day, 8))]))
        );
    }

    [Fact]
    public void A_calmer_answer_is_counted_and_a_calmer_week_is_the_beginning()
    {
        Assert.Equal(
            (7, 8, 49, Given.Date(0)),
            Told(Days((0, 8), (7, 8), (14, 8), (21, 8), (28, 3), (35, 8), (42, 8), (49, 8)))
        );
        Assert.Equal(
            (3, 3, 14, Given.Date(28)),
            Told(Days((0, 8), (7, 8), (14, 3), (21, 3), (28, 8), (35, 8), (42, 8)))
        );
        Assert.Equal(
            (6, 6, 35, Given.Date(14)),
            Told(Days((0, 2), (7, 2), (14, 8), (21, 8), (28, 8), (35, 8), (42, 8), (49, 8)))
        );
    }

    [Fact]
    public void A_gap_too_long_to_tell_is_where_it_begins_and_within_the_window_there_is_no_day()
    {
        Assert.Equal((3, 3, 14, Given.Date(75)), Told(Days((0, 8), (7, 8), (75, 8), (82, 8), (89, 8))));
        Assert.Equal((4, 4, 14, null), Told(Days((0, 7), (7, 7), (77, 7), (84, 7))));
    }

    [Fact]
    public void As_many_check_ins_as_a_life_holds_are_told_quickly()
    {
        var whole = Days(Cadence.Daily, [.. Enumerable.Range(0, 3650).Select(day => ((double)day, 8))]);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(
            3650,
            Assert.IsType<PersistentEvidence>(Assert.Single(Detector.Assess(whole, Given.Balanced)).Evidence).Count
        );
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
    }

    private static (int, int, int, DateOnly?) Told(Series series)
    {
        var told = Assert.IsType<PersistentEvidence>(
            Assert.Single(Detector.Assess(series, Given.Balanced), f => f.Rule == Rule.Persistent).Evidence
        );
        return (told.Count, told.Of, (int)Math.Round(told.SpanDays), told.Since);
    }

    [Fact]
    public void Strong_feelings_that_leave_daily_life_alone_do_not_fire() =>
        Assert.Empty(Given.Where(Rule.Persistent, Given.WithImpact((8, 2), (8, 4), (8, 4), (8, 3))));

    [Fact]
    public void A_skipped_answer_about_daily_life_counts_neither_as_none_nor_as_high()
    {
        Assert.Equal([2], Given.Where(Rule.Persistent, Given.WithImpact((7, 6), (7, null), (7, 6))));
        Assert.Empty(Given.Where(Rule.Persistent, Given.WithImpact((7, null), (7, null), (7, 9))));
        Assert.Empty(Given.Where(Rule.Persistent, Given.WithImpact((7, 9), (7, 4), (7, null))));
    }

    [Fact]
    public void A_skipped_rating_neither_counts_nor_resets() =>
        Assert.Equal(
            [3],
            Given.Where(
                Rule.Persistent,
                new Series(
                    Cadence.Weekly,
                    [
                        new(Given.Day(0), 7, 6),
                        new(Given.Day(7), 7, 6),
                        new(Given.Day(10), null, 0),
                        new(Given.Day(14), 7, 6),
                    ]
                )
            )
        );

    [Fact]
    public void One_calmer_week_in_five_is_forgiven_and_one_in_three_is_not()
    {
        Assert.Empty(Given.Where(Rule.Persistent, Given.WithImpact((7, 6), (4, 6), (7, 6))));
        Assert.Equal([4], Given.Where(Rule.Persistent, Days((0, 7), (3, 7), (6, 4), (9, 7), (12, 7))));
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(60.1, 3)]
    public void A_gap_too_long_to_tell_neither_proves_nor_resets(double gap, int found) =>
        Assert.Equal([found], Given.Where(Rule.Persistent, Days((0, 7), (gap, 7), (gap + 7, 7), (gap + 14, 7)), Once));

    [Fact]
    public void What_was_strong_before_a_long_gap_still_counts()
    {
        Assert.Equal([3], Given.Where(Rule.Persistent, Days((0, 7), (7, 7), (77, 7), (84, 7)), Once));

        // Not for ever: these are four months old and more.
        Assert.Equal([4], Given.Where(Rule.Persistent, Days((0, 7), (7, 7), (128, 7), (135, 7), (142, 7)), Once));
    }

    private static readonly double[][] _habits =
    [
        [.. Enumerable.Range(0, 26).Select(i => i * 13.0)],
        [.. Enumerable.Range(0, 26).Select(i => i * 14.0)],
        [.. Enumerable.Range(0, 26).Select(i => i * 13.5 + (i % 2 == 0 ? 0 : 0.8))],
        [.. Enumerable.Range(0, 52).Where(week => week % 4 < 2).Select(week => week * 7.0)],
    ];

    /// <summary>Asked weekly; for a year they answer every two weeks, or two weeks on and two off.</summary>
    [Theory]
    [InlineData(Profile.Balanced)]
    [InlineData(Profile.Strict)]
    [InlineData(Profile.Refined)]
    public void Whoever_answers_now_and_then_at_8_with_impact_8_is_found_within_a_month(Profile profile)
    {
        foreach (var days in _habits)
        {
            var found = Detector.Hits(
                new Series(Cadence.Weekly, days.Select(day => new Observation(Given.Day(day), 8, 8))),
                DetectionSettings.For(profile)
            );
            Assert.Equal(
                Enumerable.Range(found[0].ObservationIndex, days.Length - found[0].ObservationIndex),
                found.IndexesOf(Rule.Persistent)
            );
            Assert.True(found[0].AtUtc <= Given.Day(28));
        }
    }

    [Fact]
    public void Two_weeks_are_counted_in_days_that_passed()
    {
        Assert.Empty(Given.Where(Rule.Persistent, Days((0, 7), (5, 7), (11.9, 7))));
        Assert.Equal([2], Given.Where(Rule.Persistent, Days((0, 7), (5, 7), (12, 7))));
    }

    [Fact]
    public void Many_answers_in_one_day_are_one_answer_the_worse()
    {
        Assert.Empty(Given.Where(Rule.Persistent, Days((0, 7), (11, 7), (11.1, 8), (11.2, 7))));
        Assert.Equal([3], Given.Where(Rule.Persistent, Days((0, 7), (7, 7), (7.1, 2), (14, 7))));
        Assert.Equal([3], Given.Where(Rule.Persistent, Days((0, 7), (7, 2), (7.1, 7), (14, 7))));
    }

    [Fact]
    public void Mornings_of_8_are_found_whatever_the_evenings_are()
    {
        var days = Enumerable
            .Range(0, 8)
            .SelectMany(week =>
                new[] { new Observation(Given.Day(week * 7), 8, 8), new Observation(Given.Day(week * 7 + 0.4), 2, 1) }
            );
        var hits = Detector.Hits(new Series(Cadence.Weekly, days), DetectionSettings.Default);
        Assert.Equal(Enumerable.Range(4, 12), hits.IndexesOf(Rule.Persistent));
        Assert.All(hits, hit => Assert.Equal(8, ((PersistentEvidence)hit.Evidence).LastIntensity));
    }

    [Fact]
    public void A_new_finding_waits_28_days_while_it_lasts() =>
        Assert.Equal(
            [2, 6],
            Given.Where(Rule.Persistent, Given.WithImpact([.. Enumerable.Repeat(((int?)7, (int?)6), 9)]))
        );

    [Fact]
    public void Daily_answers_need_five_over_twelve_days_and_forgive_three_in_ten()
    {
        (double, int)[] twoWeeks = [.. Enumerable.Range(0, 13).Select(day => ((double)day, day % 4 == 1 ? 4 : 7))];
        Assert.Equal([12], Given.Where(Rule.Persistent, Days(Cadence.Daily, twoWeeks)));
        Assert.Equal([4], Given.Where(Rule.Persistent, Days(Cadence.Daily, (0, 7), (4, 7), (8, 7), (12, 7), (16, 7))));
        Assert.Equal(
            [5],
            Given.Where(Rule.Persistent, Days(Cadence.Daily, (0, 7), (1, 7), (6.5, 7), (8, 7), (10, 7), (12, 7)), Once)
        );
    }

    [Theory]
    [InlineData(Cadence.Weekly, 60)]
    [InlineData(Cadence.Fortnightly, 60)]
    [InlineData(Cadence.Monthly, 90)]
    public void Asked_more_rarely_two_strong_answers_close_enough_are_enough(Cadence cadence, double longest)
    {
        Assert.Equal([1], Given.Where(Rule.Persistent, Days(cadence, (0, 7), (Math.Max(12, Given.Days(cadence)), 7))));
        Assert.Equal([1], Given.Where(Rule.Persistent, Days(cadence, (0, 7), (longest, 7))));
        Assert.Empty(Given.Where(Rule.Persistent, Days(cadence, (0, 7), (longest + 0.1, 7))));
        Assert.Empty(Given.Where(Rule.Persistent, Days(cadence, (0, 7), (11, 7))));
    }

    [Fact]
    public void Two_in_a_row_can_be_required_while_acute_and_asking_stay_immediate()
    {
        var settings = Given.Balanced with
        {
            Persistent = Given.Balanced.Persistent with
            {
                Weekly = Given.Balanced.Persistent.Weekly with { RequireTwoConsecutive = true },
            },
        };
        var series = Given.WithImpact((7, 6), (7, 6), (9, 6), (7, 6));
        Assert.Equal([3], Given.Where(Rule.Persistent, series, settings));
        Assert.Equal([2], Given.Where(Rule.Acute, series, settings));
    }

    [Fact]
    public void What_the_first_default_said_stays_what_it_was()
    {
        var stored = DetectionJson.ReadSettings(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "settings", "first-default.json"))
        );
        Assert.Equal(new PersistentSettings(), stored.Persistent.Weekly);
        Assert.Equal(60, stored.Worsening.Weekly.RestartAfterGapDays);
        Assert.Equal(7, stored.Episodes.Weekly.QuietDaysAfterResolution);
        Assert.Empty(Given.Where(Rule.Persistent, Days((0, 7), (16.1, 7), (23, 7)), stored));
        Assert.Empty(Given.Where(Rule.Persistent, Days((0, 7), (7, 7), (7.1, 2), (14, 7)), stored));
        Assert.Empty(
            Detector.Hits(
                new Series(
                    Cadence.Weekly,
                    Enumerable
                        .Range(0, 9)
                        .Select(week => new Observation(
                            Given.Day(week * 7),
                            8,
                            null,
                            Duration: PerceivedDuration.Longer
                        ))
                ),
                stored
            )
        );
    }

    // Counts each stretch once, so that only the first hit is seen.
    private static DetectionSettings Once => Given.Balanced with { Episodes = new(Year, Year, Year, Year) };

    private static EpisodeSettings Year => new() { CooldownDays = 180 };

    private static Series Days(params (double Day, int Intensity)[] answers) => Days(Cadence.Weekly, answers);

    private static Series Days(Cadence cadence, params (double Day, int Intensity)[] answers) =>
        new(cadence, answers.Select(answer => new Observation(Given.Day(answer.Day), answer.Intensity, 6)));
}
