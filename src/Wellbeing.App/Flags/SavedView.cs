namespace Wellbeing.App.Flags;

/// <summary>A nurse's own choice of filters for the list of flags, under a name. Never a person's name in it.</summary>
public sealed class SavedView
{
    public const int MaximumNameLength = 40;

    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public required string Name { get; init; }

    /// <summary>The list's query: <c>show=mine&amp;severity=urgent</c>.</summary>
    public required string Query { get; init; }
    public DateTime CreatedAtUtc { get; init; }
}
