namespace Wellbeing.App.People;

/// <summary>
/// What a nurse wrote down about a person, for the team. Never changed: a correction is a note of its own that takes
/// the place of the one before it, which is kept.
/// </summary>
public sealed class PersonNote
{
    /// <summary>Longest note, in characters.</summary>
    public const int MaximumLength = 4000;

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public DateTime AtUtc { get; init; }
    public Guid? By { get; init; }
    public required string ByName { get; init; }

    /// <summary>Encrypted at rest; the team's alone.</summary>
    public required string SealedText { get; init; }

    /// <summary>The note this one takes the place of; null for a first writing. Unique: two corrections at once do not
    /// both count.</summary>
    public Guid? CorrectsId { get; init; }

    /// <summary>The first writing of what this note corrects, or its own id: versions of one note share it.</summary>
    public Guid FirstId { get; init; }
}
