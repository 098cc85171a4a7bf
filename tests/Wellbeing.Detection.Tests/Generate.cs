using CsCheck;

namespace Wellbeing.Detection.Tests;

/// <summary>Random people: calm, troubled, skipping, silent, answering twice a day, asking for contact.</summary>
internal static class Generate
{
    public static readonly Gen<Cadence> Cadences = Gen.Enum<Cadence>();

    private static readonly Gen<int?> _intensities = Gen.Frequency(
        (6, Gen.Int[0, 4].Select(i => (int?)i)),
        (4, Gen.Int[5, 10].Select(i => (int?)i)),
        (1, Gen.Const((int?)null))
    );

    private static readonly Gen<int?> _functionings = Gen.Frequency(
        (8, Gen.Int[0, 10].Select(i => (int?)i)),
        (4, Gen.Int[5, 9].Select(i => (int?)i)),
        (2, Gen.Const((int?)null))
    );

    // In parts of the cadence: a second answer on one day, about on time, one or two missed, a long gap.
    private static readonly Gen<double> _gaps = Gen.Frequency(
        (1, Gen.Double[0.01, 0.1]),
        (12, Gen.Double[0.7, 1.3]),
        (2, Gen.Double[1.7, 3.2]),
        (1, Gen.Double[5, 11])
    );

    private static readonly Gen<PerceivedDuration?> _durations = Gen.Frequency(
        (8, Gen.Const((PerceivedDuration?)null)),
        (2, Gen.Enum<PerceivedDuration>().Select(said => (PerceivedDuration?)said))
    );

    private static readonly Gen<(
        double Gap,
        int? Intensity,
        int? Functioning,
        bool ContactMe,
        PerceivedDuration? Duration
    )> _answers = Gen.Select(
        _gaps,
        _intensities,
        _functionings,
        Gen.Frequency((20, Gen.Const(false)), (1, Gen.Const(true))),
        _durations
    );

    // Some people are strong for long and say little about daily life.
    private static readonly Gen<(int Strong, bool Silent)> _kinds = Gen.Frequency(
        (3, Gen.Const((0, false))),
        (1, Gen.Const((5, false))),
        (1, Gen.Const((6, true)))
    );

    public static readonly Gen<Series> Series = Gen.Select(
        Cadences,
        _answers.List[0, 60],
        Gen.Double[0, 60].List[0, 2],
        _kinds,
        (cadence, answers, restarts, kind) =>
        {
            var day = 0.0;
            var observations = answers.Select(answer =>
            {
                // Whole seconds, as submissions are stored.
                day += answer.Gap * Given.Days(cadence);
                return new Observation(
                    Given.Start.AddSeconds(Math.Round(day * 86_400)),
                    answer.Intensity is { } intensity ? Math.Max(intensity, kind.Strong) : null,
                    kind.Silent && answer.Functioning % 3 != 0 ? null : answer.Functioning,
                    null,
                    answer.ContactMe,
                    Duration: answer.Duration
                );
            });
            return new Series(
                cadence,
                observations.ToList(),
                restarts.Select(restart => Given.Day(restart * Given.Days(cadence)))
            );
        }
    );

    /// <summary>An answer edited, deleted, or handed in late with an instant of long ago.</summary>
    public static readonly Gen<List<Func<Series, Series>>> Edits = Gen.Select(
            Gen.Int[0, 2],
            Gen.Double[0, 1],
            _intensities,
            _functionings
        )
        .Select(
            (kind, share, intensity, functioning) =>
                new Func<Series, Series>(series =>
                {
                    if (series.Observations.Count == 0)
                        return series;
                    var place = (int)(share * (series.Observations.Count - 1));
                    var old = series.Observations[place];
                    var observations = series.Observations.ToList();
                    if (kind == 0)
                        observations[place] = old with { Intensity = intensity, Functioning = functioning };
                    else if (kind == 1)
                        observations.RemoveAt(place);
                    else
                        observations.Add(
                            new Observation(old.AtUtc.AddSeconds(Math.Round(share * 86_400)), intensity, functioning)
                        );
                    return new Series(series.Cadence, observations, series.Restarts, series.LevelAtDiagnosis);
                })
        )
        .List[1, 5];

    /// <summary>Every constant anywhere in its range.</summary>
    public static readonly Gen<DetectionSettings> Settings = Gen.OneOf(
        Gen.Enum<Profile>().Select(DetectionSettings.For),
        Gen.Double[0, 1]
            .Array[SettingsCatalogue.All.Count]
            .Select(shares =>
                SettingsCatalogue
                    .All.Zip(shares)
                    .Aggregate(
                        DetectionSettings.Default,
                        (settings, next) => next.First.With(settings, Between(next.First, next.Second))
                    )
            )
    );

    private static double Between(SettingDescriptor setting, double share) =>
        setting.Minimum + Math.Round(share * (setting.Maximum - setting.Minimum) / setting.Step) * setting.Step;
}
