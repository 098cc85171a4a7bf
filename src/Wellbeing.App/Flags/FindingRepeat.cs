using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>Why a finding made neither a flag nor a reason of its own.</summary>
public enum RepeatReason
{
    /// <summary>The open flag already says so, as gravely.</summary>
    StillHolds,

    /// <summary>The flag that said so was resolved a few days ago:
    /// <c>EpisodeSettings.QuietDaysAfterResolution</c>.</summary>
    QuietAfterResolution,
}

/// <summary>
/// A finding that adds nothing new. It is kept beside the flag it belongs to and shown in its history: suppression is
/// stored, never silent.
/// </summary>
public sealed class FindingRepeat
{
    public Guid Id { get; init; }

    /// <summary>The open flag that says so already, or the one resolved before.</summary>
    public Guid FlagId { get; init; }
    public Guid ParticipantId { get; init; }
    public Rule Rule { get; init; }
    public Severity Severity { get; init; }

    /// <summary>The check-in it was found at.</summary>
    public Guid SourceId { get; init; }

    /// <summary>Its rating, in points; null where none was given.</summary>
    public int? Rating { get; init; }
    public DateTime AtUtc { get; init; }
    public RepeatReason Reason { get; init; }

    /// <summary>The thresholds that made it.</summary>
    public int ThresholdsVersion { get; init; }

    /// <summary>Its numbers, so that what is told of a pattern is as new as its last repeat; null where its rule has
    /// none.</summary>
    public Evidence? Evidence { get; init; }
}
