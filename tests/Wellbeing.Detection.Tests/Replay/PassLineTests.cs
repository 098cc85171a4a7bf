using Wellbeing.Detection.Replay;

namespace Wellbeing.Detection.Tests.Replay;

/// <summary>
/// The line below which the rules may not fall, on people made by two simulators of different form, and on the
/// guidance's training cohort where that is at hand.
/// </summary>
public sealed class PassLineTests
{
    private static readonly HashSet<string> _kinds = ["worsening", "persistent"];

    [Theory]
    [CombinatorialSeeds(World.Latent, 101, 102, 103)]
    [CombinatorialSeeds(World.Regimes, 201, 202, 203)]
    public void Weekly_people_of_an_unseen_seed_are_found(World world, long seed)
    {
        var score = Simulated(Cadence.Weekly, world, seed, people: 3000, Score.DefaultHorizonDays);
        HoldsWeekly(score);
    }

    [Theory]
    [CombinatorialSeeds(World.Latent, 101, 102, 103)]
    [CombinatorialSeeds(World.Regimes, 201, 202, 203)]
    public void Daily_people_of_an_unseen_seed_are_found(World world, long seed) =>
        HoldsDaily(Simulated(Cadence.Daily, world, seed, people: 3000, horizonDays: 28));

    [Theory]
    [InlineData(Cadence.Fortnightly, World.Latent, 168)]
    [InlineData(Cadence.Fortnightly, World.Regimes, 168)]
    [InlineData(Cadence.Monthly, World.Latent, 240)]
    [InlineData(Cadence.Monthly, World.Regimes, 240)]
    public void People_asked_more_rarely_are_found_later_but_found(Cadence cadence, World world, double horizonDays)
    {
        var score = Simulated(cadence, world, seed: 101, people: 3000, horizonDays);
        Assert.InRange(score.FalseAlarmsPerPersonYear!.Value, 0, 0.15);
        AtLeast(score, "step_worsening", 0.88);
        AtLeast(score, "slow_worsening", 0.80);
        AtLeast(score, "persistent_impact", 0.92);
        AtLeast(score, "persistent_impact_late", 0.92);
    }

    [Fact]
    public void The_weekly_training_cohort_is_found() =>
        HoldsWeekly(Training("weekly", Cadence.Weekly, Score.DefaultHorizonDays));

    [Fact]
    public void The_daily_training_cohort_is_found() => HoldsDaily(Training("daily", Cadence.Daily, horizonDays: 28));

    /// <summary>The figures that the guidance's own scorer prints for the alerts of this engine.</summary>
    [Fact]
    public void The_score_of_the_training_cohort_is_that_of_the_guidances_scorer()
    {
        var score = Training("weekly", Cadence.Weekly, Score.DefaultHorizonDays);
        Assert.Equal(0.232, score.FalseAlarmsPerPersonYear!.Value, 0.0005);
        Assert.Equal(1300.2, score.NullPersonYears, 0.05);
        (string, double, int, double)[] expected =
        [
            ("persistent/persistent_impact", 1.0, 187, 3),
            ("persistent/persistent_impact_late", 1.0, 183, 3),
            ("worsening/slow_worsening", 0.886, 193, 6),
            ("worsening/step_worsening", 0.989, 175, 3),
            ("worsening/worsening_recovering", 0.944, 197, 4),
            ("worsening/improve_then_worsen", 0.874, 191, 5),
        ];
        Assert.Equal(
            expected,
            score.PerTrajectory.Select(t =>
                (t.Name, Math.Round(t.Sensitivity, 3), t.People, t.MedianDelayCheckIns!.Value)
            )
        );
    }

    /// <summary>The refined profile stays only while it raises fewer false alarms, misses nobody for it and is no
    /// later, in worlds easy and hard.</summary>
    [Theory]
    [InlineData(Cadence.Weekly, World.Latent, 1, 0, 0.85)]
    // P, alike in both, now finds so many first that here the median of one shape of four differs by half a check-in.
    [InlineData(Cadence.Weekly, World.Regimes, 1, 0, 0.85, 0.125)]
    [InlineData(Cadence.Weekly, World.Latent, 1.4, 0, 0.85)]
    [InlineData(Cadence.Weekly, World.Latent, 1, 0.35, 0.85)]
    [InlineData(Cadence.Fortnightly, World.Latent, 1, 0, 0.85)]
    [InlineData(Cadence.Fortnightly, World.Regimes, 1, 0, 0.85)]
    [InlineData(Cadence.Monthly, World.Latent, 1, 0, 0.95)]
    [InlineData(Cadence.Daily, World.Latent, 1, 0, 0.98)]
    [InlineData(Cadence.Daily, World.Latent, 1.4, 0, 0.98)]
    public void The_refined_profile_dominates_the_balanced_one(
        Cadence cadence,
        World world,
        double noise,
        double autocorrelation,
        double falseAlarms,
        double later = 0
    )
    {
        var people = Simulation
            .Run(
                new SimulationOptions
                {
                    Seed = 401,
                    Cadence = cadence,
                    People = 6000,
                    World = world,
                    Noise = noise,
                    Autocorrelation = autocorrelation,
                }
            )
            .ToList();
        var horizonDays = cadence switch
        {
            Cadence.Daily => 28,
            Cadence.Weekly => Score.DefaultHorizonDays,
            Cadence.Fortnightly => 168,
            _ => 240,
        };
        var cohort = people.ToCohort(cadence);
        var balanced = Scored(people.Select(person => person.Truth), cohort, horizonDays);
        var refined = Scored(people.Select(person => person.Truth), cohort, horizonDays, Profile.Refined);

        Assert.InRange(
            refined.FalseAlarmsPerPersonYear!.Value,
            0,
            falseAlarms * balanced.FalseAlarmsPerPersonYear!.Value
        );
        Assert.InRange(Found(refined), Found(balanced) - 0.002, 1);
        Assert.InRange(Delay(refined), 1, Delay(balanced) + later);
    }

    /// <summary>What the refined profile is for: nineteen of twenty people at one false alarm in seven years, and few
    /// in noisier worlds.</summary>
    [Theory]
    [InlineData(World.Latent, 1, 0, 0.945, 0.15)]
    [InlineData(World.Regimes, 1, 0, 0.945, 0.15)]
    [InlineData(World.Latent, 1.4, 0, 0.90, 0.25)]
    [InlineData(World.Latent, 1, 0.35, 0.94, 0.28)]
    public void The_refined_profile_reaches_its_aim(
        World world,
        double noise,
        double autocorrelation,
        double found,
        double falseAlarms
    )
    {
        var people = Simulation
            .Run(
                new SimulationOptions
                {
                    Seed = 402,
                    Cadence = Cadence.Weekly,
                    People = 6000,
                    World = world,
                    Noise = noise,
                    Autocorrelation = autocorrelation,
                }
            )
            .ToList();
        var score = Scored(
            people.Select(person => person.Truth),
            people.ToCohort(Cadence.Weekly),
            Score.DefaultHorizonDays,
            Profile.Refined
        );
        Assert.InRange(Found(score), found, 1);
        Assert.InRange(score.FalseAlarmsPerPersonYear!.Value, 0, falseAlarms);
    }

    /// <summary>People as they really answer: every second week, two on and two off, two in five, with a pause, without
    /// a word about daily life.</summary>
    [Fact]
    public void The_irregular_training_cohort_is_found()
    {
        var score = Training("irregular", Cadence.Weekly, Score.DefaultHorizonDays, Profile.Refined);
        Assert.InRange(score.FalseAlarmsPerPersonYear!.Value, 0, 0.20);
        (string Way, double Persistent)[] aims =
        [
            ("second", 0.95),
            ("half", 0.95),
            ("forty", 0.90),
            ("noimpact", 0.90),
            ("someimpact", 0.90),
            ("pause", 0.95),
        ];
        Assert.All(aims, aim => Assert.InRange(Found(score, "persistent/", aim.Way), aim.Persistent, 1));
        Assert.InRange(Found(score, "worsening/", "pause"), 0.90, 1);
    }

    [Theory]
    [InlineData(World.Latent, Answering.EverySecond, 0.95, 0.78)]
    [InlineData(World.Latent, Answering.TwoOnTwoOff, 0.95, 0.78)]
    [InlineData(World.Latent, Answering.TwoInFive, 0.90, 0.66)]
    [InlineData(World.Latent, Answering.Pause, 0.95, 0.95)]
    [InlineData(World.Latent, Answering.WithoutImpact, 0.95, 0.95)]
    [InlineData(World.Latent, Answering.RarelyImpact, 0.95, 0.95)]
    [InlineData(World.Regimes, Answering.TwoOnTwoOff, 0.95, 0.78)]
    [InlineData(World.Regimes, Answering.TwoInFive, 0.90, 0.66)]
    [InlineData(World.Regimes, Answering.Pause, 0.95, 0.95)]
    [InlineData(World.Regimes, Answering.WithoutImpact, 0.95, 0.95, 0.23)]
    public void People_who_answer_irregularly_are_found_too(
        World world,
        Answering answering,
        double persistent,
        double worsening,
        double falseAlarms = 0.20
    )
    {
        // Whoever is strong without being hindered cannot be told from others if they never say so: the finding is that
        // nobody knows.
        var people = Simulation
            .Run(
                new SimulationOptions
                {
                    Seed = 403,
                    Cadence = Cadence.Weekly,
                    People = 2600,
                    World = world,
                    Answering = answering,
                }
            )
            .Where(person =>
                answering is not (Answering.WithoutImpact or Answering.RarelyImpact)
                || !person.Truth.Trajectory.EndsWith("_no_impact", StringComparison.Ordinal)
            )
            .ToList();
        var score = Scored(
            people.Select(person => person.Truth),
            people.ToCohort(Cadence.Weekly),
            Score.DefaultHorizonDays,
            Profile.Refined
        );
        Assert.InRange(score.FalseAlarmsPerPersonYear!.Value, 0, falseAlarms);
        Assert.InRange(Found(score, "persistent/", ""), persistent, 1);
        Assert.InRange(Found(score, "worsening/", ""), worsening, 1);
    }

    [Fact]
    public void The_refined_profile_holds_on_the_training_cohort_too()
    {
        var (balanced, refined) = (
            Training("weekly", Cadence.Weekly, Score.DefaultHorizonDays),
            Training("weekly", Cadence.Weekly, Score.DefaultHorizonDays, Profile.Refined)
        );
        HoldsWeekly(refined);
        Assert.InRange(refined.FalseAlarmsPerPersonYear!.Value, 0, 0.16);
        Assert.True(Found(refined) > Found(balanced));
        Assert.True(Delay(refined) < Delay(balanced));
        HoldsDaily(Training("daily", Cadence.Daily, horizonDays: 28, Profile.Refined));
    }

    private static double Found(Score score) =>
        score.PerTrajectory.Sum(shape => shape.Sensitivity * shape.People)
        / score.PerTrajectory.Sum(shape => shape.People);

    private static double Found(Score score, string truth, string way)
    {
        var shapes = score
            .PerTrajectory.Where(shape =>
                shape.Name.StartsWith(truth, StringComparison.Ordinal)
                && shape.Name.EndsWith(way, StringComparison.Ordinal)
            )
            .ToList();
        return shapes.Sum(shape => shape.Sensitivity * shape.People) / shapes.Sum(shape => shape.People);
    }

    /// <summary>Mean over the shapes of worsening of the median check-ins until found.</summary>
    private static double Delay(Score score) =>
        score
            .PerTrajectory.Where(shape => shape.Name.StartsWith("worsening/", StringComparison.Ordinal))
            .Average(shape => shape.MedianDelayCheckIns!.Value);

    private static void HoldsWeekly(Score score)
    {
        Assert.InRange(score.FalseAlarmsPerPersonYear!.Value, 0, 0.30);
        AtLeast(score, "step_worsening", 0.95);
        AtLeast(score, "slow_worsening", 0.85);
        AtLeast(score, "persistent_impact", 0.92);
        AtLeast(score, "persistent_impact_late", 0.92);
        Assert.InRange(score.MedianDelayCheckIns!.Value, 1, 4);
        Assert.InRange(score.For("step_worsening")!.MedianDelayCheckIns!.Value, 1, 4);
        Assert.InRange(score.For("persistent_impact")!.MedianDelayCheckIns!.Value, 1, 4);
    }

    private static void HoldsDaily(Score score)
    {
        Assert.InRange(score.FalseAlarmsPerPersonYear!.Value, 0, 0.30);
        AtLeast(score, "step_worsening", 0.95);
        AtLeast(score, "slow_worsening", 0.95);
        AtLeast(score, "persistent_impact", 0.83);
        AtLeast(score, "persistent_impact_late", 0.83);
    }

    private static void AtLeast(Score score, string trajectory, double sensitivity)
    {
        var found = score.For(trajectory);
        Assert.True(
            found?.Sensitivity >= sensitivity,
            $"{trajectory}: found {found?.Sensitivity:0.000}, expected {sensitivity} or more"
        );
    }

    private static Score Simulated(Cadence cadence, World world, long seed, int people, double horizonDays)
    {
        var simulated = Simulation
            .Run(
                new SimulationOptions
                {
                    Seed = seed,
                    Cadence = cadence,
                    People = people,
                    World = world,
                }
            )
            .ToList();
        return Scored(simulated.Select(person => person.Truth), simulated.ToCohort(cadence), horizonDays);
    }

    private static Score Training(
        string folder,
        Cadence cadence,
        double horizonDays,
        Profile profile = Profile.Balanced
    )
    {
        var path = TrainingCohort.Folder(folder);
        return Scored(
            ParticipantTruth.Read(File.ReadLines(Path.Combine(path, "participants.csv"))),
            CheckInFile.Read(File.ReadLines(Path.Combine(path, "checkins.csv")), cadence),
            horizonDays,
            profile
        );
    }

    private static Score Scored(
        IEnumerable<ParticipantTruth> truth,
        Cohort cohort,
        double horizonDays,
        Profile profile = Profile.Balanced
    ) =>
        Score.Of(
            truth,
            cohort,
            Backtest
                .Run(cohort, DetectionSettings.For(profile))
                .Select(alert => new ScoredAlert(
                    alert.ParticipantId,
                    alert.Finding.AtUtc,
                    Backtest.ContractKind(alert.Finding.Rule)
                )),
            _kinds,
            horizonDays
        );
}

/// <summary>A world with several seeds.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class CombinatorialSeedsAttribute(World world, params long[] seeds) : Xunit.v3.DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        System.Reflection.MethodInfo testMethod,
        Xunit.Sdk.DisposalTracker disposalTracker
    ) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([
            .. seeds.Select(seed => new TheoryDataRow(world, seed)),
        ]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
