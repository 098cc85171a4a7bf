namespace Wellbeing.Detection.Tests.Rules;

public sealed class SilenceTests
{
    [Fact]
    public void Fifteen_days_after_a_rating_of_6_silence_is_due()
    {
        var silence = Detector.AssessSilence(Given.Weekly(3, 6), Given.Day(22), Given.Balanced);
        Assert.Equal(
            new Finding(
                Rule.Silence,
                Severity.Review,
                Given.Day(22),
                1,
                new SilenceEvidence(15, 6, AfterFinding: false, Given.Date(7))
            ),
            silence
        );
    }

    [Fact]
    public void Silence_of_a_calm_person_is_no_finding() =>
        Assert.Null(Detector.AssessSilence(Given.Weekly(3, 5), Given.Day(400), Given.Balanced));

    [Fact]
    public void Silence_while_a_finding_is_fresh_is_a_finding_however_low_the_last_rating()
    {
        var series = Given.Weekly(2, 1, 2, 3, 2, 2, 1, 2, 5, 5, 6, 2);
        var silence = Detector.AssessSilence(series, Given.Day(92), Given.Balanced);
        Assert.Equal(new SilenceEvidence(15, 2, AfterFinding: true, Given.Date(77)), silence?.Evidence);
    }

    [Fact]
    public void A_check_in_with_every_question_skipped_is_not_silence()
    {
        var series = Given.Weekly(7, null);
        Assert.Null(Detector.AssessSilence(series, Given.Day(21.9), Given.Balanced));
        Assert.Equal(Given.Day(22), Detector.AssessSilence(series, Given.Day(30), Given.Balanced)?.AtUtc);
    }

    [Fact]
    public void A_silence_that_is_over_is_found_in_a_replay_and_one_that_runs_only_as_of_an_instant()
    {
        Assert.Equal(
            [0],
            Given.Where(
                Rule.Silence,
                new Series(Cadence.Weekly, [new(Given.Day(0), 7, null), new(Given.Day(20), 2, null)])
            )
        );
        Assert.Empty(Given.Where(Rule.Silence, Given.Weekly(7)));
        Assert.Equal([0], Given.Where(Rule.Silence, Given.Weekly(7), asOf: Given.Day(15)));
        Assert.Empty(Given.Where(Rule.Silence, Given.Weekly(7), asOf: Given.Day(15).AddTicks(-1)));
    }

    [Fact]
    public void A_check_in_at_the_very_instant_ends_the_silence_in_time() =>
        Assert.Empty(
            Given.Where(
                Rule.Silence,
                new Series(Cadence.Weekly, [new(Given.Day(0), 7, null), new(Given.Day(15), 2, null)])
            )
        );

    [Theory]
    [InlineData(Cadence.Daily, 4)]
    [InlineData(Cadence.Weekly, 15)]
    [InlineData(Cadence.Fortnightly, 22)]
    [InlineData(Cadence.Monthly, 45)]
    public void It_is_due_after_days_that_suit_the_cadence(Cadence cadence, double days) =>
        Assert.Equal(
            Given.Day(days),
            Detector.AssessSilence(Given.Ratings(cadence, 8), Given.Day(200), Given.Balanced)?.AtUtc
        );
}
