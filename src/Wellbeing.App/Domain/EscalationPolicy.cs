using Wellbeing.Detection;

namespace Wellbeing.App.Domain;

/// <summary>Whom a step tells.</summary>
public enum Tell
{
    /// <summary>The participant's confirmed and consented contacts.</summary>
    SupportContacts,

    /// <summary>Whoever the rota names at that moment.</summary>
    NurseOnCall,

    /// <summary>Every enabled nurse.</summary>
    WholeTeam,

    /// <summary>The team's shared mailbox, where one is configured.</summary>
    TeamMailbox,
    Administrators,
}

/// <summary>How the minutes of a policy pass.</summary>
public enum EscalationClock
{
    AroundTheClock,

    /// <summary>Only while the team works; the first step still leaves at once.</summary>
    WorkingHours,
}

/// <summary>One rung of the ladder.</summary>
/// <param name="After">Since the ladder began.</param>
/// <param name="Tell">Everybody told by this step.</param>
public sealed record EscalationStep(TimeSpan After, IReadOnlyList<Tell> Tell);

/// <summary>
/// Who is told, and how long after the raise without an acknowledgement. Frozen into a flag when its ladder begins,
/// so that a change made meanwhile never loses a step.
/// </summary>
/// <param name="Steps">In order of <see cref="EscalationStep.After"/>; at least one.</param>
/// <param name="RepeatEvery">After the last step: how long until the ladder begins again. It never falls silent.</param>
/// <param name="AcknowledgementLasts">How long an acknowledgement without a recorded contact holds the ladder.</param>
public sealed record EscalationPlan(
    EscalationClock Clock,
    IReadOnlyList<EscalationStep> Steps,
    TimeSpan RepeatEvery,
    TimeSpan AcknowledgementLasts)
{
    /// <summary>
    /// The defaults: urgent at once, after 15 and 30 minutes, then hourly; others at once, after 4 and 24 hours, then daily.
    /// </summary>
    public static EscalationPlan Default(Severity severity) => severity switch
    {
        Severity.Urgent => new(
            EscalationClock.AroundTheClock,
            [
                new(TimeSpan.Zero, [Domain.Tell.NurseOnCall, Domain.Tell.SupportContacts, Domain.Tell.TeamMailbox]),
                new(TimeSpan.FromMinutes(15), [Domain.Tell.WholeTeam]),
                new(TimeSpan.FromMinutes(30), [Domain.Tell.WholeTeam, Domain.Tell.Administrators]),
            ],
            TimeSpan.FromHours(1),
            TimeSpan.FromHours(4)),
        Severity.Soon => new(
            EscalationClock.AroundTheClock,
            [
                new(TimeSpan.Zero, [Domain.Tell.NurseOnCall, Domain.Tell.SupportContacts]),
                new(TimeSpan.FromHours(4), [Domain.Tell.WholeTeam]),
                new(TimeSpan.FromHours(24), [Domain.Tell.WholeTeam, Domain.Tell.Administrators]),
            ],
            TimeSpan.FromHours(24),
            TimeSpan.FromDays(3)),
        Severity.Review => new(
            EscalationClock.WorkingHours,
            [
                new(TimeSpan.Zero, [Domain.Tell.NurseOnCall, Domain.Tell.SupportContacts]),
                new(TimeSpan.FromHours(16), [Domain.Tell.WholeTeam]),
                new(TimeSpan.FromHours(24), [Domain.Tell.WholeTeam, Domain.Tell.Administrators]),
            ],
            TimeSpan.FromHours(8),
            TimeSpan.FromDays(3)),
        _ => throw new ArgumentOutOfRangeException(nameof(severity)),
    };
}

/// <summary>A numbered, immutable plan for one severity; the newest is given to new ladders.</summary>
public sealed class EscalationPolicy
{
    public Guid Id { get; init; }
    public Severity Severity { get; init; }

    /// <summary>1, 2, 3... within the severity.</summary>
    public int Number { get; init; }
    public required EscalationPlan Plan { get; init; }
    public DateTime PublishedAtUtc { get; init; }
}

/// <summary>One nurse's turn on the rota.</summary>
public sealed class OnCallShift
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public DateTime StartsAtUtc { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTime EndsAtUtc { get; init; }
}
