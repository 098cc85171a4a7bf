namespace Wellbeing.Detection;

/// <summary>Constants of rule W, "growing in intensity". Source: detection guidance, section 1, from a seeded
/// simulation with ground truth.</summary>
public sealed record WorseningSettings
{
    /// <summary>Most check-ins that form the person's usual level, 3 to 60. Older ones are forgotten, so that
    /// recover-then-relapse is seen.</summary>
    public int BaselineCheckIns { get; init; } = 12;

    /// <summary>
    /// Weight of a baseline check-in relative to the next newer one, 0.5 to 1; 1 weighs all alike, as published. Less
    /// lets a recovery become usual sooner without forgetting how much a person varies.
    /// </summary>
    public double Forgetting { get; init; } = 1;

    /// <summary>Fewest check-ins of baseline before anything is scored, 2 to 20.</summary>
    public int MinimumBaseline { get; init; } = 3;

    /// <summary>Keep suspicious ratings out of the baseline, so that a slow rise cannot become its own
    /// baseline.</summary>
    public bool Freeze { get; init; } = true;

    /// <summary>Most ratings held back while frozen, 1 to 30; after that the oldest joins the baseline.</summary>
    public int HoldCheckIns { get; init; } = 8;

    /// <summary>
    /// How many of the latest ratings are not yet usual while nothing is suspicious, 0 (none, as published) to 5: the
    /// first step of a rise, often too small to be noticed, must not raise the level that the second is measured
    /// against.
    /// </summary>
    public int SettleCheckIns { get; init; }

    /// <summary>
    /// Take a person's ups and downs from the steps between one rating and the next, not from the distances to their
    /// mean, as published: coming down from a bad time is then a trend and not unsteadiness, and the relapse after it
    /// stands out.
    /// </summary>
    public bool StepsAsVariability { get; init; }

    /// <summary>Evidence forgiven each check-in (the CUSUM's k), in standard deviations, 0 to 2.</summary>
    public double Allowance { get; init; } = 0.75;

    /// <summary>Evidence at which the rule fires (the CUSUM's h), in standard deviations, 0.5 to 20.</summary>
    public double Threshold { get; init; } = 3.0;

    /// <summary>Most evidence from one check-in, either way, in standard deviations, 0.5 to 5: one bad week alone must
    /// not fire.</summary>
    public double Clip { get; init; } = 2.0;

    /// <summary>Least rise of the last two ratings' mean above the usual level, in points, 0 to 10.</summary>
    public double MinimumRise { get; init; } = 2.0;

    /// <summary>Least current intensity, in points, 0 to 10: no alarm for going from 0 to 2.</summary>
    public int MinimumIntensity { get; init; } = 4;

    /// <summary>How many of the latest ratings must each stand above the usual level, 0 (none, as published) to 3: two
    /// bad weeks are not yet a trend.</summary>
    public int SustainedCheckIns { get; init; }

    /// <summary>By how much each of them must stand above it, in the person's own standard deviations, 0 to
    /// 3.</summary>
    public double SustainedRise { get; init; } = 0.5;

    /// <summary>Standard deviation expected of a person before they have shown their own, in points, 0.1 to
    /// 5.</summary>
    public double PriorDeviation { get; init; } = 1.2;

    /// <summary>How many check-ins that expectation weighs, 1 to 50.</summary>
    public double PriorWeight { get; init; } = 4;

    /// <summary>
    /// A gap longer than this starts the baseline anew, in days, 14 to 3,650. Every profile has 3,650, which is never:
    /// what was usual before a pause still counts, and fades as new check-ins come in.
    /// </summary>
    public double RestartAfterGapDays { get; init; } = 60;

    /// <summary>Fire only when two check-ins in a row satisfy the rule.</summary>
    public bool RequireTwoConsecutive { get; init; }
}

/// <summary>
/// W: a gated, clipped, self-starting CUSUM of each rating against the person's own recent baseline.
/// The latest day is kept apart until another day follows, so that a second answer on one day replaces the first.
/// </summary>
internal ref struct WorseningRule
{
    private WorseningSettings _settings;
    private readonly long _restartAfterGap;
    private readonly double _priorSquares;
    private readonly Span<sbyte> _baseline;
    private readonly Span<sbyte> _held;

    // Ratings are whole numbers, so running sums are exact however long the series.
    private int _count;
    private int _next;
    private int _sum;
    private int _squares;
    private int _squaredSteps;
    private int _heldFirst;
    private int _heldCount;
    private double _statistic;
    private int _previous;
    private int _beforePrevious;
    private bool _previousHit;
    private long _calmAt;
    private int _observed;

    private int _today;
    private double _todayStatistic;
    private bool _todayHit;
    private long _todayAt;

    /// <param name="baseline">Room for the baseline: as many as the settings say.</param>
    /// <param name="held">Room for ratings that are not yet usual: <see cref="Room"/>.</param>
    public WorseningRule(WorseningSettings settings, Span<sbyte> baseline, Span<sbyte> held)
    {
        _settings = settings;
        _baseline = baseline;
        _held = held;
        _restartAfterGap = Days.Ticks(settings.RestartAfterGapDays);
        _priorSquares = settings.PriorWeight * settings.PriorDeviation * settings.PriorDeviation;
    }

    /// <summary>How many ratings may wait to become usual, the latest included.</summary>
    public static int Room(WorseningSettings settings) => Math.Max(settings.HoldCheckIns, settings.SettleCheckIns) + 1;

    /// <summary>Weighted mean of the baseline, in points.</summary>
    public double Baseline { get; private set; }

    /// <summary>Check-ins in the baseline.</summary>
    public readonly int BaselineCount => _count;

    /// <summary>Mean of the last two days' ratings, in points.</summary>
    public readonly double Recent => (_today + _previous) / 2.0;

    /// <summary>Evidence so far, in standard deviations.</summary>
    public readonly double Statistic => _todayStatistic;

    /// <summary>Since when evidence has been gathering, in ticks.</summary>
    public readonly long RisingSince => _calmAt;

    /// <summary>The constants in use.</summary>
    public readonly WorseningSettings Settings => _settings;

    /// <summary>Goes on under other levels; how much is remembered stays.</summary>
    public void Use(WorseningSettings changed) => _settings = changed;

    /// <summary>Forgets everything: the next rating is the first of a new baseline.</summary>
    public void Restart()
    {
        _count = _next = _sum = _squares = _squaredSteps = _heldFirst = _heldCount = _observed = 0;
        _statistic = 0;
        _previousHit = _todayHit = false;
    }

    /// <summary>Takes one rating in; true when the rule holds.</summary>
    public bool Step(int intensity, long at, bool sameDay)
    {
        if (_observed > 0 && at - _todayAt > _restartAfterGap)
            Restart();
        if (_observed > 0 && !sameDay)
            CloseDay();
        if (_observed == 0 || !sameDay)
            _observed++;

        _today = intensity;
        _todayAt = at;
        _todayStatistic = 0;
        if (_count < _settings.MinimumBaseline)
        {
            _todayHit = false;
            return false;
        }

        var size = Level();

        // While there is no evidence, a rating at or below the usual level adds none: most check-ins end here.
        if (_statistic == 0 && intensity <= Baseline)
        {
            _todayHit = false;
            return false;
        }

        var (squaredDeviations, known) = Variability(size);
        var freedom = _settings.PriorWeight + known;
        var deviation = Math.Sqrt((_priorSquares + squaredDeviations) / freedom);
        _todayStatistic = Math.Max(0, _statistic + Surprise(intensity, size, freedom, deviation) - _settings.Allowance);
        _todayHit =
            _todayStatistic >= _settings.Threshold
            && intensity >= _settings.MinimumIntensity
            && Recent - Baseline >= _settings.MinimumRise
            && IsSustained(Baseline + _settings.SustainedRise * deviation);
        return _todayHit && (_previousHit || !_settings.RequireTwoConsecutive);
    }

    /// <summary>Works out the usual level; gives how many check-ins it is worth.</summary>
    private double Level()
    {
        if (_settings.Forgetting == 1)
        {
            Baseline = (double)_sum / _count;
            return _count;
        }

        // Measured from the newest rating, so that a person who always answers alike has exactly that answer as usual
        // level.
        int newest = _baseline[Before(_next)];
        double weights = 0,
            squaredWeights = 0,
            weighted = 0;
        var weight = 1.0;
        for (int age = 0, place = _next; age < _count; age++, weight *= _settings.Forgetting)
        {
            place = Before(place);
            weights += weight;
            squaredWeights += weight * weight;
            weighted += weight * (_baseline[place] - newest);
        }

        Baseline = newest + weighted / weights;
        return weights * weights / squaredWeights;
    }

    /// <summary>How much the person varies: squared deviations, and how many of them they are worth.</summary>
    /// <param name="size">How many check-ins the usual level is worth.</param>
    private readonly (double SquaredDeviations, double Known) Variability(double size)
    {
        if (_settings.StepsAsVariability)
            return _settings.Forgetting == 1 ? (_squaredSteps / 2.0, _count - 1) : WeightedSteps();
        return (_settings.Forgetting == 1 ? _squares - _sum * Baseline : WeightedVariance() * size, size - 1);
    }

    private readonly double WeightedVariance()
    {
        int newest = _baseline[Before(_next)];
        double weights = 0,
            weightedSquares = 0;
        var weight = 1.0;
        for (int age = 0, place = _next; age < _count; age++, weight *= _settings.Forgetting)
        {
            place = Before(place);
            var value = _baseline[place] - newest;
            weights += weight;
            weightedSquares += weight * value * value;
        }

        var offset = Baseline - newest;
        return Math.Max(0, weightedSquares / weights - offset * offset);
    }

    /// <summary>Half the square of a step from one rating to the next is worth one squared deviation, whatever the
    /// trend.</summary>
    private readonly (double SquaredDeviations, double Known) WeightedSteps()
    {
        var place = Before(_next);
        double weights = 0,
            squaredWeights = 0,
            weighted = 0;
        var weight = 1.0;
        for (var age = 1; age < _count; age++, weight *= _settings.Forgetting)
        {
            int newer = _baseline[place];
            place = Before(place);
            var step = newer - _baseline[place];
            weights += weight;
            squaredWeights += weight * weight;
            weighted += weight * (step * step) / 2;
        }

        var known = weights * weights / squaredWeights;
        return (weighted / weights * known, known);
    }

    private readonly int Before(int place) => place == 0 ? _baseline.Length - 1 : place - 1;

    private readonly bool IsSustained(double level) =>
        (_settings.SustainedCheckIns < 1 || _today >= level)
        && (_settings.SustainedCheckIns < 2 || _previous >= level)
        && (_settings.SustainedCheckIns < 3 || _beforePrevious >= level);

    /// <summary>How far a rating is from the usual level as a normal score, clipped.</summary>
    private readonly double Surprise(int intensity, double size, double freedom, double deviation)
    {
        var t = (intensity - Baseline) / (deviation * Math.Sqrt((size + 1) / size));

        // Wallace's approximation turns Student's t into a normal score without tables.
        var score = (8 * freedom + 1) / (8 * freedom + 3) * Math.Sqrt(freedom * Math.Log(1 + t * t / freedom));
        return Math.Clamp(Math.CopySign(score, t), -_settings.Clip, _settings.Clip);
    }

    private void CloseDay()
    {
        _statistic = _todayStatistic;
        _beforePrevious = _previous;
        _previous = _today;
        _previousHit = _todayHit;
        if (_statistic == 0)
            _calmAt = _todayAt;

        // Suspicious ratings wait, a few at most; others wait only until they have settled.
        Hold(_today);
        var waiting =
            _settings.Freeze && _statistic > 0
                ? Math.Max(_settings.HoldCheckIns, _settings.SettleCheckIns)
                : _settings.SettleCheckIns;
        while (_heldCount > waiting)
            Remember(Release());
    }

    private void Hold(int intensity) => _held[(_heldFirst + _heldCount++) % _held.Length] = (sbyte)intensity;

    private int Release()
    {
        var oldest = _held[_heldFirst];
        _heldFirst = (_heldFirst + 1) % _held.Length;
        _heldCount--;
        return oldest;
    }

    private void Remember(int intensity)
    {
        if (_count == _baseline.Length)
        {
            int oldest = _baseline[_next];
            _sum -= oldest;
            _squares -= oldest * oldest;
            _squaredSteps -= Squared(_baseline[_next + 1 == _baseline.Length ? 0 : _next + 1] - oldest);
            _count--;
        }

        if (_count > 0)
            _squaredSteps += Squared(intensity - _baseline[Before(_next)]);
        _baseline[_next] = (sbyte)intensity;
        _next = _next + 1 == _baseline.Length ? 0 : _next + 1;
        _sum += intensity;
        _squares += intensity * intensity;
        _count++;
    }

    private static int Squared(int value) => value * value;
}
