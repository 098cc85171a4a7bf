namespace Wellbeing.App.People;

/// <summary>What happened in the course of the illness.</summary>
public enum TreatmentEventKind
{
    Diagnosis,
    ToldRefractory,
    Relapse,
    NewLineOfTreatment,
    Transplant,
    Remission,

    /// <summary>The day of a scan or of its result.</summary>
    Scan,
    Other,
}

/// <summary>
/// Something in the course of the illness that a nurse wrote down. It explains a chart; where it begins a new phase,
/// detection learns the person's usual level anew from that day. Removed ones are kept, for the record.
/// </summary>
public sealed class TreatmentEvent
{
    /// <summary>Longest note, in characters.</summary>
    public const int MaximumNoteLength = 500;

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public TreatmentEventKind Kind { get; init; }

    /// <summary>The day, as the participant's calendar has it.</summary>
    public DateOnly On { get; init; }

    /// <summary>The first instant of <see cref="On"/> where the participant lived when it was recorded.</summary>
    public DateTime FromUtc { get; init; }

    /// <summary>What was usual before says nothing of what is usual now.</summary>
    public bool StartsNewPhase { get; init; }

    /// <summary>For a diagnosis: how strong the feelings were around it, 0-10, as the nurse was told; null to take it
    /// from check-ins.</summary>
    public int? LevelThen { get; init; }

    /// <summary>Encrypted at rest; the team's alone.</summary>
    public string? SealedNote { get; init; }
    public Guid? RecordedBy { get; init; }
    public required string RecordedByName { get; init; }
    public DateTime RecordedAtUtc { get; init; }
    public DateTime? RemovedAtUtc { get; private set; }
    public string? RemovedByName { get; private set; }

    /// <summary>Takes it back: it no longer counts, and is shown no more.</summary>
    public void Remove(string byName, DateTime nowUtc)
    {
        RemovedAtUtc ??= nowUtc;
        RemovedByName ??= byName;
    }
}
