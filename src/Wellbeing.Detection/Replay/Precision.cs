namespace Wellbeing.Detection.Replay;

/// <summary>Finds how often findings are right, on simulated people whose truth is known.</summary>
public static class Precision
{
    // Fewer would move by more than a word's width from seed to seed.
    private const int FewestFindings = 40;

    // Whoever is badly off for a year is found again and again; counted each time, they would flatter the figure.
    // Twelve check-ins, and no fewer than the 28 days that daily answers are scored by.
    private const int CountsForCheckIns = 12;
    private const double CountsForDays = 28;

    private static readonly double[] _steps = [0, 0.5, 1, 1.5, 2, 3, 4];

    // Both forms of the simulator, each plain and with more noise, and people who answer now and then or leave daily
    // life out: people in a clinic are harder than a simulation.
    private static readonly (World World, double Noise, Answering Answering)[] _worlds =
    [
        (World.Latent, 1, Answering.Regular),
        (World.Regimes, 1, Answering.Regular),
        (World.Latent, 1.4, Answering.Regular),
        (World.Regimes, 1.4, Answering.Regular),
        (World.Latent, 1, Answering.TwoInFive),
        (World.Regimes, 1, Answering.RarelyImpact),
        (World.Regimes, 1, Answering.Pause),
        (World.Latent, 1, Answering.WithoutImpact),
    ];

    /// <summary>
    /// By rule and strength of evidence, the share of findings about people who truly got worse, or were truly
    /// persistently distressed, by then. A finding before that, or about somebody to whom nothing happened, is wrong;
    /// one later than twelve check-ins after it counts as neither.
    /// </summary>
    /// <param name="cadence">How often people are asked.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="seed">The same seed gives the same table.</param>
    /// <param name="people">Simulated people, 8 or more.</param>
    /// <param name="cancellationToken">Stops between people.</param>
    public static PrecisionTable Table(
        Cadence cadence,
        DetectionSettings settings,
        long seed,
        int people,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, _worlds.Length);
        var found = new Dictionary<Rule, List<(double Strength, bool Right)>>();
        var counts = Math.Max(CountsForDays, CountsForCheckIns * Pace.Of(cadence).Days);
        foreach (var (world, noise, answering) in _worlds)
        {
            var options = new SimulationOptions
            {
                Seed = seed,
                Cadence = cadence,
                People = people / _worlds.Length,
                World = world,
                Noise = noise,
                Answering = answering,
            };
            foreach (var person in Simulation.Run(options))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var onset = person.Truth.OnsetDate?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
                foreach (var finding in Detector.Replay(new Series(cadence, person.Observations), settings))
                {
                    if (!HowSure.AppliesTo(finding.Rule) || finding.AtUtc > onset?.AddDays(counts))
                        continue;
                    if (!found.TryGetValue(finding.Rule, out var theirs))
                        found[finding.Rule] = theirs = [];
                    theirs.Add((PrecisionTable.StrengthOf(finding.Evidence), onset <= finding.AtUtc));
                }
            }
        }

        return new PrecisionTable(
            settings.Worsening.For(cadence),
            settings.Persistent.For(cadence),
            [.. found.OrderBy(rule => rule.Key).SelectMany(rule => Bands(rule.Key, rule.Value))]
        );
    }

    /// <summary>One point a band; bands with too few findings join the next weaker, and stronger evidence is never less
    /// sure.</summary>
    private static IEnumerable<PrecisionPoint> Bands(Rule rule, List<(double Strength, bool Right)> found)
    {
        var bands = new List<(double From, int Findings, int Right)>();
        for (var i = 0; i < _steps.Length; i++)
        {
            var (from, to) = (_steps[i], i + 1 < _steps.Length ? _steps[i + 1] : double.MaxValue);
            var here = found.Where(f => f.Strength < to && (f.Strength >= from || i == 0)).ToList();
            (double From, int Findings, int Right) band = (from, here.Count, here.Count(f => f.Right));
            while (
                bands.Count > 0
                && (
                    band.Findings < FewestFindings
                    || bands[^1].Findings < FewestFindings
                    || Share(band) < Share(bands[^1])
                )
            )
            {
                band = (bands[^1].From, bands[^1].Findings + band.Findings, bands[^1].Right + band.Right);
                bands.RemoveAt(bands.Count - 1);
            }

            bands.Add(band);
        }

        return bands
            .Where(band => band.Findings >= FewestFindings)
            .Select(band => new PrecisionPoint(rule, band.From, band.Findings, Math.Round(Share(band), 3)));
    }

    private static double Share((double From, int Findings, int Right) band) =>
        band.Findings == 0 ? 0 : (double)band.Right / band.Findings;
}
