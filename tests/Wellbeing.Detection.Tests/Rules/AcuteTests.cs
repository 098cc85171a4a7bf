namespace Wellbeing.Detection.Tests.Rules;

public sealed class AcuteTests
{
    [Fact]
    public void One_rating_of_9_is_enough_and_urgent()
    {
        var finding = Assert.Single(Detector.Assess(Given.Weekly(9), DetectionSettings.Default));
        Assert.Equal((Rule.Acute, Severity.Urgent), (finding.Rule, finding.Severity));
        Assert.Equal(new AcuteEvidence(9, 9, 28) { FirstRating = true }, finding.Evidence);
    }

    [Fact]
    public void Every_one_is_reported_and_only_the_first_is_called_the_first()
    {
        var findings = Detector.Hits(Given.Weekly(9, 10, 3, 9, 10, 10), DetectionSettings.Default);
        Assert.Equal([0, 1, 3, 4, 5], findings.IndexesOf(Rule.Acute));
        Assert.Equal(
            [(null, true), (7, false), (14, false), (7, false), (7, false)],
            findings
                .Select(finding => (AcuteEvidence)finding.Evidence)
                .Select(acute => (acute.DaysSinceLast, acute.IsFirst))
        );
        Assert.True(
            (
                (AcuteEvidence)
                    Assert.Single(Detector.Assess(Given.Weekly(9, 3, 3, 3, 10), DetectionSettings.Default)).Evidence
            ).IsFirst
        );
    }

    [Fact]
    public void A_replay_counts_it_again_only_after_28_days_without_one()
    {
        Assert.Equal([0], Given.Where(Rule.Acute, Given.Weekly(9, 9, 9, 9, 9, 9, 9)));
        Assert.Equal([0, 5], Given.Where(Rule.Acute, Given.Weekly(9, 9, 3, 3, 3, 10)));
    }

    [Fact]
    public void Every_answer_of_a_day_counts() =>
        Assert.Equal(
            [0],
            Given.Where(
                Rule.Acute,
                new Series(
                    Cadence.Weekly,
                    [new(Given.Day(0), 9, null), new(Given.Day(0.2), 2, null), new(Given.Day(7), 9, null)]
                )
            )
        );

    [Fact]
    public void It_stands_beside_whatever_else_is_open() =>
        Assert.Equal(
            [Rule.Acute, Rule.Persistent],
            Detector
                .Assess(Given.WithImpact((7, 6), (7, 6), (9, 9)), DetectionSettings.Default)
                .Select(finding => finding.Rule)
        );
}
