using Wellbeing.App.Escalation;
using Wellbeing.Detection;

namespace Wellbeing.App.Thresholds;

/// <summary>A numbered version of all thresholds. Never changed once published; the newest is in force.</summary>
public sealed class ThresholdSettings
{
    /// <summary>1, 2, 3...</summary>
    public int Version { get; init; }
    public required DetectionSettings Detection { get; init; }
    public required ResponseTargets Respond { get; init; }
    public DateTime PublishedAtUtc { get; init; }
    public Guid? PublishedBy { get; init; }
    public required string PublishedByName { get; init; }

    /// <summary>Who drafted it, where that was somebody else.</summary>
    public string? DraftedByName { get; init; }

    /// <summary>Why it was changed, in the administrator's words.</summary>
    public required string Reason { get; init; }
}
