using System.Globalization;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Benchmarks;

/// <summary>The engine beside the rules that others use, on weekly people of unseen seeds in easy and hard
/// worlds.</summary>
internal static class Comparison
{
    private const double CooldownDays = 28;
    private static readonly long[] _seeds = [501, 502, 503];
    private static readonly HashSet<string> _kinds = ["worsening", "persistent"];

    private static readonly (string Name, SimulationOptions Options)[] _worlds =
    [
        ("latent", Of(World.Latent)),
        ("regimes", Of(World.Regimes)),
        ("noise x1.4", Of(World.Latent) with { Noise = 1.4 }),
        ("autocorrelation +0.35", Of(World.Latent) with { Autocorrelation = 0.35 }),
    ];

    /// <summary>Rules of others: true where the last of some ratings, oldest first, would raise an alarm.</summary>
    private static readonly (string Name, Func<int[], bool> Fires)[] _others =
    [
        ("one rating >= 4", y => y[^1] >= 4),
        ("one rating >= 7", y => y[^1] >= 7),
        ("three in a row >= 4", y => y.Length >= 3 && y[^3..].All(x => x >= 4)),
        ("2 above the last", y => y.Length >= 2 && y[^1] - y[^2] >= 2),
        ("3 above the median of the first three", y => y.Length > 3 && y[^1] - y[..3].Order().ElementAt(1) >= 3),
        (
            "reliable change (2.0) against the first",
            y => y.Length >= 2 && (y[^1] - y[0]) / (2.2 * Math.Sqrt(2 * (1 - 0.75))) >= 2
        ),
        ("EWMA 0.2, 2.75 sigma, five of baseline", Ewma),
        (
            "Mann-Kendall of eight, rise 2",
            y => y.Length >= 8 && MannKendall.Rising(y.AsSpan()[^8..]) == 1 && TheilSen(y[^8..]) * 7 >= 2
        ),
    ];

    public static void Print(TextWriter output)
    {
        output.WriteLine($"| rule | {string.Join(" | ", _worlds.Select(world => world.Name))} |");
        output.WriteLine($"| --- |{string.Concat(_worlds.Select(_ => " --- |"))}");
        var cohorts = _worlds
            .Select(world =>
                _seeds.Select(seed => Simulation.Run(world.Options with { Seed = seed }).ToList()).ToList()
            )
            .ToList();
        foreach (var (name, fires) in _others)
            Row(name, people => AlertsOf(people, fires));
        foreach (var profile in new[] { Profile.Strict, Profile.Balanced, Profile.Refined })
        {
            Row(
                $"W, {profile.ToString().ToLowerInvariant()}",
                people => AlertsOf(people, profile).Where(alert => alert.Kind == "worsening")
            );
            Row($"**W and P, {profile.ToString().ToLowerInvariant()}**", people => AlertsOf(people, profile));
        }

        void Row(string name, Func<List<SimulatedPerson>, IEnumerable<ScoredAlert>> alerts) =>
            output.WriteLine(
                $"| {name} | {string.Join(" | ", cohorts.Select(seeds => Cell([.. seeds.Select(people => Score.Of(people.Select(person => person.Truth), people.ToCohort(Cadence.Weekly), alerts(people), _kinds))])))} |"
            );
    }

    /// <summary>False alarms a person-year / share of worsening people found in 84 days / check-ins until then, means
    /// over the seeds.</summary>
    private static string Cell(List<Score> scores)
    {
        var worsening = scores
            .Select(score =>
                score
                    .PerTrajectory.Where(trajectory =>
                        trajectory.Name.StartsWith("worsening", StringComparison.Ordinal)
                    )
                    .ToList()
            )
            .ToList();
        var found = worsening.Average(shapes =>
            shapes.Sum(shape => shape.Sensitivity * shape.People) / shapes.Sum(shape => shape.People)
        );
        var delay = worsening.Average(shapes => shapes.Average(shape => shape.MedianDelayCheckIns ?? double.NaN));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{scores.Average(score => score.FalseAlarmsPerPersonYear):0.00} / {found:.00} / {delay:0.0}"
        );
    }

    /// <summary>Where each profile is weak: false alarms a person-year by what people without change are like, and
    /// share found by shape of change.</summary>
    /// <param name="folder">A cohort of others with participants.csv and checkins.csv, judged beside the simulators;
    /// null for none.</param>
    public static void PrintShapes(TextWriter output, DirectoryInfo? folder)
    {
        Profile[] profiles = [Profile.Balanced, Profile.Strict, Profile.Refined];
        var cohorts = _worlds
            .Select(world =>
                (world.Name, Cohorts: _seeds.Select(seed => Simulated(world.Options with { Seed = seed })).ToList())
            )
            .ToList();
        if (folder is not null)
            cohorts.Insert(0, ("guidance's cohort", [Read(folder)]));

        output.WriteLine(
            $"| weekly, W and P: {string.Join(" / ", profiles.Select(Name))} | {string.Join(" | ", cohorts.Select(cohort => cohort.Name))} |"
        );
        output.WriteLine($"| --- |{string.Concat(cohorts.Select(_ => " --- |"))}");
        var truths = cohorts[0].Cohorts[0].Truth;
        foreach (var quiet in truths.Where(IsQuiet).Select(truth => truth.Trajectory).Distinct())
            Row(
                quiet,
                "0.00",
                score => score.FalseAlarmsPerPersonYear,
                truth => IsQuiet(truth) && truth.Trajectory == quiet
            );
        Row("before a change", "0.00", score => score.FalseAlarmsPerPersonYear, truth => !IsQuiet(truth));
        Row("**false alarms a person-year**", "0.000", score => score.FalseAlarmsPerPersonYear, _ => true);
        foreach (var shape in truths.Where(truth => !IsQuiet(truth)).Select(truth => truth.Trajectory).Distinct())
            Row(shape, ".000", score => score.For(shape)?.Sensitivity, truth => truth.Trajectory == shape);
        Row("**share found**", ".000", Found, truth => !IsQuiet(truth));
        Row(
            "**check-ins until found, worsening**",
            "0.0",
            score => score.PerTrajectory.Average(shape => shape.MedianDelayCheckIns),
            truth => truth.Truth == "worsening"
        );

        void Row(string name, string format, Func<Score, double?> figure, Func<ParticipantTruth, bool> who) =>
            output.WriteLine(
                $"| {name.Replace('_', ' ')} | {string.Join(" | ", cohorts.Select(cohort => string.Join(" / ", profiles.Select(profile => cohort.Cohorts.Average(people => figure(people.Scored(profile, who)))?.ToString(format, CultureInfo.InvariantCulture)))))} |"
            );

        static bool IsQuiet(ParticipantTruth truth) => truth.Truth == ParticipantTruth.None;

        static string Name(Profile profile) => profile.ToString().ToLowerInvariant();

        static double? Found(Score score) =>
            score.PerTrajectory.Sum(shape => shape.Sensitivity * shape.People)
            / score.PerTrajectory.Sum(shape => shape.People);

        static Judged Simulated(SimulationOptions options)
        {
            var people = Simulation.Run(options).ToList();
            return new([.. people.Select(person => person.Truth)], people.ToCohort(Cadence.Weekly));
        }

        static Judged Read(DirectoryInfo folder) =>
            new(
                [.. ParticipantTruth.Read(File.ReadLines(Path.Combine(folder.FullName, "participants.csv")))],
                CheckInFile.Read(File.ReadLines(Path.Combine(folder.FullName, "checkins.csv")), Cadence.Weekly)
            );
    }

    private static IEnumerable<ScoredAlert> AlertsOf(List<SimulatedPerson> people, Profile profile) =>
        Backtest
            .Run(people.ToCohort(Cadence.Weekly), DetectionSettings.For(profile))
            .Select(alert => new ScoredAlert(
                alert.ParticipantId,
                alert.Finding.AtUtc,
                Backtest.ContractKind(alert.Finding.Rule)
            ));

    private static IEnumerable<ScoredAlert> AlertsOf(List<SimulatedPerson> people, Func<int[], bool> fires) =>
        people.SelectMany(person =>
            Firings(fires, person.Observations).Select(at => new ScoredAlert(person.Truth.Id, at, "worsening"))
        );

    /// <summary>When one of the others' rules would raise an alarm, once in 28 days at most.</summary>
    public static IEnumerable<DateTime> Firings(string rule, IReadOnlyList<Observation> observations) =>
        Firings(_others.Single(other => other.Name == rule).Fires, observations);

    private static IEnumerable<DateTime> Firings(Func<int[], bool> fires, IReadOnlyList<Observation> observations)
    {
        var ratings = observations.Select(o => o.Intensity ?? 0).ToArray();
        var last = DateTime.MinValue;
        for (var count = 1; count <= ratings.Length; count++)
        {
            var at = observations[count - 1].AtUtc;
            if ((at - last).TotalDays < CooldownDays || !fires(ratings[..count]))
                continue;
            last = at;
            yield return at;
        }
    }

    private static bool Ewma(int[] ratings)
    {
        const double weight = 0.2;
        if (ratings.Length <= 5)
            return false;
        var mean = ratings[..5].Average();
        var deviation = Math.Max(0.8, Math.Sqrt(ratings[..5].Sum(x => (x - mean) * (x - mean)) / 4));
        var average = ratings[5..].Aggregate(mean, (smooth, y) => smooth + weight * (y - smooth));
        return average - mean > 2.75 * deviation * Math.Sqrt(weight / (2 - weight));
    }

    private static double TheilSen(int[] ratings)
    {
        var slopes = (
            from i in Enumerable.Range(0, ratings.Length)
            from j in Enumerable.Range(i + 1, ratings.Length - i - 1)
            select (double)(ratings[j] - ratings[i]) / (j - i)
        )
            .Order()
            .ToList();
        return slopes[slopes.Count / 2];
    }

    /// <summary>People with their truth, and what each profile finds in them.</summary>
    private sealed record Judged(List<ParticipantTruth> Truth, Cohort Cohort)
    {
        private readonly Dictionary<Profile, List<ScoredAlert>> _alerts = [];

        public Score Scored(Profile profile, Func<ParticipantTruth, bool> who)
        {
            if (!_alerts.TryGetValue(profile, out var found))
                _alerts[profile] = found = [
                    .. Backtest
                        .Run(Cohort, DetectionSettings.For(profile))
                        .Select(alert => new ScoredAlert(
                            alert.ParticipantId,
                            alert.Finding.AtUtc,
                            Backtest.ContractKind(alert.Finding.Rule)
                        )),
                ];
            return Score.Of(Truth.Where(who), Cohort, found, _kinds);
        }
    }

    private static SimulationOptions Of(World world) =>
        new()
        {
            Seed = 0,
            Cadence = Cadence.Weekly,
            People = 3000,
            World = world,
        };
}
