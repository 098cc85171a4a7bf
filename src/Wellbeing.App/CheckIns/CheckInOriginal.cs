namespace Wellbeing.App.CheckIns;

/// <summary>
/// What a check-in said before its author corrected or removed it. Kept only where a nurse had read it or it had raised
/// a flag, so that what the team acted on can be accounted for; it goes when the check-in goes.
/// </summary>
public sealed class CheckInOriginal
{
    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public Guid CheckInId { get; init; }
    public DateTime ReplacedAtUtc { get; init; }

    /// <summary>Removed altogether, not corrected.</summary>
    public bool Removed { get; init; }

    /// <summary>The answers as they were, encrypted at rest.</summary>
    public required string SealedAnswers { get; init; }
}
