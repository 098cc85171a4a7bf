namespace Wellbeing.Detection.Tests.Rules;

public sealed class WorseningTests
{
    [Fact]
    public void Feelings_that_step_up_are_found_at_the_third_check_in_and_explained()
    {
        var series = Given.Weekly(2, 1, 2, 3, 2, 2, 1, 2, 5, 5, 6);

        var finding = Assert.Single(Detector.Assess(series, Given.Balanced), f => f.Rule == Rule.Worsening);
        var evidence = Assert.IsType<WorseningEvidence>(finding.Evidence);
        Assert.Equal(Severity.Soon, finding.Severity);
        Assert.Equal((10, Given.Day(70)), (finding.ObservationIndex, finding.AtUtc));
        Assert.Equal(1.875, evidence.Baseline);
        Assert.Equal(8, evidence.BaselineCount);
        Assert.Equal(5.5, evidence.Recent);
        Assert.Equal(3.625, evidence.Rise);
        Assert.Equal(3, evidence.Weeks);
        Assert.Equal(6, evidence.LastIntensity);
        Assert.Equal(3 * (2 - 0.75), evidence.Statistic);
        Assert.Equal(14, evidence.YearsBetweenFalseAlarms);
    }

    [Fact]
    public void The_surprise_of_a_rating_is_what_the_published_formula_gives()
    {
        // Three ratings of 2, then 4: n = 3, m = 2, v = 4 * 1.44 / 6; T = 2 / sqrt(v * 4/3); u by Wallace's formula; S
        // = u - k.
        var t = 2 / Math.Sqrt(4 * 1.44 / 6 * 4 / 3);
        var u = (8.0 * 6 + 1) / (8 * 6 + 3) * Math.Sqrt(6 * Math.Log(1 + t * t / 6));
        var settings = Weekly(worsening => worsening with { Threshold = 0.5, MinimumRise = 1 });

        var finding = Assert.Single(Detector.Assess(Given.Weekly(2, 2, 2, 4), settings));
        Assert.Equal(u - 0.75, ((WorseningEvidence)finding.Evidence).Statistic, 1e-12);
    }

    [Fact]
    public void One_bad_week_alone_does_not_fire() =>
        Assert.Empty(Given.Where(Rule.Worsening, Given.Weekly(1, 1, 2, 1, 1, 8, 1, 2, 1, 1)));

    [Fact]
    public void Nothing_is_judged_before_three_check_ins_of_baseline() =>
        Assert.Empty(Given.Where(Rule.Worsening, Given.Weekly(0, 0, 8, 8)));

    [Fact]
    public void A_rise_from_none_to_little_does_not_fire() =>
        Assert.Empty(Given.Where(Rule.Worsening, Given.Weekly(0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3)));

    [Fact]
    public void A_slow_rise_does_not_become_its_own_baseline()
    {
        int?[] drift = [2, 2, 1, 2, 2, 2, 3, 2, 3, 3, 3, 4, 3, 4, 4, 4, 5, 4];
        Assert.NotEmpty(Given.Where(Rule.Worsening, Given.Weekly(drift)));
        Assert.Empty(
            Given.Where(Rule.Worsening, Given.Weekly(drift), Weekly(worsening => worsening with { Freeze = false }))
        );
    }

    [Fact]
    public void A_relapse_after_recovery_is_measured_against_the_recent_past() =>
        Assert.NotEmpty(
            Given.Where(Rule.Worsening, Given.Weekly([8, 8, 7, 6, 4, 3, 2, 2, 1, 2, 1, 2, 2, 1, 1, 2, 1, 5, 6, 6]))
        );

    [Fact]
    public void Later_hits_belong_to_the_open_finding_for_28_days()
    {
        // Freezing holds the new level back for eight check-ins, so every one of these is a hit.
        int?[] steps = [1, 1, 1, 1, 1, 1, 6, 6, 6, 6, 6, 6, 6];
        Assert.Equal([8, 12], Given.Where(Rule.Worsening, Given.Weekly(steps)));
    }

    [Fact]
    public void The_last_answer_of_a_day_replaces_the_earlier_ones()
    {
        List<Observation> steady = [.. Given.Weekly(2, 1, 2, 3, 2, 2, 1, 2, 5, 5).Observations];
        Observation calm = new(Given.Day(70), 1, null),
            troubled = new(Given.Day(70.3), 6, null);

        // A troubled evening is judged as if the calm morning had never been.
        var morningToo = Detector.Replay(new Series(Cadence.Weekly, [.. steady, calm, troubled]), Given.Balanced);
        var eveningOnly = Detector.Replay(new Series(Cadence.Weekly, [.. steady, troubled]), Given.Balanced);
        Assert.Equal(Assert.Single(eveningOnly).Evidence, Assert.Single(morningToo).Evidence);

        // A calm evening does not take back what was found in the morning.
        var calmer = new Series(Cadence.Weekly, [.. steady, troubled, calm with { AtUtc = Given.Day(70.5) }]);
        Assert.Equal([10], Given.Where(Rule.Worsening, calmer));
    }

    [Fact]
    public void The_persons_own_day_decides_what_one_day_is()
    {
        // 09:30 and 10:30 in Hobart are one morning there and two days in UTC.
        List<Observation> steady = [.. Given.Weekly(2, 1, 2, 3, 2, 2, 1, 2, 5).Observations];
        var day = new DateOnly(2026, 3, 10);
        Observation first = new(new DateTime(2026, 3, 9, 23, 30, 0, DateTimeKind.Utc), 5, null);
        Observation second = new(new DateTime(2026, 3, 10, 0, 30, 0, DateTimeKind.Utc), 6, null);

        Assert.NotEmpty(Given.Where(Rule.Worsening, new Series(Cadence.Weekly, [.. steady, first, second])));
        Assert.Empty(
            Given.Where(
                Rule.Worsening,
                new Series(Cadence.Weekly, [.. steady, first with { Day = day }, second with { Day = day }])
            )
        );
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(60.1, false)]
    public void A_gap_longer_than_is_set_starts_the_baseline_anew(double gap, bool found) =>
        Assert.Equal(
            found,
            Given
                .Where(
                    Rule.Worsening,
                    AcrossAPause(gap),
                    Weekly(worsening => worsening with { RestartAfterGapDays = 60 })
                )
                .Count > 0
        );

    [Theory]
    [InlineData(Profile.Balanced)]
    [InlineData(Profile.Strict)]
    [InlineData(Profile.Refined)]
    public void What_was_usual_before_a_pause_still_counts_after_it(Profile profile)
    {
        foreach (var gap in new double[] { 70, 98, 400 })
            Assert.NotEmpty(Given.Where(Rule.Worsening, AcrossAPause(gap), DetectionSettings.For(profile)));
    }

    [Fact]
    public void A_new_phase_after_a_pause_still_begins_anew() =>
        Assert.Empty(
            Given.Where(Rule.Worsening, new Series(Cadence.Weekly, AcrossAPause(70).Observations, [Given.Day(100)]))
        );

    // Usually about 1.5; 3.5 more after the pause, and it stays.
    private static Series AcrossAPause(double gap) =>
        new(
            Cadence.Weekly,
            [
                .. Given.Weekly(1, 2, 1, 2, 1, 2, 1, 2, 1, 2).Observations,
                .. new[] { 5, 5, 5, 5, 5 }.Select((y, i) => new Observation(Given.Day(63 + gap + i * 7), y, null)),
            ]
        );

    [Fact]
    public void A_new_phase_of_treatment_starts_the_baseline_anew_for_worsening_only()
    {
        var observations = Given
            .WithImpact((1, 1), (2, 1), (1, 1), (2, 1), (1, 1), (6, 6), (6, 6), (6, 6))
            .Observations;
        var series = new Series(Cadence.Weekly, observations, [Given.Day(35)]);

        Assert.NotEmpty(Given.Where(Rule.Worsening, new Series(Cadence.Weekly, observations)));
        Assert.Empty(Given.Where(Rule.Worsening, series));
        Assert.NotEmpty(Given.Where(Rule.Persistent, series));
    }

    [Fact]
    public void The_refined_profile_waits_for_the_third_high_rating_in_a_row()
    {
        var refined = DetectionSettings.For(Profile.Refined);
        int?[] twoBadWeeks = [2, 2, 3, 2, 2, 3, 2, 5, 5, 2, 6, 7];
        Assert.Equal([11], Given.Where(Rule.Worsening, Given.Weekly(twoBadWeeks)));
        Assert.Empty(Given.Where(Rule.Worsening, Given.Weekly(twoBadWeeks), refined));
        Assert.Equal([12], Given.Where(Rule.Worsening, Given.Weekly([.. twoBadWeeks, 6]), refined));
    }

    [Fact]
    public void Forgetting_lets_a_recovery_become_usual_sooner()
    {
        int?[] relapse = [8, 8, 8, 7, 5, 3, 2, 2, 1, 2, 1, 2, 1, 2, 7, 7, 8, 8, 8];
        var alike = UsualLevel(1);
        var forgetting = UsualLevel(0.8);
        Assert.InRange(alike, 2.5, 3.5);
        Assert.InRange(forgetting, 1.5, 2.2);

        double UsualLevel(double weight) =>
            Detector
                .Replay(Given.Weekly(relapse), Weekly(worsening => worsening with { Forgetting = weight }))
                .Select(finding => finding.Evidence)
                .OfType<WorseningEvidence>()
                .First()
                .Baseline;
    }

    [Fact]
    public void A_rating_that_has_not_settled_yet_is_not_part_of_the_usual_level()
    {
        // The 2 before the 6s is too small a step to be noticed; at once usual, it raises what the 6s are measured
        // against.
        int?[] steps = [2, 1, 2, 2, 1, 2, 1, 2, 6, 6, 6];
        var (atOnce, settled) = (Found(0), Found(1));
        Assert.Equal((8, 7), (atOnce.BaselineCount, settled.BaselineCount));
        Assert.Equal((13 / 8.0, 11 / 7.0), (atOnce.Baseline, settled.Baseline));

        WorseningEvidence Found(int settle) =>
            Detector
                .Replay(Given.Weekly(steps), Weekly(worsening => worsening with { SettleCheckIns = settle }))
                .Select(finding => finding.Evidence)
                .OfType<WorseningEvidence>()
                .First();
    }

    [Fact]
    public void Coming_down_from_a_bad_time_is_not_unsteadiness()
    {
        int?[] relapse = [7, 7, 6, 5, 4, 3, 2, 2, 2, 2, 1, 2, 2, 1, 5, 5, 6];
        Assert.Empty(Given.Where(Rule.Worsening, Given.Weekly(relapse)));
        Assert.NotEmpty(
            Given.Where(
                Rule.Worsening,
                Given.Weekly(relapse),
                Weekly(worsening => worsening with { StepsAsVariability = true })
            )
        );

        // Somebody who swings from week to week is unsteady by either measure.
        int?[] swings = [1, 5, 2, 6, 1, 5, 2, 6, 1, 5, 6, 5];
        Assert.Empty(
            Given.Where(
                Rule.Worsening,
                Given.Weekly(swings),
                Weekly(worsening => worsening with { StepsAsVariability = true })
            )
        );
    }

    [Fact]
    public void Two_in_a_row_can_be_required()
    {
        int?[] steps = [2, 1, 2, 3, 2, 2, 1, 2, 5, 5, 6, 6];
        Assert.Equal([10], Given.Where(Rule.Worsening, Given.Weekly(steps)));
        Assert.Equal(
            [11],
            Given.Where(
                Rule.Worsening,
                Given.Weekly(steps),
                Weekly(worsening => worsening with { RequireTwoConsecutive = true })
            )
        );
    }

    [Theory]
    [InlineData(Cadence.Daily)]
    [InlineData(Cadence.Weekly)]
    [InlineData(Cadence.Fortnightly)]
    [InlineData(Cadence.Monthly)]
    public void A_clear_step_is_found_within_five_check_ins_at_every_cadence(Cadence cadence)
    {
        var found = Given.Where(Rule.Worsening, Given.Ratings(cadence, 1, 2, 1, 2, 1, 2, 1, 6, 6, 6, 6, 6));
        Assert.InRange(found[0], 8, 11);
    }

    [Fact]
    public void The_persons_own_words_and_their_level_at_diagnosis_are_evidence()
    {
        var observations = Given
            .Weekly(2, 1, 2, 3, 2, 2, 1, 2, 5, 5)
            .Observations.Append(new(Given.Day(70), 6, null, PerceivedChange.Growing));
        var finding = Assert.Single(
            Detector.Assess(new Series(Cadence.Weekly, observations, levelAtDiagnosis: 4.5), Given.Balanced)
        );
        var evidence = Assert.IsType<WorseningEvidence>(finding.Evidence);
        Assert.Equal(PerceivedChange.Growing, evidence.Change);
        Assert.Equal(4.5, evidence.LevelAtDiagnosis);
    }

    private static DetectionSettings Weekly(Func<WorseningSettings, WorseningSettings> change) =>
        Given.Balanced with
        {
            Worsening = Given.Balanced.Worsening with { Weekly = change(Given.Balanced.Worsening.Weekly) },
        };
}
