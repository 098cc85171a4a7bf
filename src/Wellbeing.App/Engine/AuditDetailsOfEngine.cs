using Wellbeing.App.Audit;

namespace Wellbeing.App.Engine;

[DetailOf(AuditActions.SetUpMarked)]
public sealed record SetUpDetail([Shown("step")] SetUpStep Step) : AuditDetail;
