using Wellbeing.App.Audit;

namespace Wellbeing.App.Privacy;

/// <param name="Removed">How many rows.</param>
[DetailOf(AuditActions.RetentionRan)]
public sealed record RetentionDetail([Shown("removed")] int Removed) : AuditDetail;
