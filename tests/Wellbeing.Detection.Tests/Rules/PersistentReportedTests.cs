namespace Wellbeing.Detection.Tests.Rules;

public sealed class PersistentReportedTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(6)]
    public void Longer_than_two_weeks_by_their_own_account_is_found_at_once(int? functioning)
    {
        var finding = Assert.Single(
            Detector.Assess(Said((7, functioning, PerceivedDuration.Longer)), DetectionSettings.Default)
        );
        Assert.Equal((Rule.PersistentReported, Severity.Review), (finding.Rule, finding.Severity));
        Assert.Equal(
            new PersistentReportedEvidence(
                PerceivedDuration.Longer,
                7,
                5,
                functioning,
                Count: 1,
                Of: 1,
                Since: Given.Date(0)
            ),
            finding.Evidence
        );
    }

    [Fact]
    public void It_tells_what_check_ins_show_of_it()
    {
        var told = Detector.Assess(
            Said((2, null, null), (7, null, null), (7, null, PerceivedDuration.Longer)),
            DetectionSettings.Default
        );
        var evidence = Assert.IsType<PersistentReportedEvidence>(Assert.Single(told).Evidence);
        Assert.Equal(
            (2, 2, 7.0, Given.Date(7)),
            (evidence.Count, evidence.Of, evidence.SpanDays, evidence.Since!.Value)
        );
    }

    [Fact]
    public void Not_where_daily_life_is_known_to_be_unaffected_or_the_rating_is_not_strong()
    {
        Assert.Empty(Detector.Assess(Said((7, 4, PerceivedDuration.Longer)), DetectionSettings.Default));
        Assert.Empty(Detector.Assess(Said((4, 6, PerceivedDuration.Longer)), DetectionSettings.Default));
        Assert.Empty(Detector.Assess(Said((7, 6, PerceivedDuration.FewDays)), DetectionSettings.Default));
    }

    [Fact]
    public void One_or_two_weeks_are_a_week_on_the_way_to_two()
    {
        var hits = Detector.Hits(
            Said((7, 6, PerceivedDuration.OneOrTwoWeeks), (7, 6, null), (7, 6, null)),
            DetectionSettings.Default
        );
        Assert.Equal(
            [(Rule.PersistentReported, 1), (Rule.Persistent, 2)],
            hits.Select(hit => (hit.Rule, hit.ObservationIndex))
        );
    }

    [Fact]
    public void A_few_days_say_nothing_of_how_long_it_lasts() =>
        Assert.Empty(
            Detector.Hits(
                Said((7, null, PerceivedDuration.FewDays), (7, null, null), (7, null, null)),
                DetectionSettings.Default
            )
        );

    [Fact]
    public void Calmer_ratings_end_what_was_said() =>
        Assert.Equal(
            [0],
            Detector
                .Hits(Said((7, 6, PerceivedDuration.Longer), (3, 2, null), (7, 6, null)), DetectionSettings.Default)
                .IndexesOf(Rule.PersistentReported)
        );

    private static Series Said(params (int Intensity, int? Functioning, PerceivedDuration? Duration)[] answers) =>
        new(
            Cadence.Weekly,
            answers.Select(
                (a, week) => new Observation(Given.Day(week * 7), a.Intensity, a.Functioning, Duration: a.Duration)
            )
        );
}
