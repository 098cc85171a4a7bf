using Wellbeing.App.Audit;
using Wellbeing.App.Outbox;
using Wellbeing.Detection;

namespace Wellbeing.App.People;

[DetailOf(AuditActions.ParticipantInvited, AuditActions.InvitationTakenBack)]
public sealed record InvitationDetail(Guid Invitation) : AuditDetail;

/// <param name="Invitation">The one they joined by; null where a nurse registered them.</param>
[DetailOf(AuditActions.ParticipantRegistered)]
public sealed record RegistrationDetail(Guid? Invitation = null) : AuditDetail;

[DetailOf(AuditActions.ParticipantsImported)]
public sealed record ImportDetail([Shown("invited")] int Invited, [Shown("left alone")] int LeftAlone) : AuditDetail;

/// <param name="Text">The version of the words they agreed to.</param>
[DetailOf(AuditActions.ConsentGiven)]
public sealed record ConsentDetail([Shown("text")] int Text) : AuditDetail;

[DetailOf(AuditActions.LeafletMade, AuditActions.LeafletStopped)]
public sealed record LeafletDetail(Guid Leaflet) : AuditDetail;

[DetailOf(AuditActions.LeafletsSwitched)]
public sealed record LeafletSwitchDetail([Shown("on")] bool On) : AuditDetail;

[DetailOf(AuditActions.JoiningAsked)]
public sealed record JoiningDetail(Guid Leaflet, [Shown("known already")] bool Known) : AuditDetail;

/// <param name="For">To sign in, or to choose a new password.</param>
/// <param name="Known">Somebody has the address.</param>
[DetailOf(AuditActions.AccountLinkAsked)]
public sealed record AccountLinkDetail([Shown("for")] LinkPurpose For, [Shown("known already")] bool Known)
    : AuditDetail;

[DetailOf(
    AuditActions.FamilyAsked,
    AuditActions.FamilyLinked,
    AuditActions.FamilyDeclined,
    AuditActions.FamilyLinkEnded
)]
public sealed record FamilyDetail(Guid Link) : AuditDetail;

[DetailOf(AuditActions.NoteWritten, AuditActions.NoteCorrected)]
public sealed record NoteDetail(Guid Note) : AuditDetail;

[DetailOf(AuditActions.TreatmentEventRecorded, AuditActions.TreatmentEventRemoved)]
public sealed record TreatmentEventDetail(Guid Event) : AuditDetail;

/// <param name="Until">Null for no known end.</param>
[DetailOf(AuditActions.ParticipantPaused)]
public sealed record PauseDetail([Shown("until")] DateOnly? Until = null) : AuditDetail;

[DetailOf(AuditActions.ScheduleChanged)]
public sealed record ScheduleDetail([Shown("how often")] Cadence Cadence) : AuditDetail;

/// <param name="Language">Where that was changed.</param>
[DetailOf(AuditActions.PreferencesChanged)]
public sealed record PreferencesDetail([Shown("language", As = ShownAs.AsWritten)] string? Language = null)
    : AuditDetail;

/// <param name="Changed">Which of it, never what it is.</param>
[DetailOf(AuditActions.HowToCallChanged)]
public sealed record HowToCallDetail([Shown("changed")] HowToCallParts Changed) : AuditDetail;

/// <summary>Parts of <see cref="People.HowToCall"/>.</summary>
[Flags]
public enum HowToCallParts
{
    None = 0,
    Phone = 1,
    BestTime = 2,
    Message = 4,
    Interpreter = 8,
    SpokenLanguage = 16,
    PreferredName = 32,
    Pronouns = 64,
}

/// <summary>A support contact.</summary>
[DetailOf(
    AuditActions.ContactConfirmed,
    AuditActions.ContactDeclined,
    AuditActions.ContactWithdrawn,
    AuditActions.ContactTested,
    AuditActions.ContactCannot,
    AuditActions.ContactStopped
)]
public sealed record ContactDetail(Guid Contact) : AuditDetail;

/// <param name="From">From which severity on they may be told.</param>
[DetailOf(AuditActions.ContactNominated)]
public sealed record NominationDetail(Guid Contact, [Shown("from")] Severity From, [Shown("told")] ContactScope Scope)
    : AuditDetail;

/// <summary>What the participant changed, or that the contact chose their hours.</summary>
[DetailOf(AuditActions.ContactChanged)]
public sealed record ChangedContactDetail(
    Guid Contact,
    [Shown("from")] Severity? From = null,
    [Shown("told")] ContactScope? Scope = null,
    [Shown("asked again")] bool? AskedAgain = null,
    [Shown("hours", As = ShownAs.NameIfTrue)] bool? Hours = null
) : AuditDetail;

/// <param name="Held">The next step waits for it, once.</param>
[DetailOf(AuditActions.ContactInTouch)]
public sealed record InTouchDetail(Guid Contact, [Shown("next step held back", As = ShownAs.NameIfTrue)] bool Held)
    : AuditDetail;
