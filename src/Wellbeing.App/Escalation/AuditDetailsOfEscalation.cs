using Wellbeing.App.Audit;
using Wellbeing.Detection;

namespace Wellbeing.App.Escalation;

[DetailOf(AuditActions.PolicyPublished)]
public sealed record PolicyDetail(Severity Severity, [Shown("version")] int Version) : AuditDetail;

[DetailOf(AuditActions.RotaLinkMade, AuditActions.RotaLinkWithdrawn)]
public sealed record RotaLinkDetail([Shown("calendar")] RotaFeed Feed) : AuditDetail;

/// <summary>One of these, by what was done.</summary>
/// <param name="Turns">How many were planned.</param>
/// <param name="Cover">Somebody covers for a colleague.</param>
[DetailOf(AuditActions.RotaChanged)]
public sealed record RotaDetail(
    [Shown("turns")] int? Turns = null,
    [Shown("turns taken off")] int? TurnsRemoved = null,
    [Shown("cover", As = ShownAs.NameIfTrue)] bool? Cover = null,
    [Shown("covers taken off")] int? CoversRemoved = null
) : AuditDetail;

[DetailOf(AuditActions.SwapOffered)]
public sealed record SwapOfferDetail(Guid Offer) : AuditDetail;

[DetailOf(AuditActions.SwapAnswered)]
public sealed record SwapAnswerDetail(Guid Offer, [Shown("answer")] SwapAnswer Answer) : AuditDetail;

public enum SwapAnswer
{
    Accepted,
    Declined,

    /// <summary>By whoever had offered it.</summary>
    Withdrawn,
}
