namespace Wellbeing.Detection;

/// <summary>
/// Constants of rule P, "strong, long-lasting, affecting daily life". Source: detection guidance, section 1; the
/// initial values are the published rule's.
/// </summary>
public sealed record PersistentSettings
{
    /// <summary>An intensity at or above this counts as strong, in points, 1 to 10.</summary>
    public int MinimumIntensity { get; init; } = 5;

    /// <summary>Shortest time the window must span, in days, 7 to 90: "two weeks", less the jitter of
    /// replies.</summary>
    public double MinimumSpanDays { get; init; } = 12;

    /// <summary>
    /// Longest gap between neighbouring check-ins that counts as time in which feelings lasted, in days, 2 to 90. A
    /// longer one ends the stretch, as published, or counts for nothing where <see cref="ByElapsedDays"/>.
    /// </summary>
    public double MaximumGapDays { get; init; } = 16;

    /// <summary>Fewest ratings in the window, 2 to 14.</summary>
    public int MinimumCheckIns { get; init; } = 3;

    /// <summary>Least share of the window's ratings that are strong, 0.5 to 1.</summary>
    public double MinimumShare { get; init; } = 0.8;

    /// <summary>Least median impact on daily life, and least last known one, in points, 1 to 10.</summary>
    public int MinimumFunctioning { get; init; } = 5;

    /// <summary>Fewest known answers on daily life in the window, 1 to 7; and never fewer than half of the
    /// window.</summary>
    public int MinimumFunctioningAnswers { get; init; } = 2;

    /// <summary>Fire only when two check-ins in a row satisfy the rule.</summary>
    public bool RequireTwoConsecutive { get; init; }

    /// <summary>
    /// Walk back until both the days and the fewest ratings are reached, over gaps that neither prove nor reset, and
    /// take the worse of several answers on one day. Off, as published: a gap ends the stretch, and the last answer of
    /// a day counts.
    /// </summary>
    [AddedLater]
    public bool ByElapsedDays { get; init; }

    /// <summary>Where <see cref="ByElapsedDays"/>: ratings older than this say nothing about now, in days, 14 to
    /// 365.</summary>
    [AddedLater]
    public double MemoryDays { get; init; } = 120;

    /// <summary>
    /// Strong for so many days while too few answers about daily life are known is a finding of its own, 0 (off, as
    /// published) to 90.
    /// </summary>
    [AddedLater]
    public double UnknownImpactDays { get; init; }

    /// <summary>How far above strong ratings must stand for that, in points, 0 to 3.</summary>
    [AddedLater]
    public int UnknownImpactMargin { get; init; }

    /// <summary>Take the person's own word for how long it has been like this. Off in the published rule.</summary>
    [AddedLater]
    public bool TrustsDuration { get; init; }
}

/// <summary>What rule P says of a check-in: at most one of them.</summary>
internal enum Lasting
{
    /// <summary>Nothing.</summary>
    Not,

    /// <summary>Strong, long-lasting and affecting daily life.</summary>
    Persistent,

    /// <summary>Strong and long-lasting; daily life is not known.</summary>
    ImpactUnknown,

    /// <summary>Strong, and long-lasting by the person's own account.</summary>
    Reported,
}

/// <summary>Since when feelings have been strong, as it is told.</summary>
/// <param name="Strong">Ratings at or above the level.</param>
/// <param name="Ratings">Ratings in all.</param>
/// <param name="Span">From the first of them to the last, in ticks.</param>
/// <param name="Since">The day of the first; null where a gap lies between that is too long to tell.</param>
internal readonly record struct Stretch(int Strong, int Ratings, long Span, DateOnly? Since);

/// <summary>
/// P: walks back from a check-in over days that really passed. A skipped rating is not in the window; a skipped answer
/// on daily life counts neither as none nor as high.
/// </summary>
internal ref struct PersistentRule(PersistentSettings settings)
{
    // What the answers stand for: "longer" than two weeks, and the least of "one or two weeks".
    private static readonly long _twoWeeks = Days.Ticks(14);
    private static readonly long _oneWeek = Days.Ticks(7);

    // Calmer for "a week", less the jitter of replies, is the end of what was before.
    private static readonly long _calmWeek = Days.Ticks(6);

    private PersistentSettings _settings = settings;
    private readonly long _minimumSpan = Days.Ticks(settings.MinimumSpanDays);
    private readonly long _maximumGap = Days.Ticks(settings.MaximumGapDays);
    private readonly long _memory = Days.Ticks(settings.MemoryDays);
    private readonly long _unknownSpan = Days.Ticks(settings.UnknownImpactDays);
    private bool _previousHit;
    private bool _todayHit;
    private bool _functioningToday;
    private int _known;
    private int _latestKnown;
    private int _windowFrom;

    /// <summary>Strong ratings in the window.</summary>
    public int Strong { get; private set; }

    /// <summary>Those of them that are strong enough to matter while daily life is not known.</summary>
    public int VeryStrong { get; private set; }

    /// <summary>Ratings in the window.</summary>
    public int Ratings { get; private set; }

    /// <summary>Answers about daily life in the window.</summary>
    public readonly int FunctioningAnswers => _known;

    /// <summary>The latest answer about daily life in the window, in points; null where there is none.</summary>
    public readonly int? LastFunctioning => _latestKnown < 0 ? null : _latestKnown;

    /// <summary>For how long feelings lasted in the window, in ticks: from its first rating to its last, less gaps that
    /// are too long to tell.</summary>
    public long Span { get; private set; }

    /// <summary>Median impact on daily life, in points.</summary>
    public double MedianFunctioning { get; private set; }

    /// <summary>The rating of the day, in points.</summary>
    public int LastIntensity { get; private set; }

    /// <summary>How long it has been like this by the person's own account, where
    /// <see cref="Lasting.Reported"/>.</summary>
    public PerceivedDuration Duration { get; private set; }

    /// <summary>From here on a rating counts as strong.</summary>
    public readonly int StrongFrom => _settings.MinimumIntensity;

    /// <summary>From here on a rating matters while daily life is not known.</summary>
    public readonly int VeryStrongFrom =>
        Math.Min(_settings.MinimumIntensity + _settings.UnknownImpactMargin, Observation.HighestRating);

    /// <summary>Strong feelings, and too few answers to say how daily life is: the next check-in does well to ask for
    /// it first.</summary>
    public readonly bool WantsFunctioning =>
        LastIntensity >= _settings.MinimumIntensity && (!_functioningToday || _known * 2 < Ratings);

    /// <summary>Goes on under other levels.</summary>
    public void Use(PersistentSettings changed) => _settings = changed;

    /// <summary>Looks at the rated check-in <paramref name="index"/>.</summary>
    public Lasting Step(in Columns columns, int index, bool sameDay)
    {
        if (!sameDay)
            _previousHit = _todayHit;
        _functioningToday = false;
        LastIntensity = columns.Intensity[index];
        var begin = index;
        if (sameDay && _settings.ByElapsedDays)
            LastIntensity = Worst(columns, ref begin);
        var lasting = LastIntensity >= _settings.MinimumIntensity ? Look(columns, index) : Lasting.Not;
        _todayHit = lasting == Lasting.Persistent;
        return _todayHit && !_previousHit && _settings.RequireTwoConsecutive ? Lasting.Not : lasting;
    }

    private Lasting Look(in Columns columns, int index)
    {
        Span<int> answers = stackalloc int[Observation.HighestRating + 1];
        answers.Clear();
        var byDays = _settings.ByElapsedDays;
        var earliest = columns.At[index];
        var said = -1;
        var unbroken = true;
        var (judged, lacked, reported) = (false, false, false);
        _known = VeryStrong = Strong = Ratings = 0;
        _latestKnown = -1;
        _windowFrom = index;
        Span = 0;

        for (var i = index; i >= 0; i--)
        {
            if (columns.Intensity[i] < 0)
                continue;
            var at = columns.At[i];
            var gap = earliest - at;
            if (byDays ? columns.At[index] - at > _memory : gap > _maximumGap)
                break;
            if (gap <= _maximumGap)
                Span += gap;
            earliest = at;

            var last = i;
            var intensity = Worst(columns, ref i);
            int functioning = columns.Functioning[last];
            if (byDays)
            {
                for (var j = i; j < last; j++)
                    if (columns.Intensity[j] >= 0)
                        functioning = Math.Max(functioning, columns.Functioning[j]);
            }
            else
            {
                intensity = columns.Intensity[last];
            }

            _windowFrom = i;
            if (Ratings++ == 0)
                _functioningToday = functioning >= 0;
            if (intensity >= _settings.MinimumIntensity)
                Strong++;
            else
                unbroken = false;
            if (intensity >= VeryStrongFrom)
                VeryStrong++;
            if (functioning >= 0)
            {
                answers[functioning]++;
                if (_known++ == 0)
                    _latestKnown = functioning;
            }

            // Somebody's word holds for feelings that stayed as strong since they gave it; the latest counts.
            if (_settings.TrustsDuration && unbroken && !reported)
            {
                if (said < 0)
                    said = Said(columns, byDays ? i : last, last);
                reported = Before(said) is > 0 and var before && Span + before >= _minimumSpan;
            }

            if (!judged && Span >= _minimumSpan && (Ratings >= _settings.MinimumCheckIns || !byDays))
            {
                if (Holds(answers))
                    return Lasting.Persistent;
                (judged, lacked) = (true, LacksAnswers);
            }

            if (judged && (_unknownSpan == 0 || (Span >= _unknownSpan && Ratings >= _settings.MinimumCheckIns)))
                break;
        }

        // Where the two weeks hold too few answers about daily life, the longer stretch may hold enough, and then says
        // the same.
        if (_unknownSpan > 0 && judged && Span >= _unknownSpan && Ratings >= _settings.MinimumCheckIns)
        {
            if (lacked && Holds(answers))
                return Lasting.Persistent;
            if (IsMostly(VeryStrong) && LacksAnswers && IsNotKnownUnaffected)
                return Lasting.ImpactUnknown;
        }

        if (!reported || !IsNotKnownUnaffected)
            return Lasting.Not;
        Duration = (PerceivedDuration)said;
        return Lasting.Reported;
    }

    /// <summary>
    /// The whole stretch that a finding stands in. The rule stops looking as soon as it is sure; whoever reads the
    /// finding wants to know since when it has been like this. Nothing that the rule says depends on it.
    /// </summary>
    /// <param name="index">The rated check-in that was just looked at.</param>
    /// <param name="lasting">What was found there.</param>
    public readonly Stretch Told(in Columns columns, int index, Lasting lasting)
    {
        var level = lasting == Lasting.ImpactUnknown ? VeryStrongFrom : _settings.MinimumIntensity;
        // Where the person's own account proves it, the rule's window proves nothing, and may reach back to calmer
        // days.
        var window = lasting == Lasting.Reported ? index + 1 : _windowFrom;
        var told = new Stretch(lasting == Lasting.ImpactUnknown ? VeryStrong : Strong, Ratings, Span, null);
        var (strong, ratings, earliest, calmUntil) = (0, 0, columns.At[index], 0L);
        for (var i = index; i >= 0; i--)
        {
            if (columns.Intensity[i] < 0)
                continue;
            var (last, at) = (i, columns.At[i]);
            if (earliest - at > _maximumGap)
                break;
            earliest = at;

            var worst = Worst(columns, ref i);
            var isStrong = (_settings.ByElapsedDays ? worst : columns.Intensity[last]) >= level;
            ratings++;
            if (isStrong)
                strong++;
            if (i >= window)
            {
                if (i == window)
                    told = new(strong, ratings, columns.At[index] - at, Date(columns, i));
                continue;
            }

            if (isStrong && IsMostly(strong, ratings))
                told = new(strong, ratings, columns.At[index] - at, Date(columns, i));
            if (isStrong)
                calmUntil = 0;
            else if (calmUntil == 0)
                calmUntil = at;
            else if (calmUntil - at >= _calmWeek)
                break;
        }

        return told;

        static DateOnly Date(in Columns columns, int i) => DateOnly.FromDayNumber(columns.Day[i]);
    }

    /// <summary>The greatest rating of the day that ends at <paramref name="i"/>, which moves to the day's first
    /// check-in.</summary>
    private static int Worst(in Columns columns, ref int i)
    {
        var (day, worst) = (columns.Day[i], (int)columns.Intensity[i]);
        for (var j = i - 1; j >= 0 && (columns.Intensity[j] < 0 || columns.Day[j] == day); j--)
        {
            if (columns.Intensity[j] < 0)
                continue;
            worst = Math.Max(worst, columns.Intensity[j]);
            i = j;
        }

        return worst;
    }

    private static int Said(in Columns columns, int first, int last)
    {
        if (columns.Duration.IsEmpty)
            return -1;
        var said = -1;
        for (var i = first; i <= last; i++)
            if (columns.Intensity[i] >= 0)
                said = Math.Max(said, columns.Duration[i]);
        return said;
    }

    private static long Before(int said) =>
        (PerceivedDuration)said switch
        {
            PerceivedDuration.Longer => _twoWeeks,
            PerceivedDuration.OneOrTwoWeeks => _oneWeek,
            _ => 0,
        };

    private readonly bool IsMostly(int strong) => IsMostly(strong, Ratings);

    private readonly bool IsMostly(int strong, int ratings) => (double)strong / ratings >= _settings.MinimumShare;

    private readonly bool LacksAnswers => _known < _settings.MinimumFunctioningAnswers || _known * 2 < Ratings;

    private readonly bool IsNotKnownUnaffected => _latestKnown < 0 || _latestKnown >= _settings.MinimumFunctioning;

    private bool Holds(scoped ReadOnlySpan<int> answers)
    {
        if (Ratings < _settings.MinimumCheckIns || !IsMostly(Strong) || LacksAnswers)
            return false;
        if (_latestKnown < _settings.MinimumFunctioning)
            return false;
        MedianFunctioning = (Nth(answers, (_known - 1) / 2) + Nth(answers, _known / 2)) / 2.0;
        return MedianFunctioning >= _settings.MinimumFunctioning;
    }

    /// <summary>The value at a 0-based place among the counted answers in order.</summary>
    private static int Nth(ReadOnlySpan<int> counts, int place)
    {
        var value = 0;
        while ((place -= counts[value]) >= 0)
            value++;
        return value;
    }
}
