using Wellbeing.App.Audit;

namespace Wellbeing.App.Assessment;

[DetailOf(
    AuditActions.ScreenSent,
    AuditActions.ScreenTakenByPhone,
    AuditActions.ScreenAnswered,
    AuditActions.ScreenDeclined
)]
public sealed record ScreenDetail(Guid Screen) : AuditDetail;
