namespace Wellbeing.Detection.Tests.Rules;

public sealed class PersistentImpactUnknownTests
{
    [Theory]
    [InlineData(Profile.Balanced)]
    [InlineData(Profile.Strict)]
    [InlineData(Profile.Refined)]
    public void Strong_for_three_weeks_without_a_word_about_daily_life_is_found(Profile profile)
    {
        var hits = Detector.Hits(Weeks(52, _ => null), DetectionSettings.For(profile));
        Assert.Equal(Enumerable.Range(3, 49), hits.IndexesOf(Rule.PersistentImpactUnknown));
        Assert.Empty(hits.IndexesOf(Rule.Persistent));
        Assert.Equal(
            (
                Severity.Review,
                new PersistentImpactUnknownEvidence(4, 4, 21, 6, 0, 8, Since: Given.Date(0), FunctioningOf: 4)
            ),
            (hits[0].Severity, hits[0].Evidence)
        );
    }

    [Fact]
    public void It_tells_the_whole_stretch_and_how_many_of_the_newest_said()
    {
        var hits = Detector.Hits(Weeks(12, week => week < 6 ? 8 : null), DetectionSettings.Default);
        var evidence = Assert.IsType<PersistentImpactUnknownEvidence>(hits[^1].Evidence);
        Assert.Equal(
            (12, 12, 77.0, Given.Date(0)),
            (evidence.Count, evidence.Of, evidence.SpanDays, evidence.Since!.Value)
        );
        Assert.Equal((0, 4), (evidence.FunctioningAnswers, evidence.FunctioningOf));
    }

    [Fact]
    public void So_is_2_8_8_8_and_on() =>
        Assert.Equal(
            [4, 5, 6],
            Detector.Hits(Given.Weekly(2, 8, 8, 8, 8, 8, 8), Given.Balanced).IndexesOf(Rule.PersistentImpactUnknown)
        );

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void So_is_who_answers_about_daily_life_one_time_in_three(int first)
    {
        var hits = Detector.Hits(Weeks(52, week => week % 3 == first ? 8 : null), DetectionSettings.Default);
        Assert.Equal(
            Enumerable.Range(3, 49),
            hits.Where(hit => hit.Rule is Rule.Persistent or Rule.PersistentImpactUnknown)
                .Select(hit => hit.ObservationIndex)
        );
    }

    [Fact]
    public void Where_the_answers_of_three_weeks_are_enough_it_is_persistent() =>
        Assert.Equal(
            [3],
            Detector
                .Hits(Given.WithImpact((8, 7), (8, null), (8, null), (8, 7)), Given.Balanced)
                .IndexesOf(Rule.Persistent)
        );

    [Fact]
    public void A_daily_life_that_is_known_to_be_unaffected_is_not_unknown()
    {
        Assert.Empty(Detector.Hits(Weeks(52, week => week % 3 == 0 ? 2 : null), DetectionSettings.Default));
        Assert.Empty(Detector.Hits(Weeks(52, _ => 2), DetectionSettings.Default));

        // Long ago does not count for ever.
        Assert.Equal(
            [4, 5],
            Detector
                .Hits(Weeks(6, week => week == 0 ? 2 : null), DetectionSettings.Default)
                .IndexesOf(Rule.PersistentImpactUnknown)
        );
    }

    [Fact]
    public void It_is_counted_as_one_episode_with_what_becomes_known() =>
        Assert.Equal(
            [(Rule.PersistentImpactUnknown, 3), (Rule.Persistent, 7)],
            Detector
                .Replay(Weeks(8, week => week < 4 ? null : 8), Given.Balanced)
                .Select(finding => (finding.Rule, finding.ObservationIndex))
        );

    [Fact]
    public void The_next_check_in_asks_about_daily_life_first_while_it_is_not_known()
    {
        Assert.True(Wants((8, null)));
        Assert.True(Wants((2, 1), (2, 1), (8, null)));
        Assert.True(Wants((8, null), (8, null), (8, 6)));
        Assert.False(Wants((8, 6)));
        Assert.False(Wants((8, 6), (8, null), (8, 6)));
        Assert.False(Wants((8, null), (3, null)));
        Assert.True(
            Detector.WantsFunctioning(
                new Series(Cadence.Weekly, [new(Given.Day(0), 8, null), new(Given.Day(7), null, null)]),
                DetectionSettings.Default
            )
        );
        Assert.False(Detector.WantsFunctioning(new Series(Cadence.Weekly, []), DetectionSettings.Default));

        static bool Wants(params (int?, int?)[] answers) =>
            Detector.WantsFunctioning(Given.WithImpact(answers), DetectionSettings.Default);
    }

    private static Series Weeks(int count, Func<int, int?> functioning) =>
        Given.WithImpact([.. Enumerable.Range(0, count).Select(week => ((int?)8, functioning(week)))]);
}
