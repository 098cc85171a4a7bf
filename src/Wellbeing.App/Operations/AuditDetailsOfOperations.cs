using Wellbeing.App.Audit;

namespace Wellbeing.App.Operations;

/// <param name="Problems">How many.</param>
[DetailOf(AuditActions.ReadinessWarned)]
public sealed record ReadinessDetail([Shown("things to mend")] int Problems) : AuditDetail;

/// <param name="Cancelled">How many messages.</param>
[DetailOf(AuditActions.WorkReleased)]
public sealed record ReleaseDetail([Shown("cancelled")] int Cancelled) : AuditDetail;

/// <summary>What was asked of the audit log.</summary>
/// <param name="Page">Of a search.</param>
/// <param name="Rows">Of an export: how many records it holds.</param>
/// <param name="Actor">Null for anybody, and for one account.</param>
[DetailOf(AuditActions.AuditSearched, AuditActions.AuditExported)]
public sealed record AuditAskedDetail(
    [Shown("page")] int? Page = null,
    [Shown("records")] int? Rows = null,
    [Shown("done by")] AuditActorKind? Actor = null,
    [Shown("done by")] Guid? Account = null,
    [Shown("what", As = ShownAs.Verb)] string? What = null,
    [Shown("from")] DateOnly? From = null,
    [Shown("to")] DateOnly? To = null
) : AuditDetail;
