namespace Wellbeing.App.Flags;

/// <summary>A nurse put a flag off until a chosen instant, and said why.</summary>
public sealed class FlagSnooze
{
    public Guid Id { get; init; }
    public Guid FlagId { get; init; }
    public DateTime AtUtc { get; init; }
    public required string ByName { get; init; }
    public DateTime UntilUtc { get; init; }

    /// <summary>Encrypted at rest; the team's alone. Null once it has been kept long enough.</summary>
    public string? SealedReason { get; init; }
}
