namespace Wellbeing.Detection.Replay;

/// <summary>What becomes of the findings of one moment.</summary>
public enum FlagStep
{
    /// <summary>A new flag.</summary>
    Opens,

    /// <summary>They join the flag that is open.</summary>
    Joins,

    /// <summary>They are kept as a note on the flag that was closed a short while ago.</summary>
    Noted,
}

/// <summary>
/// When findings make a flag: one open flag a person, and what is found meanwhile joins it. Where none is open,
/// findings open one; only a pattern that the flag closed a short while ago was raised for, no graver and at no higher
/// rating, is a note on it. Whom nobody reached before their flag was closed is flagged again at once; a replay cannot
/// know who that was.
/// </summary>
public static class FlagRule
{
    /// <summary>
    /// Whether a rule is about a pattern over check-ins, which holds again while things stay as they are. What a person
    /// asks for, says of their safety or rates near the top is none, and is never a note.
    /// </summary>
    public static bool IsPattern(Rule rule) => FamilyOf(rule) is Rule.Worsening or Rule.Persistent;

    /// <summary>Strong and lasting is one pattern, whatever is known of daily life.</summary>
    public static Rule FamilyOf(Rule rule) =>
        rule is Rule.PersistentImpactUnknown or Rule.PersistentReported ? Rule.Persistent : rule;

    /// <summary>What becomes of findings made at one moment.</summary>
    /// <param name="isOpen">The person has an open flag.</param>
    /// <param name="isRepeat">Each of them is a pattern that the last flag holds, no graver and at no higher
    /// rating.</param>
    /// <param name="closedAtUtc">When the last flag was closed; null where they never had one.</param>
    /// <param name="atUtc">The moment.</param>
    /// <param name="quietDays"><see cref="EpisodeSettings.QuietDaysAfterResolution"/>.</param>
    public static FlagStep Decide(
        bool isOpen,
        bool isRepeat,
        DateTime? closedAtUtc,
        DateTime atUtc,
        double quietDays
    ) => Decide(isOpen, isRepeat, closedAtUtc?.Ticks, atUtc.Ticks, Days.Ticks(quietDays));

    internal static FlagStep Decide(bool isOpen, bool isRepeat, long? closedAt, long at, long quiet) =>
        isOpen ? FlagStep.Joins
        : isRepeat && closedAt is { } closed && at - closed < quiet ? FlagStep.Noted
        : FlagStep.Opens;
}

/// <summary>Something that made a flag and no setting decides: "not safe", a screen, a nurse.</summary>
public readonly record struct RaisedOtherwise(Rule Rule, Severity Severity, DateTime AtUtc);

/// <summary>A level that a nurse said is usual for somebody: an acute rating that says no more is at Review.</summary>
/// <param name="FromUtc">From then on.</param>
/// <param name="ToUtc">Until then, exclusive: when it ended, or was meant to.</param>
/// <param name="Rating">The rating that is usual, in points.</param>
/// <param name="Functioning">The impact on daily life that is usual, in points; null where it was not answered.</param>
public readonly record struct SaidUsual(DateTime FromUtc, DateTime ToUtc, int Rating, int? Functioning)
{
    internal bool Holds(long at, int rating, int functioning) =>
        FromUtc.Ticks <= at
        && at < ToUtc.Ticks
        && rating <= Rating
        && (Functioning is { } usual ? functioning >= 0 && functioning <= usual : functioning < 0);
}

/// <summary>How flags are dealt with, which a replay cannot know by itself.</summary>
/// <param name="DaysOpen">How long a flag is open, in days: the organisation's own median.</param>
/// <param name="Raised">By person's id, oldest first.</param>
public sealed record FlagHandling(double DaysOpen, IReadOnlyDictionary<string, IReadOnlyList<RaisedOtherwise>> Raised)
{
    /// <summary>Where an organisation has closed too few flags to know its own.</summary>
    public const double UsualDaysOpen = 3;

    /// <summary>What was said to be usual, by person's id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SaidUsual>> SaidUsual { get; init; } =
        new Dictionary<string, IReadOnlyList<SaidUsual>>();

    /// <summary>Nothing but what detection finds, and the usual days.</summary>
    public static FlagHandling Usual { get; } =
        new(UsualDaysOpen, new Dictionary<string, IReadOnlyList<RaisedOtherwise>>());
}

/// <summary>Counts everybody's flags in a window, by rule, week and severity.</summary>
internal sealed class FlagTally(int weeks, long from, long to)
{
    /// <summary>A flag opened sooner than this after the person's last was closed is a repeat.</summary>
    public const double RepeatWithinDays = 28;

    private static readonly long _weekTicks = Days.Ticks(7);
    private static readonly Rule[] _rules = Enum.GetValues<Rule>();

    private readonly int[] _byRule = new int[_rules.Length];
    private readonly int[] _byWeek = new int[weeks];
    private readonly int[] _bySeverity = new int[(int)Enum.GetValues<Severity>().Max() + 1];

    public int Repeats { get; private set; }

    public int Notes { get; private set; }

    /// <summary>Flags below the severity of their rules, because it was said to be usual.</summary>
    public int Lowered { get; private set; }

    public int Flags => _byWeek.Sum();

    public int Of(Rule rule) => _byRule[(int)rule];

    public int Of(Severity severity) => _bySeverity[(int)severity];

    public int In(int week) => _byWeek[week];

    public bool Holds(long at) => at >= from && at <= to;

    public void Flag(long openedAt, uint rules, Severity gravest, bool lowered, bool repeat)
    {
        if (lowered)
            Lowered++;
        _byWeek[(int)Math.Min((openedAt - from) / _weekTicks, weeks - 1)]++;
        _bySeverity[(int)gravest]++;
        if (repeat)
            Repeats++;
        foreach (var rule in _rules)
        {
            if ((rules & (1u << (int)rule)) != 0)
                _byRule[(int)rule]++;
        }
    }

    public void Note() => Notes++;
}

/// <summary>
/// One person's findings on their way into flags. Findings of one moment are decided on together, as the application
/// does. Allocates nothing.
/// </summary>
internal struct FlagCounter(
    FlagTally tally,
    SeveritySettings severities,
    double quietDays,
    double daysOpen,
    IReadOnlyList<RaisedOtherwise>? raised,
    IReadOnlyList<SaidUsual>? usual = null
) : IFindings
{
    private const int NoRating = Columns.Skipped;
    private static readonly long _repeat = Days.Ticks(FlagTally.RepeatWithinDays);
    private static readonly Rule[] _patterns = [.. Enum.GetValues<Rule>().Where(FlagRule.IsPattern)];

    private readonly long _quiet = Days.Ticks(quietDays);
    private readonly long _open = Days.Ticks(daysOpen);
    private int _nextRaised;

    // The moment that is being gathered.
    private long _momentAt = long.MinValue;
    private uint _momentRules;
    private Severity _momentGravest;
    private Severity _momentOwn; // Whatever was said to be usual.
    private int _momentRating = NoRating;

    // The last flag.
    private bool _hasFlag;
    private bool _flagRepeats;
    private long _flagAt;
    private uint _flagRules;
    private Severity _flagGravest;
    private Severity _flagOwn;
    private int _flagRating = NoRating;

    /// <summary>A flag of this person was opened in the window.</summary>
    public bool Any { get; private set; }

    public void Worsening(in Columns columns, int index, in WorseningRule rule) =>
        Add(Rule.Worsening, columns.At[index], columns.Intensity[index]);

    public void Persistent(in Columns columns, int index, in PersistentRule rule) =>
        Add(Rule.Persistent, columns.At[index], columns.Intensity[index]);

    public void PersistentImpactUnknown(in Columns columns, int index, in PersistentRule rule) =>
        Add(Rule.PersistentImpactUnknown, columns.At[index], columns.Intensity[index]);

    public void PersistentReported(in Columns columns, int index, in PersistentRule rule) =>
        Add(Rule.PersistentReported, columns.At[index], columns.Intensity[index]);

    public void Acute(in Columns columns, int index, in AcuteRule rule)
    {
        Raised(columns.At[index]);
        var own = severities.For(Rule.Acute);
        Gather(
            Rule.Acute,
            IsUsual(columns, index) && own > Severity.Review ? Severity.Review : own,
            columns.At[index],
            columns.Intensity[index],
            own
        );
    }

    public void Silence(in Columns columns, int index, in SilenceRule rule) => Add(Rule.Silence, rule.DueAt, NoRating);

    public void ContactRequested(in Columns columns, int index) =>
        Add(Rule.ContactRequested, columns.At[index], columns.Intensity[index]);

    /// <summary>Nothing more is found of this person up to the end.</summary>
    public void Finish()
    {
        Raised(long.MaxValue);
        Decide();
        Count();
    }

    private void Add(Rule rule, long at, int rating)
    {
        Raised(at);
        Gather(rule, severities.For(rule), at, rating, severities.For(rule));
    }

    private readonly bool IsUsual(in Columns columns, int index)
    {
        if (usual is null)
            return false;
        foreach (var said in usual)
        {
            if (said.Holds(columns.At[index], columns.Intensity[index], columns.Functioning[index]))
                return true;
        }

        return false;
    }

    private void Raised(long until)
    {
        while (raised is not null && _nextRaised < raised.Count && raised[_nextRaised].AtUtc.Ticks <= until)
        {
            var next = raised[_nextRaised++];
            Gather(next.Rule, next.Severity, next.AtUtc.Ticks, NoRating, next.Severity);
        }
    }

    private void Gather(Rule rule, Severity severity, long at, int rating, Severity own)
    {
        if (at != _momentAt)
        {
            Decide();
            _momentAt = at;
        }

        _momentRules |= Bit(rule);
        if (severity > _momentGravest)
            _momentGravest = severity;
        if (own > _momentOwn)
            _momentOwn = own;
        if (rating > _momentRating)
            _momentRating = rating;
    }

    private void Decide()
    {
        if (_momentRules == 0)
            return;
        long? closedAt = _hasFlag ? _flagAt + _open : null;
        switch (FlagRule.Decide(_momentAt <= closedAt, IsRepeat(), closedAt, _momentAt, _quiet))
        {
            case FlagStep.Joins:
                _flagRules |= _momentRules;
                if (_momentGravest > _flagGravest)
                    _flagGravest = _momentGravest;
                if (_momentOwn > _flagOwn)
                    _flagOwn = _momentOwn;
                if (_momentRating > _flagRating)
                    _flagRating = _momentRating;
                break;
            case FlagStep.Noted:
                if (tally.Holds(_momentAt))
                    tally.Note();
                break;
            default:
                Count();
                (_hasFlag, _flagRepeats) = (true, _momentAt - closedAt <= _repeat);
                (_flagAt, _flagRules, _flagGravest, _flagOwn, _flagRating) = (
                    _momentAt,
                    _momentRules,
                    _momentGravest,
                    _momentOwn,
                    _momentRating
                );
                break;
        }

        (_momentRules, _momentGravest, _momentOwn, _momentRating) = (0, default, default, NoRating);
    }

    /// <summary>Nothing but patterns, each held by the last flag as gravely, and no higher rating.</summary>
    private readonly bool IsRepeat()
    {
        if (_momentRating > _flagRating)
            return false;
        var left = _momentRules;
        foreach (var pattern in _patterns)
        {
            if ((left & Bit(pattern)) == 0)
                continue;
            if (!FlagHolds(pattern))
                return false;
            left &= ~Bit(pattern);
        }

        return left == 0;
    }

    private readonly bool FlagHolds(Rule pattern)
    {
        foreach (var held in _patterns)
        {
            if (
                (_flagRules & Bit(held)) != 0
                && FlagRule.FamilyOf(held) == FlagRule.FamilyOf(pattern)
                && severities.For(held) >= severities.For(pattern)
            )
                return true;
        }

        return false;
    }

    private static uint Bit(Rule rule) => 1u << (int)rule;

    private void Count()
    {
        if (!_hasFlag || !tally.Holds(_flagAt))
            return;
        tally.Flag(_flagAt, _flagRules, _flagGravest, _flagOwn > _flagGravest, _flagRepeats);
        Any = true;
    }
}
