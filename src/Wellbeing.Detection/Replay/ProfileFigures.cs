namespace Wellbeing.Detection.Replay;

/// <summary>
/// What settings do, in figures that somebody who chooses between them can weigh: of simulated people asked weekly,
/// both forms of the simulator, rules W and P and what belongs to them.
/// </summary>
/// <param name="FoundOf100">Of 100 people who get worse or stay badly off, how many are found within 12 weeks.</param>
/// <param name="FalseAlarmsPerPersonYear">Findings about somebody whose feelings have not changed, a person and
/// year.</param>
/// <param name="CheckInsUntilFound">Check-ins from the change until it is found, the middle one of those found; null if
/// nobody was.</param>
public sealed record ProfileFigures(int FoundOf100, double FalseAlarmsPerPersonYear, double? CheckInsUntilFound)
{
    private static readonly World[] _worlds = [World.Latent, World.Regimes];

    /// <summary>False alarms a month among 100 people whose feelings do not change.</summary>
    public double FalseAlarmsAMonthOf100 => FalseAlarmsPerPersonYear * 100 / 12;

    /// <summary>Simulates, replays and scores.</summary>
    /// <param name="settings">In range: see <see cref="SettingsCatalogue.Problems"/>.</param>
    /// <param name="seed">The same seed gives the same figures.</param>
    /// <param name="people">Simulated people in all; 4,000 take about a second.</param>
    /// <param name="cancellationToken">Stops between people.</param>
    public static ProfileFigures Of(
        DetectionSettings settings,
        long seed,
        int people,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, _worlds.Length);
        var scores = _worlds
            .Select(world => Of(settings, seed, people / _worlds.Length, world, cancellationToken))
            .ToList();
        var shapes = scores.SelectMany(score => score.PerTrajectory).ToList();
        var years = scores.Sum(score => score.NullPersonYears);
        var delays = scores.Select(score => score.MedianDelayCheckIns).OfType<double>().ToList();
        return new ProfileFigures(
            shapes.Count == 0
                ? 0
                : (int)
                    Math.Round(
                        100 * shapes.Sum(shape => shape.Sensitivity * shape.People) / shapes.Sum(shape => shape.People)
                    ),
            years > 0 ? scores.Sum(score => (score.FalseAlarmsPerPersonYear ?? 0) * score.NullPersonYears) / years : 0,
            delays.Count == 0 ? null : delays.Average()
        );
    }

    private static Score Of(
        DetectionSettings settings,
        long seed,
        int people,
        World world,
        CancellationToken cancellationToken
    )
    {
        var simulated = Simulation
            .Run(
                new SimulationOptions
                {
                    Seed = seed,
                    Cadence = Cadence.Weekly,
                    People = people,
                    World = world,
                }
            )
            .ToList();
        cancellationToken.ThrowIfCancellationRequested();
        var cohort = simulated.ToCohort(Cadence.Weekly);
        var alerts = Backtest
            .Run(cohort, settings)
            .Where(alert => HowSure.AppliesTo(alert.Finding.Rule))
            .Select(alert => new ScoredAlert(
                alert.ParticipantId,
                alert.Finding.AtUtc,
                Backtest.Kind(alert.Finding.Rule)
            ))
            .ToList();
        return Score.Of(
            simulated.Select(person => person.Truth),
            cohort,
            alerts,
            alerts.Select(alert => alert.Kind).ToHashSet()
        );
    }
}
