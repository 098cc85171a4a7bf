using Wellbeing.App.Audit;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

[DetailOf(
    AuditActions.FlagRaised,
    AuditActions.FlagRaisedByHand,
    AuditActions.FlagEscalated,
    AuditActions.TalkGuideChanged
)]
public sealed record SeverityDetail(Severity Severity) : AuditDetail;

/// <param name="Findings">How many were added.</param>
[DetailOf(AuditActions.FlagJoined)]
public sealed record JoinedDetail(int Findings) : AuditDetail;

[DetailOf(AuditActions.FlagRepeatKept)]
public sealed record RepeatDetail(Rule Rule) : AuditDetail;

/// <param name="To">The nurse's account.</param>
[DetailOf(AuditActions.FlagAssigned, AuditActions.FlagHolderTold)]
public sealed record NurseDetail([Shown("to")] Guid To) : AuditDetail;

/// <param name="Step">1, 2, 3...</param>
/// <param name="Round">1, 2, 3...</param>
/// <param name="Told">How many.</param>
/// <param name="MinutesLate">Where the service had been away.</param>
[DetailOf(AuditActions.StepTaken, AuditActions.StepReachedNobody)]
public sealed record StepDetail(
    [Shown("step")] int Step,
    [Shown("round")] int Round,
    [Shown("told")] int Told,
    [Shown("minutes late")] int? MinutesLate = null
) : AuditDetail;

/// <param name="TakesNothing">It put the flag in nobody's hands: it was given to a colleague in the same step, or the
/// contact was before the flag was raised.</param>
[DetailOf(AuditActions.ContactAttempted, AuditActions.ContactRecordedLate)]
public sealed record AttemptDetail(
    [Shown("by")] ContactChannel Channel,
    [Shown("reached")] bool Reached,
    bool? TakesNothing = null
) : AuditDetail
{
    /// <summary>This act is an attempt that put the flag in nobody's hands.</summary>
    internal static bool IsOneThatTakesNothing(string action, string? stored) =>
        action == AuditActions.ContactAttempted
        && AuditDetails.Read(action, stored) is AttemptDetail { TakesNothing: true };
}

[DetailOf(AuditActions.AcknowledgementEnded)]
public sealed record AcknowledgementEndDetail(AcknowledgementEnd Because) : AuditDetail;

public enum AcknowledgementEnd
{
    /// <summary>Nobody was in touch in time.</summary>
    OutOfTime,

    /// <summary>Whoever had it gave it to a colleague.</summary>
    Assigned,
}

[DetailOf(AuditActions.FlagSnoozed)]
public sealed record SnoozeDetail([Shown("until")] DateTime UntilUtc) : AuditDetail;

/// <param name="LearnUsualAnew">What is usual for the person is learnt from then on.</param>
[DetailOf(AuditActions.FlagResolved)]
public sealed record ResolutionDetail(FlagOutcome Outcome, bool? LearnUsualAnew = null) : AuditDetail;

[DetailOf(AuditActions.RecheckPlanned)]
public sealed record PlannedRecheckDetail([Shown("on")] DateOnly On) : AuditDetail;

[DetailOf(AuditActions.UsualSaid)]
public sealed record UsualDetail(Guid Usual, DateOnly Until) : AuditDetail;

/// <param name="Usual">Where a nurse ended it.</param>
[DetailOf(AuditActions.UsualEnded)]
public sealed record UsualEndDetail(UsualEnd Because, Guid? Usual = null) : AuditDetail;

[DetailOf(AuditActions.ReferralLetterOpened, AuditActions.ReferralLetterPrepared, AuditActions.ReferralOptionChanged)]
public sealed record ReferralDetail(ReferralKind To) : AuditDetail;

/// <param name="New">Only what is new since the list was drawn.</param>
[DetailOf(AuditActions.FlagsListed)]
public sealed record FlagListDetail(
    [Shown("list")] FlagFilter? Filter = null,
    [Shown("new ones only", As = ShownAs.NameIfTrue)] bool? New = null
) : AuditDetail;

[DetailOf(AuditActions.ToReadListed)]
public sealed record ToReadDetail([Shown("page")] int Page) : AuditDetail;

[DetailOf(AuditActions.ReplySent)]
public sealed record ReplyDetail(Guid Reply) : AuditDetail;

/// <param name="Sentence">Its number.</param>
[DetailOf(AuditActions.ReplySentenceChanged)]
public sealed record ReplySentenceDetail([Shown("sentence")] int Sentence) : AuditDetail;

/// <param name="Flags">How many had waited.</param>
[DetailOf(AuditActions.OutageTold)]
public sealed record OutageDetail([Shown("flags")] int Flags) : AuditDetail;
