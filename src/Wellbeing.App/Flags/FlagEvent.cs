using Wellbeing.App.Audit;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>One line of a flag's history.</summary>
/// <param name="ActorName">Who did it; of a message, whom it went to.</param>
public sealed record HistoryEntry(DateTime AtUtc, string ActorName, FlagEvent What);

/// <summary>What can stand in a flag's history: these and no others.</summary>
public abstract record FlagEvent
{
    private FlagEvent() { }

    public sealed record Raised(Severity Severity) : FlagEvent;

    public sealed record RaisedByHand(Severity Severity) : FlagEvent;

    /// <param name="Findings">How many more.</param>
    public sealed record Joined(int Findings) : FlagEvent;

    public sealed record Escalated(Severity Severity) : FlagEvent;

    /// <param name="Step">1, 2, 3...</param>
    /// <param name="Round">1, 2, 3...</param>
    /// <param name="Told">How many of the team.</param>
    /// <param name="LateBy">Where the service had been away.</param>
    /// <param name="Names">Whom it told; empty where that is not known.</param>
    public sealed record StepTaken(int Step, int Round, int Told, TimeSpan? LateBy, IReadOnlyList<string> Names)
        : FlagEvent;

    /// <param name="Names">Whom it told though nobody of the team.</param>
    public sealed record StepReachedNobody(int Step, int Round, IReadOnlyList<string> Names) : FlagEvent;

    public sealed record LadderRepeats : FlagEvent;

    public sealed record LadderPulledForward : FlagEvent;

    public sealed record Acknowledged : FlagEvent;

    public sealed record AcknowledgementEnded(AcknowledgementEnd Because) : FlagEvent;

    public sealed record Snoozed : FlagEvent;

    /// <param name="To">The colleague's name; null where they are no more.</param>
    public sealed record Assigned(string? To) : FlagEvent;

    public sealed record HolderTold : FlagEvent;

    /// <param name="Takes">It put an open flag in the hands of who made it.</param>
    public sealed record ContactAttempted(ContactChannel Channel, bool Reached, bool Takes) : FlagEvent;

    public sealed record ContactRecordedLate(ContactChannel Channel, bool Reached) : FlagEvent;

    public sealed record RepeatKept(Rule Rule) : FlagEvent;

    /// <param name="Until">The last day on which it counts.</param>
    public sealed record UsualSaid(DateOnly Until) : FlagEvent;

    public sealed record CallAsked : FlagEvent;

    public sealed record Resolved(FlagOutcome Outcome) : FlagEvent;

    public sealed record RecheckPlanned(DateOnly On) : FlagEvent;

    public sealed record ReferralLetterPrepared(ReferralKind To) : FlagEvent;

    public sealed record HandoverPrepared : FlagEvent;

    public sealed record CheckInCorrected : FlagEvent;

    public sealed record CheckInRemoved : FlagEvent;

    public sealed record ScreenSent : FlagEvent;

    public sealed record ScreenTakenByPhone : FlagEvent;

    public sealed record ScreenAnswered : FlagEvent;

    public sealed record ScreenDeclined : FlagEvent;

    public sealed record HowToCallChanged(HowToCallParts Changed) : FlagEvent;

    public sealed record ContactUnreachable : FlagEvent;

    /// <param name="Contact">Name and relation; null where they are no more.</param>
    /// <param name="Held">The next step waits for it, once.</param>
    public sealed record ContactInTouch(string? Contact, bool Held) : FlagEvent;

    public sealed record ContactCannot(string? Contact) : FlagEvent;

    public sealed record ContactStopped(string? Contact) : FlagEvent;

    public sealed record AddressRefused : FlagEvent;

    public sealed record MessageStuck : FlagEvent;

    public sealed record MessageRetried : FlagEvent;

    public sealed record UnknownMailDecided(UnknownMailMeans Means) : FlagEvent;

    /// <summary>What became of a message to somebody.</summary>
    /// <param name="Kind">See <see cref="Message.Kind"/>.</param>
    /// <param name="Reply">The server's code: "250", "5.1.1".</param>
    /// <param name="Words">The server's words.</param>
    public sealed record MessageTold(
        string Kind,
        MessageChannel Channel,
        MessageFate Fate,
        string? Reply = null,
        string? Words = null
    ) : FlagEvent;

    /// <summary>What stands in the log beside its verb cannot be read.</summary>
    /// <param name="Action">A verb of <see cref="AuditActions"/>.</param>
    public sealed record Unreadable(string Action) : FlagEvent;
}

/// <summary>What became of a message, or of one attempt to hand it over.</summary>
public enum MessageFate
{
    /// <summary>Waits to leave.</summary>
    Pending,

    /// <summary>Is being handed over, or nobody knows since the process died.</summary>
    Begun,
    Accepted,
    Temporary,
    Permanent,

    /// <summary>Nobody knows whether it arrived.</summary>
    Unknown,
    Cancelled,

    /// <summary>A newer one says the same.</summary>
    Superseded,

    /// <summary>Not sent in time.</summary>
    Expired,

    /// <summary>As <see cref="BounceKind.Delayed"/>.</summary>
    Delayed,
    CameBack,

    /// <summary>A machine answered.</summary>
    Answered,
    Complaint,

    /// <summary>An answer that no program could read.</summary>
    Unclear,
}
