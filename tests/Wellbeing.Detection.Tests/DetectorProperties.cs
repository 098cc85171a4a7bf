using CsCheck;

namespace Wellbeing.Detection.Tests;

/// <summary>What holds for every person and every setting.</summary>
public sealed class DetectorProperties
{
    private static readonly Gen<(Series Series, DetectionSettings Settings)> _anybody = Gen.Select(
        Generate.Series,
        Generate.Settings
    );

    [Fact]
    public void The_engine_agrees_with_the_rules_written_plainly() =>
        _anybody.Sample(
            (series, settings) =>
            {
                var asOf = series.Observations is [.., var last] ? last.AtUtc.AddDays(40) : (DateTime?)null;
                var plain = PlainRules.Replay(series, settings, asOf);
                var found = Detector.Replay(series, settings, asOf);

                Assert.Equal(
                    plain.Select(hit => (hit.Rule, hit.AtUtc, hit.Index)).Order(),
                    found.Select(finding => (finding.Rule, finding.AtUtc, finding.ObservationIndex)).Order()
                );
                foreach (
                    var (hit, finding) in plain
                        .Where(hit => hit.Rule == Rule.Worsening)
                        .Zip(found.Where(finding => finding.Rule == Rule.Worsening))
                )
                    Assert.Equal(hit.Statistic, ((WorseningEvidence)finding.Evidence).Statistic, 1e-9);
            },
            iter: 3000
        );

    [Fact]
    public void What_is_true_of_a_check_in_agrees_with_the_rules_written_plainly() =>
        _anybody.Sample(
            (series, settings) =>
                Assert.Equal(
                    PlainRules.Hits(series, settings).Select(hit => (hit.Rule, hit.AtUtc, hit.Index)).Order(),
                    Detector
                        .Hits(series, settings)
                        .Select(finding => (finding.Rule, finding.AtUtc, finding.ObservationIndex))
                        .Order()
                ),
            iter: 2000
        );

    [Fact]
    public void Assessing_one_check_in_at_a_time_finds_every_hit() =>
        _anybody.Sample(
            (series, settings) => Assert.Equal(InOrder(Truth(series, settings)), InOrder(Live(series, settings))),
            iter: 1000
        );

    [Fact]
    public void A_replay_counts_some_of_the_hits_and_makes_none_up() =>
        _anybody.Sample(
            (series, settings) =>
                Assert.Subset(Truth(series, settings).ToHashSet(), Detector.Replay(series, settings).ToHashSet()),
            iter: 1000
        );

    [Fact]
    public void Every_rating_at_or_above_the_acute_level_is_reported() =>
        _anybody.Sample(
            (series, settings) =>
                Assert.Equal(
                    series
                        .Observations.Index()
                        .Where(o => o.Item.Intensity >= settings.Acute.For(series.Cadence).MinimumIntensity)
                        .Select(o => o.Index),
                    Detector.Hits(series, settings).IndexesOf(Rule.Acute)
                ),
            iter: 500
        );

    [Fact]
    public void So_it_does_after_edits_deletions_and_late_answers() =>
        Gen.Select(_anybody, Generate.Edits)
            .Sample(
                (anybody, edits) =>
                {
                    var (series, settings) = anybody;
                    var edited = edits.Aggregate(series, (before, edit) => edit(before));
                    Assert.Equal(InOrder(Truth(edited, settings)), InOrder(Live(edited, settings)));
                },
                iter: 500
            );

    [Fact]
    public void An_edit_a_deletion_or_a_late_answer_changes_nothing_that_was_found_before_it() =>
        Gen.Select(_anybody, Generate.Edits)
            .Sample(
                (anybody, edits) =>
                {
                    var (series, settings) = anybody;
                    foreach (var edit in edits)
                    {
                        var edited = edit(series);
                        var (old, young) = (series.Observations, edited.Observations);
                        var same = old.Zip(young).TakeWhile(pair => pair.First == pair.Second).Count();
                        var changed = old.Skip(same)
                            .Concat(young.Skip(same))
                            .Select(o => o.AtUtc)
                            .DefaultIfEmpty(DateTime.MaxValue)
                            .Min();

                        var end = Given.Start.AddYears(10);
                        Assert.Equal(
                            InOrder(Detector.Replay(series, settings, end).Where(finding => finding.AtUtc < changed)),
                            InOrder(Detector.Replay(edited, settings, end).Where(finding => finding.AtUtc < changed))
                        );
                        series = edited;
                    }
                },
                iter: 500
            );

    [Fact]
    public void Cutting_a_series_short_never_changes_what_was_found_before() =>
        _anybody.Sample(
            (series, settings) =>
            {
                var whole = Detector.Replay(series, settings);
                for (var count = 1; count < series.Observations.Count; count++)
                {
                    var cut = series.Observations[count - 1].AtUtc;
                    Assert.Equal(
                        InOrder(whole.Where(finding => finding.AtUtc <= cut)),
                        InOrder(Detector.Replay(First(series, count), settings, cut))
                    );
                    Assert.Equal(
                        InOrder(whole.Where(finding => finding.AtUtc <= cut)),
                        InOrder(Detector.Replay(series, settings, cut))
                    );
                }
            },
            iter: 500
        );

    [Fact]
    public void The_order_in_which_answers_arrive_does_not_matter() =>
        Gen.Select(_anybody, Gen.Int)
            .Sample(
                (anybody, seed) =>
                {
                    var (series, settings) = anybody;
                    var shuffled = series.Observations.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    var late = new Series(series.Cadence, shuffled, series.Restarts.Reverse());

                    Assert.Equal(Detector.Replay(series, settings), Detector.Replay(late, settings));
                },
                iter: 1000
            );

    [Fact]
    public void An_edited_or_deleted_answer_leaves_no_trace() =>
        Gen.Select(_anybody, Gen.Int[0, 10], Gen.Double[0, 1])
            .Sample(
                (anybody, intensity, share) =>
                {
                    var (series, settings) = anybody;
                    if (series.Observations.Count == 0)
                        return;
                    var place = (int)(share * (series.Observations.Count - 1));
                    var edited = series.Observations.ToList();
                    edited[place] = edited[place] with { Intensity = intensity };
                    var restored = edited.ToList();
                    restored[place] = series.Observations[place];

                    _ = Detector.Replay(new Series(series.Cadence, edited, series.Restarts), settings);
                    Assert.Equal(
                        Detector.Replay(series, settings),
                        Detector.Replay(new Series(series.Cadence, restored, series.Restarts), settings)
                    );
                },
                iter: 300
            );

    [Fact]
    public void A_skipped_rating_is_never_taken_as_zero_or_as_anything() =>
        _anybody.Sample(
            (series, settings) =>
            {
                // Leaving skipped check-ins out altogether changes nothing that ratings decide.
                var rated = series.Observations.Where(o => o.Intensity is not null).ToList();
                Assert.Equal(
                    Detector
                        .Replay(series, settings)
                        .Where(ByRatings)
                        .Select(finding => (finding.Rule, finding.AtUtc, finding.Evidence)),
                    Detector
                        .Replay(new Series(series.Cadence, rated, series.Restarts), settings)
                        .Where(ByRatings)
                        .Select(finding => (finding.Rule, finding.AtUtc, finding.Evidence))
                );

                static bool ByRatings(Finding finding) =>
                    finding.Rule is Rule.Worsening or Rule.Persistent or Rule.Acute;
            },
            iter: 1000
        );

    [Fact]
    public void Nobody_who_asks_for_contact_goes_unheard() =>
        _anybody.Sample(
            (series, settings) =>
                Assert.Equal(
                    series.Observations.Index().Where(o => o.Item.ContactMe).Select(o => o.Index),
                    Detector.Replay(series, settings).IndexesOf(Rule.ContactRequested)
                ),
            iter: 300
        );

    [Fact]
    public void A_silence_is_found_once_and_dated_when_it_was_due() =>
        _anybody.Sample(
            (series, settings) =>
            {
                if (series.Observations is not [.., var last])
                    return;
                var due = last.AtUtc.AddDays(settings.Silence.For(series.Cadence).AfterDays);
                Assert.Null(Detector.AssessSilence(series, due.AddTicks(-1), settings));
                if (Detector.AssessSilence(series, due, settings) is not { } silence)
                    return;

                Assert.Equal(due, silence.AtUtc);
                Assert.Equal(series.Observations.Count - 1, silence.ObservationIndex);
                Assert.Equal(silence, Detector.AssessSilence(series, due.AddDays(400), settings));
            },
            iter: 500
        );

    /// <summary>Every hit, and the silences: those are one episode either way.</summary>
    private static IEnumerable<Finding> Truth(Series series, DetectionSettings settings) =>
        Detector
            .Hits(series, settings)
            .Concat(Detector.Replay(series, settings).Where(finding => finding.Rule == Rule.Silence));

    /// <summary>As the application does: each check-in when it comes, and a look at the clock before the
    /// next.</summary>
    private static List<Finding> Live(Series series, DetectionSettings settings)
    {
        var live = new List<Finding>();
        for (var count = 1; count <= series.Observations.Count; count++)
        {
            var soFar = First(series, count);
            live.AddRange(Detector.Assess(soFar, settings));

            // The clock stands still between check-ins of the same instant, and nobody knows what comes after the last.
            if (count == series.Observations.Count || series.Observations[count].AtUtc == soFar.Observations[^1].AtUtc)
                continue;
            if (Detector.AssessSilence(soFar, series.Observations[count].AtUtc.AddTicks(-1), settings) is { } silence)
                live.Add(silence);
        }

        return live;
    }

    private static Series First(Series series, int count) =>
        new(series.Cadence, series.Observations.Take(count), series.Restarts);

    private static IEnumerable<Finding> InOrder(IEnumerable<Finding> findings) =>
        findings
            .OrderBy(finding => finding.AtUtc)
            .ThenBy(finding => finding.Rule)
            .ThenBy(finding => finding.ObservationIndex);
}
