namespace Wellbeing.Detection.Replay;

/// <summary>Finds how rarely steady people show evidence of worsening, for the settings in force.</summary>
public static class Calibration
{
    private const int YearsEach = 2;
    private const int FewestFalseAlarms = 10;
    private const double DaysPerYear = 365.25;
    private static readonly double[] _steps = [0, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5];

    /// <summary>The same settings with a table for each cadence.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="seed">The same seed gives the same tables.</param>
    /// <param name="people">Simulated people a cadence, two years each; 10,000 take a few seconds.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between people.</param>
    public static DetectionSettings Calibrate(
        DetectionSettings settings,
        long seed,
        int people,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        var tables = settings.Calibration;
        foreach (var cadence in Enum.GetValues<Cadence>())
        {
            tables = tables.With(cadence, Table(cadence, settings, seed, people, cancellationToken));
            progress?.Report(((int)cadence + 1.0) / Enum.GetValues<Cadence>().Length);
        }

        return settings with
        {
            Calibration = tables,
        };
    }

    /// <summary>Years between false alarms at the threshold in force and at rising evidence beyond it.</summary>
    public static CalibrationTable Table(
        Cadence cadence,
        DetectionSettings settings,
        long seed,
        int people,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);

        var constants = settings.Worsening.For(cadence);
        var statistics = Array.ConvertAll(_steps, step => constants.Threshold + step);
        // What counts as one alarm is the published quiet time, so that the figure holds however long findings are
        // gathered.
        var rules = Array.ConvertAll(
            statistics,
            statistic =>
                RuleSet.For(cadence, settings) with
                {
                    Worsening = constants with { Threshold = statistic },
                    Episode = DetectionSettings.Default.Episodes.For(cadence),
                }
        );
        var counts = new int[rules.Length];
        double days = 0;

        var options = new SimulationOptions
        {
            Seed = seed,
            Cadence = cadence,
            People = people,
        };
        var periods = (int)(YearsEach * DaysPerYear / Pace.Of(cadence).Days);
        for (var number = 0; number < people; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var steady = Trajectories.Steady[number % Trajectories.Steady.Count];
            var cohort = new[] { Simulation.Person(options, number, steady, periods) }.ToCohort(cadence);
            var columns = cohort.Of(0);
            days += Days.From(columns.At[^1] - columns.At[0]);
            for (var i = 0; i < rules.Length; i++)
            {
                RuleCounter counter = default;
                Assessment.Run(columns, rules[i], long.MaxValue, ref counter);
                counts[i] += counter.WorseningCount;
            }
        }

        return new CalibrationTable(constants, Points(statistics, counts, days / DaysPerYear));
    }

    /// <summary>Stops at the first point that is as rare as is worth saying, or that too few false alarms speak
    /// for.</summary>
    private static List<CalibrationPoint> Points(double[] statistics, int[] counts, double years)
    {
        var points = new List<CalibrationPoint>();
        for (var i = 0; i < statistics.Length && counts[i] >= FewestFalseAlarms; i++)
        {
            var between = Math.Min(Rounded(years / counts[i]), CalibrationTable.MostYears);
            points.Add(new CalibrationPoint(statistics[i], between));
            if (between == CalibrationTable.MostYears)
                break;
        }

        return points;
    }

    /// <summary>Rounded down to two figures: the table must not sound surer than a simulation is.</summary>
    private static double Rounded(double years)
    {
        var unit = years >= 10 ? Math.Pow(10, Math.Floor(Math.Log10(years)) - 1) : 1;
        return years < 1 ? Math.Floor(years * 10) / 10 : Math.Floor(years / unit) * unit;
    }
}
