using Wellbeing.App.Audit;

namespace Wellbeing.App.Thresholds;

[DetailOf(AuditActions.ThresholdDraftSaved, AuditActions.ThresholdDraftDiscarded)]
public sealed record ThresholdDraftDetail(Guid Draft) : AuditDetail;

/// <param name="Draft">Null where no draft came before it.</param>
[DetailOf(AuditActions.ThresholdsPublished)]
public sealed record PublishedThresholdsDetail([Shown("version")] int Version, Guid? Draft = null) : AuditDetail;

/// <summary>A person's own.</summary>
[DetailOf(AuditActions.OwnThresholdSet, AuditActions.OwnThresholdEnded)]
public sealed record OwnThresholdDetail(Guid Override) : AuditDetail;
