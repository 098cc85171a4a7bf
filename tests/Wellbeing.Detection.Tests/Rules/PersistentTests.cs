using Wellbeing.Detection;

namespace Wellbeing.Detection.Tests.Rules;

public sealed class PersistentTests
{
    [Fact]
    public void Strong_for_two_weeks_with_daily_life_affected_fires_at_the_third_check_in()
    {
        var finding = Assert.Single(Detector.Assess(Given.WithImpact((7, 6), (8, 7), (7, 5)), DetectionSettings.Default));
        Assert.Equal((Rule.Persistent, Severity.Soon), (finding.Rule, finding.Severity));
        Assert.Equal(new PersistentEvidence(3, 3, 14, 5, 6, 7), finding.Evidence);
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
        Assert.Equal([3], Given.Where(Rule.Persistent, new Series(Cadence.Weekly,
        [
            new(Given.Day(0), 7, 6), new(Given.Day(7), 7, 6), new(Given.Day(10), null, 0), new(Given.Day(14), 7, 6),
        ])));

    [Fact]
    public void One_calmer_week_in_five_is_forgiven_and_one_in_three_is_not()
    {
        Assert.Empty(Given.Where(Rule.Persistent, Given.WithImpact((7, 6), (4, 6), (7, 6))));
        Assert.Equal([4], Given.Where(Rule.Persistent, Days((0, 7), (3, 7), (6, 4), (9, 7), (12, 7))));
    }

    [Theory]
    [InlineData(16, true)]
    [InlineData(16.1, false)]
    public void One_missed_week_is_bridged_and_two_are_not(double gap, bool found) =>
        Assert.Equal(found ? [2] : [], Given.Where(Rule.Persistent, Days((0, 7), (gap, 7), (gap + 7, 7))));

    [Fact]
    public void Two_weeks_are_counted_in_days_that_passed()
    {
        Assert.Empty(Given.Where(Rule.Persistent, Days((0, 7), (5, 7), (11.9, 7))));
        Assert.Equal([2], Given.Where(Rule.Persistent, Days((0, 7), (5, 7), (12, 7))));
    }

    [Fact]
    public void Many_answers_in_one_day_are_one_answer_the_last()
    {
        Assert.Empty(Given.Where(Rule.Persistent, Days((0, 7), (13, 7), (13.1, 8), (13.2, 7))));
        Assert.Empty(Given.Where(Rule.Persistent, Days((0, 7), (7, 7), (7.1, 2), (14, 7))));
        Assert.Equal([3], Given.Where(Rule.Persistent, Days((0, 7), (7, 2), (7.1, 7), (14, 7))));
    }

    [Fact]
    public void A_new_finding_waits_28_days_while_it_lasts() =>
        Assert.Equal([2, 6], Given.Where(Rule.Persistent, Given.WithImpact([.. Enumerable.Repeat(((int?)7, (int?)6), 9)])));

    [Fact]
    public void Daily_answers_need_five_over_twelve_days_and_forgive_three_in_ten()
    {
        (double, int)[] twoWeeks = [.. Enumerable.Range(0, 13).Select(day => ((double)day, day % 4 == 1 ? 4 : 7))];
        Assert.Equal([12], Given.Where(Rule.Persistent, Days(Cadence.Daily, twoWeeks)));
        Assert.Empty(Given.Where(Rule.Persistent, Days(Cadence.Daily, (0, 7), (4, 7), (8, 7), (12, 7))));
        Assert.Empty(Given.Where(Rule.Persistent, Days(Cadence.Daily, (0, 7), (1, 7), (6.5, 7), (8, 7), (10, 7), (12, 7))));
    }

    [Theory]
    [InlineData(Cadence.Fortnightly, 30)]
    [InlineData(Cadence.Monthly, 45)]
    public void Asked_more_rarely_two_strong_answers_close_enough_are_enough(Cadence cadence, double longest)
    {
        Assert.Equal([1], Given.Where(Rule.Persistent, Days(cadence, (0, 7), (Given.Days(cadence), 7))));
        Assert.Equal([1], Given.Where(Rule.Persistent, Days(cadence, (0, 7), (longest, 7))));
        Assert.Empty(Given.Where(Rule.Persistent, Days(cadence, (0, 7), (longest + 0.1, 7))));
        Assert.Empty(Given.Where(Rule.Persistent, Days(cadence, (0, 7), (11, 7))));
    }

    [Fact]
    public void Two_in_a_row_can_be_required_while_acute_and_asking_stay_immediate()
    {
        var settings = DetectionSettings.Default with
        {
            Persistent = DetectionSettings.Default.Persistent with
            {
                Weekly = DetectionSettings.Default.Persistent.Weekly with { RequireTwoConsecutive = true },
            },
        };
        var series = Given.WithImpact((7, 6), (7, 6), (9, 6), (7, 6));
        Assert.Equal([3], Given.Where(Rule.Persistent, series, settings));
        Assert.Equal([2], Given.Where(Rule.Acute, series, settings));
    }

    private static Series Days(params (double Day, int Intensity)[] answers) => Days(Cadence.Weekly, answers);

    private static Series Days(Cadence cadence, params (double Day, int Intensity)[] answers) =>
        new(cadence, answers.Select(answer => new Observation(Given.Day(answer.Day), answer.Intensity, 6)));
}
