namespace Wellbeing.App.CheckIns;

/// <summary>A nurse's short note back to the person about a check-in: "I read this." They read it on their own
/// page.</summary>
public sealed class CheckInReply
{
    /// <summary>Longest own words, in characters.</summary>
    public const int MaximumLength = 500;

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public Guid CheckInId { get; init; }
    public DateTime AtUtc { get; init; }
    public Guid By { get; init; }

    /// <summary>The nurse's name; the person is shown the first of it.</summary>
    public required string ByName { get; init; }

    /// <summary>In the person's language or the nurse's own words; encrypted at rest.</summary>
    public required string SealedText { get; init; }

    /// <summary>When the person first saw it; null until then.</summary>
    public DateTime? SeenAtUtc { get; set; }
}
