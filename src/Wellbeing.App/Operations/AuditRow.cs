namespace Wellbeing.App.Operations;

/// <summary>One record as an administrator may read it: without what a flag was about or how it ended, see
/// <see cref="AuditWords"/>.</summary>
public sealed record AuditRow(
    long Sequence,
    DateTime AtUtc,
    Guid? ActorId,
    string ActorName,
    string Action,
    Guid? ParticipantId,
    Guid? FlagId,
    string? Detail,
    string Hash
)
{
    /// <summary>Whom it is about, as they are called now, or whom it invited; null where
    /// nobody, or where they were erased.</summary>
    public string? ParticipantName { get; init; }
}
