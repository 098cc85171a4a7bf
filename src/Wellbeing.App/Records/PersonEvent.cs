using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;
using Wellbeing.Detection;

namespace Wellbeing.App.Records;

/// <summary>One line of a person's timeline.</summary>
/// <param name="ActorName">Who did it; empty for a message.</param>
public sealed record TimelineEntry(DateTime AtUtc, string ActorName, PersonEvent What);

/// <summary>What can stand in a person's timeline: these and no others.</summary>
public abstract record PersonEvent
{
    private PersonEvent() { }

    public sealed record Registered : PersonEvent;

    /// <param name="CheckIn">What was answered; null where it was removed.</param>
    public sealed record CheckedIn(CheckInView? CheckIn) : PersonEvent;

    /// <inheritdoc cref="CheckedIn"/>
    public sealed record CheckedInByPhone(CheckInView? CheckIn) : PersonEvent;

    /// <inheritdoc cref="CheckedIn"/>
    public sealed record CheckInCorrected(CheckInView? CheckIn) : PersonEvent;

    public sealed record CheckInRemoved : PersonEvent;

    public sealed record ExperienceAnswered : PersonEvent;

    public sealed record AskingStopped : PersonEvent;

    public sealed record NotSafeSaid : PersonEvent;

    public sealed record CallAsked : PersonEvent;

    public sealed record PromptMissed : PersonEvent;

    public sealed record PromptNotDelivered : PersonEvent;

    public sealed record PromptPaused : PersonEvent;

    public sealed record PromptCalled(PromptCallOutcome Outcome) : PersonEvent;

    public sealed record FlagRaised(Severity Severity) : PersonEvent;

    public sealed record FlagJoined : PersonEvent;

    public sealed record FlagEscalated(Severity Severity) : PersonEvent;

    public sealed record FlagAcknowledged : PersonEvent;

    public sealed record AcknowledgementEnded(AcknowledgementEnd Because) : PersonEvent;

    /// <param name="Note">The team's words.</param>
    public sealed record ContactAttempted(ContactChannel Channel, bool Reached, string? Note) : PersonEvent;

    /// <inheritdoc cref="ContactAttempted"/>
    public sealed record ContactRecordedLate(bool Reached, string? Note) : PersonEvent;

    public sealed record RepeatKept(Rule Rule) : PersonEvent;

    /// <param name="Note">The team's words.</param>
    public sealed record FlagResolved(FlagOutcome Outcome, string? Note) : PersonEvent;

    /// <param name="Until">The last day on which it counts.</param>
    public sealed record UsualSaid(DateOnly Until) : PersonEvent;

    public sealed record UsualEnded(UsualEnd Because) : PersonEvent;

    public sealed record ReplySent(string? Words) : PersonEvent;

    public sealed record NoteWritten(string? Words) : PersonEvent;

    public sealed record NoteCorrected(string? Words) : PersonEvent;

    /// <param name="Event">Null where it is there no more.</param>
    public sealed record TreatmentRecorded(TimelineTreatment? Event) : PersonEvent;

    /// <inheritdoc cref="TreatmentRecorded"/>
    public sealed record TreatmentRemoved(TimelineTreatment? Event) : PersonEvent;

    public sealed record ScreenSent : PersonEvent;

    public sealed record ScreenTakenByPhone : PersonEvent;

    public sealed record ScreenAnswered : PersonEvent;

    public sealed record ScreenDeclined : PersonEvent;

    public sealed record OwnThresholdSet : PersonEvent;

    public sealed record OwnThresholdEnded : PersonEvent;

    public sealed record RecheckPlanned(DateOnly On) : PersonEvent;

    public sealed record RecheckDue : PersonEvent;

    public sealed record RecheckDone : PersonEvent;

    public sealed record ReferralLetterPrepared(ReferralKind To) : PersonEvent;

    /// <param name="Until">Null for no known end.</param>
    public sealed record Paused(DateOnly? Until) : PersonEvent;

    public sealed record PauseEnded : PersonEvent;

    public sealed record ScheduleChanged(Cadence Cadence) : PersonEvent;

    public sealed record CohortChanged : PersonEvent;

    public sealed record ContactNominated : PersonEvent;

    public sealed record ContactConfirmed : PersonEvent;

    public sealed record ContactDeclined : PersonEvent;

    public sealed record ContactWithdrawn : PersonEvent;

    public sealed record HowToCallChanged(HowToCallParts Changed) : PersonEvent;

    public sealed record DetailsChanged : PersonEvent;

    public sealed record EmailChanged : PersonEvent;

    public sealed record AccountClosed : PersonEvent;

    /// <param name="Kind">See <see cref="Message.Kind"/>.</param>
    /// <param name="To">The recipient's name; empty for a mailbox of the team.</param>
    public sealed record MessageWritten(string Kind, MessageState State, string To) : PersonEvent;

    /// <summary>What stands in the log beside its verb cannot be read.</summary>
    /// <param name="Action">A verb of <see cref="AuditActions"/>.</param>
    public sealed record Unreadable(string Action) : PersonEvent;
}

public sealed record TimelineTreatment(TreatmentEventKind Kind, DateOnly On, bool Removed);
