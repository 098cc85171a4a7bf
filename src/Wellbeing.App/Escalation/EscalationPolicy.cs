using Wellbeing.Detection;

namespace Wellbeing.App.Escalation;

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
public sealed record EscalationStep(TimeSpan After, IReadOnlyList<EscalationTarget> Tell);

/// <summary>
/// Who is told, and how long after the raise without an acknowledgement. Frozen into a flag when its ladder begins,
/// so that a change made meanwhile never loses a step.
/// </summary>
/// <param name="Steps">In order of <see cref="EscalationStep.After"/>; at least one.</param>
/// <param name="RepeatEvery">After the last step: how long until the ladder begins again. It never falls
/// silent.</param>
/// <param name="AcknowledgementLasts">How long an acknowledgement without a recorded contact holds the ladder.</param>
public sealed record EscalationPlan(
    EscalationClock Clock,
    IReadOnlyList<EscalationStep> Steps,
    TimeSpan RepeatEvery,
    TimeSpan AcknowledgementLasts
)
{
    /// <summary>Compares the steps by what they hold; the record's own equality compares lists by reference.</summary>
    public bool SameAs(EscalationPlan other) =>
        Clock == other.Clock
        && RepeatEvery == other.RepeatEvery
        && AcknowledgementLasts == other.AcknowledgementLasts
        && Steps.Count == other.Steps.Count
        && Steps
            .Zip(other.Steps)
            .All(pair => pair.First.After == pair.Second.After && pair.First.Tell.SequenceEqual(pair.Second.Tell));

    /// <summary>
    /// The defaults: urgent at once, after 15 minutes the second nurse, after 30 everybody, then hourly, whatever the
    /// hour. The others at once, and then by the team's working hours, since that is what the person was promised: soon
    /// after 4 and 8, review after 16 and 24, then every 8.
    /// </summary>
    public static EscalationPlan Default(Severity severity) =>
        severity switch
        {
            Severity.Urgent => new(
                EscalationClock.AroundTheClock,
                [
                    new(
                        TimeSpan.Zero,
                        [
                            EscalationTarget.AssignedNurse,
                            EscalationTarget.NurseOnCall,
                            EscalationTarget.SupportContacts,
                            EscalationTarget.TeamMailbox,
                        ]
                    ),
                    new(TimeSpan.FromMinutes(15), [EscalationTarget.SecondNurse]),
                    new(TimeSpan.FromMinutes(30), [EscalationTarget.WholeTeam, EscalationTarget.Administrators]),
                ],
                TimeSpan.FromHours(1),
                TimeSpan.FromHours(4)
            ),
            Severity.Soon => new(
                EscalationClock.WorkingHours,
                [
                    new(
                        TimeSpan.Zero,
                        [EscalationTarget.AssignedNurse, EscalationTarget.NurseOnCall, EscalationTarget.SupportContacts]
                    ),
                    new(TimeSpan.FromHours(4), [EscalationTarget.WholeTeam]),
                    new(TimeSpan.FromHours(8), [EscalationTarget.WholeTeam, EscalationTarget.Administrators]),
                ],
                TimeSpan.FromHours(8),
                TimeSpan.FromDays(3)
            ),
            Severity.Review => new(
                EscalationClock.WorkingHours,
                [
                    new(
                        TimeSpan.Zero,
                        [EscalationTarget.AssignedNurse, EscalationTarget.NurseOnCall, EscalationTarget.SupportContacts]
                    ),
                    new(TimeSpan.FromHours(16), [EscalationTarget.WholeTeam]),
                    new(TimeSpan.FromHours(24), [EscalationTarget.WholeTeam, EscalationTarget.Administrators]),
                ],
                TimeSpan.FromHours(8),
                TimeSpan.FromDays(3)
            ),
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
    public Guid? PublishedBy { get; init; }
    public string PublishedByName { get; init; } = "";

    /// <summary>Why it was changed, in the administrator's words.</summary>
    public string Reason { get; init; } = "";
}
