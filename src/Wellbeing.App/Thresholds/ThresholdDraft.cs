using Wellbeing.App.Escalation;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Thresholds;

/// <summary>Thresholds somebody is working on, seen by every administrator. In force for nobody until they are
/// published.</summary>
public sealed class ThresholdDraft : IVersioned
{
    public const int LongestReason = 1000;

    public Guid Id { get; init; }
    public required DetectionSettings Detection { get; set; }
    public required ResponseTargets Respond { get; set; }

    /// <summary>The published version it was made from.</summary>
    public int BasedOn { get; set; }

    /// <summary>Why, as far as it is written.</summary>
    public required string Reason { get; set; }

    /// <summary>Who changed it last.</summary>
    public Guid? EditedBy { get; set; }
    public required string EditedByName { get; set; }
    public DateTime EditedAtUtc { get; set; }
    public int Version { get; set; }
}
