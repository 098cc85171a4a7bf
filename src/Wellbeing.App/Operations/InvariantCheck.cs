using Wellbeing.App.Data;
using Wellbeing.App.Engine;

namespace Wellbeing.App.Operations;

/// <summary>One look at the invariants: what is looked at, and what was found.</summary>
/// <param name="beatUtc">When the engine last passed by: what was due well before it and is still there was left
/// behind.</param>
/// <param name="heldBeforeUtc">Work of a backup from before this instant waits on purpose.</param>
public sealed class InvariantCheck(
    WellbeingDb db,
    DateTime nowUtc,
    bool everything,
    DateTime? beatUtc,
    DateTime? heldBeforeUtc
)
{
    /// <summary>How far back an hourly look goes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>Two rounds of the slower of the engine's two clocks.</summary>
    private static readonly TimeSpan _twoRounds = TimeSpan.FromMinutes(2);

    private readonly List<Violation> _violations = [];

    public WellbeingDb Db => db;
    public bool Everything => everything;
    public DateTime SinceUtc { get; } = everything ? DateTime.UnixEpoch : nowUtc - Window;

    /// <summary>Clocks of two servers differ, and a transaction's instant is read just before its locks: differences up
    /// to this prove nothing.</summary>
    public static TimeSpan Doubt { get; } = TimeSpan.FromMinutes(1);
    public DateTime HeldBeforeUtc { get; } = heldBeforeUtc ?? DateTime.UnixEpoch;
    public bool IsHeld => heldBeforeUtc is not null;
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Due before this, it was left behind; null while the engine has not run.</summary>
    public DateTime? LeftBehindBeforeUtc { get; } = beatUtc - _twoRounds;

    public void Add(string invariant, string kind, Guid id, string says) =>
        _violations.Add(new Violation(invariant, $"{kind} {id:D}", says));

    public void Add(string invariant, string subject, string says) =>
        _violations.Add(new Violation(invariant, subject, says));
}
