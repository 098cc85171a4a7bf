namespace Wellbeing.Detection.Replay;

/// <summary>How simulated feelings become ratings. Two forms, because a rule tuned on one may fail on the
/// other.</summary>
public enum World
{
    /// <summary>A smooth latent level plus autocorrelated normal noise, rounded.</summary>
    Latent,

    /// <summary>
    /// Hidden regimes (calm, troubled) that people slip in and out of, heavy-tailed noise, and each person's own
    /// unequal steps between one rating and the next.
    /// </summary>
    Regimes,
}

/// <summary>How simulated people answer. Most real ones do not answer every time, and the illest answer
/// least.</summary>
public enum Answering
{
    /// <summary>Nearly every time: 5 to 35 % are missed at random.</summary>
    Regular,

    /// <summary>Every second time.</summary>
    EverySecond,

    /// <summary>Two times on, two times off.</summary>
    TwoOnTwoOff,

    /// <summary>Two times in five, at random.</summary>
    TwoInFive,

    /// <summary>Nearly every time, with a pause of 8 to 14 weeks just before what changes; where nothing changes,
    /// somewhere.</summary>
    Pause,

    /// <summary>Nearly every time, and never about daily life.</summary>
    WithoutImpact,

    /// <summary>Nearly every time, and one time in three about daily life.</summary>
    RarelyImpact,
}

/// <summary>What to simulate.</summary>
public sealed record SimulationOptions
{
    /// <summary>The same seed gives the same people.</summary>
    public required long Seed { get; init; }

    /// <summary>How often people are asked.</summary>
    public required Cadence Cadence { get; init; }

    /// <summary>How many people, 1 or more; shapes are dealt out evenly.</summary>
    public required int People { get; init; }

    /// <summary>The form of the simulator.</summary>
    public World World { get; init; } = World.Latent;

    /// <summary>How people answer. Those who do not answer regularly are followed for longer, since fewer answers say
    /// less.</summary>
    public Answering Answering { get; init; } = Answering.Regular;

    /// <summary>Multiplies the noise, 0 to 5; 1.4 is the guidance's noisier world.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>Added to the autocorrelation of the noise, 0 to 0.8; 0.35 is the guidance's more autocorrelated
    /// world.</summary>
    public double Autocorrelation { get; init; }
}

/// <summary>One simulated person with their truth.</summary>
/// <param name="Truth">What truly happens.</param>
/// <param name="Style">How they use the scale: "plain", "floorish", "ceilingish", "heaping" (0, 5, 10) or
/// "heaping_even".</param>
/// <param name="Observations">Their check-ins, oldest first; may be empty.</param>
public sealed record SimulatedPerson(ParticipantTruth Truth, string Style, IReadOnlyList<Observation> Observations);

/// <summary>A seeded simulator with ground truth: the people of the guidance's evidence, made anew.</summary>
public static class Simulation
{
    private static readonly DateTime _start = new(2025, 1, 5, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Makes people one by one. Person n depends on the seed and n only.</summary>
    public static IEnumerable<SimulatedPerson> Run(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.People, 1, nameof(options));
        return Enumerable
            .Range(0, options.People)
            .Select(number =>
                Person(
                    options,
                    number,
                    Trajectories.All[(int)((long)number * Trajectories.All.Count / options.People)],
                    periods: null
                )
            );
    }

    /// <summary>The cohort of simulated people.</summary>
    public static Cohort ToCohort(this IEnumerable<SimulatedPerson> people, Cadence cadence)
    {
        ArgumentNullException.ThrowIfNull(people);
        var cohort = new CohortBuilder();
        foreach (var person in people)
        {
            var handle = cohort.Person(person.Truth.Id, cadence);
            foreach (var observation in person.Observations)
                cohort.Add(handle, observation);
        }

        return cohort.Build();
    }

    /// <param name="periods">For how many check-in periods; null for a length of the person's own.</param>
    internal static SimulatedPerson Person(SimulationOptions options, int number, Trajectory trajectory, int? periods)
    {
        var random = new Randomness(options.Seed, number);
        var cadence = Pace.Of(options.Cadence);
        var habit = new Habit(options, number);
        var length = periods ?? habit.Length ?? random.Whole(cadence.ShortestPeriods, cadence.LongestPeriods);
        var life = Life.Of(trajectory, length, cadence, ref random);
        var rater = new Rater(options, trajectory, ref random);
        var missing = random.Uniform(0.05, 0.35);
        var paused = habit.PausedFrom(life.Onset, length);

        var observations = new List<Observation>(length);
        var start = random.Uniform(0, 28);
        var earliest = double.MinValue;
        for (var period = 0; period < length; period++)
        {
            var (intensity, functioning) = rater.Rate(
                life.Level(period),
                life.Impact(period),
                life.Coupling,
                ref random
            );
            var jitter = Math.Clamp(
                random.Normal(0, cadence.JitterDays),
                -cadence.LargestJitterDays,
                cadence.LargestJitterDays
            );
            var skippedFunctioning = random.Chance(0.05);
            var missed = random.Chance(missing);
            var silentOnDailyLife = habit.SkipsDailyLife() || skippedFunctioning;
            if (habit.Misses(period) ?? missed)
                continue;

            // Jitter must not let two check-ins change places.
            var day = Math.Max(
                start + period * cadence.Days + (period >= paused ? habit.PauseDays : 0) + jitter,
                earliest + 0.2
            );
            earliest = day;
            observations.Add(
                new Observation(
                    _start.AddSeconds(Math.Round(day * 86_400)),
                    intensity,
                    silentOnDailyLife ? null : functioning
                )
            );
        }

        var onset = life.Onset is { } at
            ? DateOnly.FromDateTime(
                _start.AddDays(
                    start + at * cadence.Days + (at >= paused ? habit.PauseDays : 0) - cadence.LargestJitterDays
                )
            )
            : (DateOnly?)null;
        var id = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{options.Cadence.ToString()[..1].ToLowerInvariant()}{number + 1:00000}"
        );
        return new SimulatedPerson(
            new ParticipantTruth(id, Trajectories.Name(trajectory), onset, Trajectories.Truth(trajectory)),
            rater.StyleName,
            observations
        );
    }
}

/// <summary>When one person answers. It has a chance of its own, so that it changes nobody's feelings.</summary>
internal sealed class Habit
{
    private readonly Answering _answering;
    private readonly double _missing;
    private readonly int _offset;
    private Randomness _random;

    public Habit(SimulationOptions options, int number)
    {
        _answering = options.Answering;
        _random = new Randomness(~options.Seed, number);
        if (_answering == Answering.Regular)
            return;
        var pace = Pace.Of(options.Cadence);
        Length = _random.Whole(pace.LongestPeriods - (pace.LongestPeriods / 8), pace.LongestPeriods * 3 / 2);
        _missing = _answering == Answering.TwoInFive ? 0.6 : _random.Uniform(0.02, 0.2);
        _offset = _random.Whole(0, 3);
        PauseDays = _answering == Answering.Pause ? _random.Uniform(56, 98) : 0;
    }

    /// <summary>For how many periods the person is followed; null where the simulator says.</summary>
    public int? Length { get; }

    /// <summary>How long the pause is, in days; 0 for none.</summary>
    public double PauseDays { get; }

    /// <summary>The first period after the pause.</summary>
    public int PausedFrom(int? onset, int length) =>
        onset is > 0 and var at ? at : _random.Whole(6, Math.Max(7, length * 2 / 3));

    /// <summary>Whether a check-in is missed; null where the simulator says.</summary>
    public bool? Misses(int period) =>
        _answering switch
        {
            Answering.Regular => null,
            Answering.EverySecond when (period + _offset) % 2 != 0 => true,
            Answering.TwoOnTwoOff when (period + _offset) % 4 >= 2 => true,
            _ => _random.Chance(_missing),
        };

    public bool SkipsDailyLife() =>
        _answering switch
        {
            Answering.WithoutImpact => true,
            Answering.RarelyImpact => _random.Chance(2 / 3.0),
            _ => false,
        };
}

/// <summary>The rhythm of a cadence.</summary>
/// <param name="Days">Between prompts.</param>
/// <param name="JitterDays">Standard deviation of replies around the prompt.</param>
/// <param name="LargestJitterDays">Replies are never further off than this.</param>
/// <param name="ShortestPeriods">Least length of a series.</param>
/// <param name="LongestPeriods">Greatest length of a series.</param>
/// <param name="SlowPeriods">How long a slow drift takes, from and to.</param>
internal sealed record Pace(
    double Days,
    double JitterDays,
    double LargestJitterDays,
    int ShortestPeriods,
    int LongestPeriods,
    (double From, double To) SlowPeriods
)
{
    public static Pace Of(Cadence cadence) =>
        cadence switch
        {
            Cadence.Daily => new(1, 0.12, 0.4, 35, 120, (14, 24)),
            Cadence.Weekly => new(7, 1, 2, 14, 52, (7, 13)),
            Cadence.Fortnightly => new(14, 1.5, 4, 10, 52, (5, 9)),
            Cadence.Monthly => new(30, 2, 6, 8, 36, (4, 7)),
            _ => throw new ArgumentOutOfRangeException(nameof(cadence), cadence, "Unknown cadence."),
        };
}

/// <summary>What truly happens to one person.</summary>
internal sealed class Life
{
    private const double Half = 0.5;
    private readonly Func<int, double> _level;
    private readonly Func<int, double> _impact;

    private Life(Func<int, double> level, Func<int, double> impact, double coupling, int? onset = null)
    {
        _level = level;
        _impact = impact;
        Coupling = coupling;
        Onset = onset;
    }

    /// <summary>The first period in which the truth holds.</summary>
    public int? Onset { get; }

    /// <summary>True strength of feelings, in points.</summary>
    public double Level(int period) => _level(period);

    /// <summary>How much of a bad day's feelings daily life feels too, 0 to 1.</summary>
    public double Coupling { get; }

    /// <summary>True impact on daily life, in points.</summary>
    public double Impact(int period) => _impact(period);

    public static Life Of(Trajectory trajectory, int length, Pace pace, ref Randomness random)
    {
        var low = random.Uniform(1, 4);
        var jump = random.Uniform(2.3, 4.5);
        var climb = random.Uniform(3, 5);
        var onset = random.Whole(6, Math.Max(7, length * 2 / 3));
        var slow = random.Uniform(pace.SlowPeriods.From, pace.SlowPeriods.To);
        var strong = random.Uniform(6.3, 8.7);
        var impact = random.Uniform(5.6, 7.6);
        switch (trajectory)
        {
            case Trajectory.StableLow:
                return Steady(random.Uniform(0.5, 2.7));
            case Trajectory.StableModerate:
                return Steady(random.Uniform(2.8, 4.7));
            case Trajectory.TransientSpike:
                var chance = random.Uniform(0.04, 0.10);
                var spikes = new double[length + 1];
                for (var i = 0; i < length; i++)
                {
                    if (!random.Chance(chance))
                        continue;
                    spikes[i] = random.Uniform(3, 6);

                    // Bad news often still weighs at the next check-in.
                    spikes[i + 1] = Math.Max(spikes[i + 1], spikes[i] * random.Uniform(0, 0.8));
                }

                return Unaffected(period => low - 0.4 + spikes[period]);

            case Trajectory.Fluctuating:
                var swings = new double[length];
                for (var i = 0; i < length; i++)
                    swings[i] = random.Normal(0, 2);
                return Unaffected(period => low + 1 + swings[period]);

            case Trajectory.FloorRater:
                return Steady(random.Uniform(-0.5, 0.6));
            case Trajectory.HeapingRater:
                return Steady(random.Uniform(0.5, 4.7));
            case Trajectory.CeilingNoImpact:
                return new Life(Constant(random.Uniform(8.6, 10)), Constant(random.Uniform(0, 1.4)), coupling: 0);
            case Trajectory.PersistentNoImpact:
                return new Life(Constant(random.Uniform(6, 8.5)), Constant(random.Uniform(0, 1.6)), coupling: 0);
            case Trajectory.Improving:
                var from = random.Uniform(4, 6.5);
                var to = random.Uniform(0.7, 2.3);
                return Unaffected(period => to + (from - to) * Math.Exp(-period / slow));

            case Trajectory.PersistentImpact:
                return new Life(Constant(strong), Constant(impact), Half, onset: 0);
            case Trajectory.PersistentImpactLate:
                return new Life(
                    period => period < onset ? low : Math.Max(strong, low + 2),
                    period => period < onset ? 2.2 : impact,
                    Half,
                    onset
                );
            case Trajectory.SlowWorsening:
                return Unaffected(period => low + climb * Math.Clamp((period - onset + 1) / slow, 0, 1), onset);
            case Trajectory.StepWorsening:
                return Unaffected(period => low + (period < onset ? 0 : jump), onset);
            case Trajectory.WorseningRecovering:
                var ramp = slow / 3;
                var plateau = random.Uniform(0.5, 4);
                return Unaffected(
                    period =>
                        low
                        + climb
                            * Math.Clamp(
                                Math.Min((period - onset + 1) / ramp, (onset + ramp + plateau + ramp - period) / ramp),
                                0,
                                1
                            ),
                    onset
                );

            case Trajectory.ImproveThenWorsen:
                var start = random.Uniform(5, 8);
                var trough = random.Uniform(0.8, 2.5);
                onset = random.Whole(Math.Min(10, length - 2), Math.Max(10, length * 3 / 4));
                return Unaffected(
                    period =>
                        period < onset
                            ? trough + (start - trough) * Math.Exp(-period / (slow / 3))
                            : trough + climb * Math.Clamp((period - onset + 1) / (slow / 3), 0, 1),
                    onset
                );

            default:
                throw new ArgumentOutOfRangeException(nameof(trajectory), trajectory, "Unknown trajectory.");
        }
    }

    private static Life Steady(double level) => Unaffected(Constant(level));

    /// <summary>Daily life suffers as much as it usually does from feelings of such strength: about half.</summary>
    private static Life Unaffected(Func<int, double> level, int? onset = null) =>
        new(level, period => level(period) * Half, Half, onset);

    private static Func<int, double> Constant(double value) => _ => value;
}

/// <summary>How one person turns feelings into ratings.</summary>
internal sealed class Rater
{
    private enum Style
    {
        Plain,
        Floorish,
        Ceilingish,
        Heaping,
        HeapingEven,
    }

    // Slips into a troubled hour and out again: rare, short and mild enough that nothing truly changed.
    private const double SlipChance = 0.03;
    private const double SlipEnds = 0.7;
    private const double SlipHeight = 1.5;

    private readonly World _world;
    private readonly Style _style;
    private readonly double _noise;
    private readonly double _memory;
    private readonly double[] _steps;
    private double _disturbance;
    private bool _slipped;

    public Rater(SimulationOptions options, Trajectory trajectory, ref Randomness random)
    {
        _world = options.World;
        _style =
            trajectory == Trajectory.HeapingRater
                ? Style.Heaping
                : random.Uniform() switch
                {
                    < 0.80 => Style.Plain,
                    < 0.8667 => Style.Floorish,
                    < 0.9333 => Style.Ceilingish,
                    _ => Style.HeapingEven,
                };
        _noise = options.Noise * random.Uniform(0.75, 1.25);
        _memory = Math.Clamp((options.Cadence == Cadence.Daily ? 0.2 : 0.1) + options.Autocorrelation, 0, 0.95);

        // Steps between ratings: equal in the latent world, the person's own in the other.
        _steps = new double[Observation.HighestRating];
        for (var i = 0; i < _steps.Length; i++)
            _steps[i] = i + 0.5 + (_world == World.Regimes ? random.Normal(0, 0.22) : 0);
        Array.Sort(_steps);
    }

    public string StyleName =>
        _style switch
        {
            Style.Plain => "plain",
            Style.Floorish => "floorish",
            Style.Ceilingish => "ceilingish",
            Style.Heaping => "heaping",
            _ => "heaping_even",
        };

    public (int Intensity, int Functioning) Rate(double level, double impact, double coupling, ref Randomness random)
    {
        var shock = _world == World.Latent ? random.Normal() : random.Logistic();
        _disturbance = _memory * _disturbance + Math.Sqrt(1 - _memory * _memory) * shock;
        var felt = level + _noise * _disturbance;
        if (_world == World.Regimes)
        {
            _slipped = _slipped ? !random.Chance(SlipEnds) : random.Chance(SlipChance);
            if (_slipped)
                felt += SlipHeight;
        }

        var hindered = impact + coupling * (felt - level) + random.Normal(0, 0.8);
        return (
            Styled(Step(felt)),
            Math.Clamp((int)Math.Round(hindered), Observation.LowestRating, Observation.HighestRating)
        );
    }

    private int Step(double felt)
    {
        var rating = 0;
        while (rating < _steps.Length && felt > _steps[rating])
            rating++;
        return rating;
    }

    private int Styled(int rating) =>
        _style switch
        {
            Style.Floorish => rating <= 1 ? 0 : rating,
            Style.Ceilingish => rating >= 8 ? 10 : rating,
            Style.Heaping => rating < 3 ? 0
            : rating < 8 ? 5
            : 10,
            Style.HeapingEven => rating / 2 * 2,
            _ => rating,
        };
}
