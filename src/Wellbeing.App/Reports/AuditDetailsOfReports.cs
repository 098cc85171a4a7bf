using Wellbeing.App.Audit;

namespace Wellbeing.App.Reports;

[DetailOf(AuditActions.ReportViewed)]
public sealed record ReportDetail([Shown("report")] ReportPart Part) : AuditDetail;

public enum ReportPart
{
    Figures,

    /// <summary>Those to the team's own questions.</summary>
    Answers,
}

/// <param name="WithVersion">The one in force, which others were compared with.</param>
/// <param name="Named">With the names of whom it concerns.</param>
[DetailOf(AuditActions.ThresholdsCompared)]
public sealed record ComparisonDetail(
    [Shown("with version")] int WithVersion,
    [Shown("weeks")] int Weeks,
    [Shown("with names")] bool Named
) : AuditDetail;
