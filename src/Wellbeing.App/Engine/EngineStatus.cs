namespace Wellbeing.App.Engine;

/// <summary>What all servers share about the engine: one row.</summary>
public sealed class EngineStatus
{
    public const int Only = 1;

    public const int LongestProblem = 500;

    public int Id { get; init; } = Only;

    /// <summary>
    /// The database came back from a backup: steps, prompts and messages from before this instant may already have
    /// happened, and wait until an administrator lets them go. Null when nothing is held.
    /// </summary>
    public DateTime? HeldBeforeUtc { get; init; }

    /// <summary>Why, for the administrator.</summary>
    public string? HeldBecause { get; init; }

    /// <summary>When the invariants were last looked at.</summary>
    public DateTime? CheckedAtUtc { get; init; }

    /// <summary>What did not hold then; empty when all did.</summary>
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    /// <summary>When the mailbox of mails that come back was last read to its end; null before the first
    /// time.</summary>
    public DateTime? BouncesReadAtUtc { get; init; }

    /// <summary>Since when no look into it has succeeded; null while they do.</summary>
    public DateTime? BouncesFailSinceUtc { get; init; }

    /// <summary>What was wrong at the last look, in one line; null when nothing was.</summary>
    public string? BouncesProblem { get; init; }
}

/// <summary>An invariant that does not hold.</summary>
/// <param name="Invariant">Which: one of <see cref="Invariants"/>.</param>
/// <param name="Subject">The row, such as <c>flag 0198…</c>: ids only, never names.</param>
/// <param name="Says">What is wrong with it, in plain words.</param>
public sealed record Violation(string Invariant, string Subject, string Says);

/// <summary>The names of what must always hold.</summary>
public static class Invariants
{
    public const string Found = "found-once";
    public const string OneFlag = "one-open-flag";
    public const string Waits = "never-without-an-owner";
    public const string Overdue = "nothing-overdue";
    public const string Once = "once-only";
    public const string Attempted = "no-sending-without-an-attempt";
    public const string Lease = "no-claim-beyond-its-lease";
    public const string Stopped = "acknowledged-means-quiet";
    public const string Consent = "contacts-by-consent-only";
    public const string Audited = "every-change-audited";
    public const string History = "history-is-legal";
    public const string NoBurst = "never-a-burst";
    public const string Prompts = "prompts-move-on";
    public const string Settings = "settings-known";
    public const string Chain = "audit-chain-whole";
}
