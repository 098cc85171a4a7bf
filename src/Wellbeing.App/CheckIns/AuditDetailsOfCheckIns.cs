using Wellbeing.App.Audit;

namespace Wellbeing.App.CheckIns;

[DetailOf(
    AuditActions.CheckInSubmitted,
    AuditActions.CheckInTakenByPhone,
    AuditActions.CheckInCorrected,
    AuditActions.CheckInRemoved,
    AuditActions.CheckInRead
)]
public sealed record CheckInDetail(Guid CheckIn) : AuditDetail;

/// <param name="Question">The key of the question that was added, changed or moved.</param>
[DetailOf(AuditActions.QuestionsDrafted)]
public sealed record QuestionDetail([Shown("question", As = ShownAs.AsWritten)] string Question) : AuditDetail;
