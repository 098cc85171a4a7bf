using Wellbeing.Detection;

namespace Wellbeing.App.People;

/// <summary>People looked after together: a hospital, a study, a region. For filters and reports; nobody is treated
/// differently.</summary>
public sealed class Cohort
{
    public const int MaximumNameLength = 60;

    public Guid Id { get; init; }
    public required string Name { get; set; }

    /// <summary>How often people who join it are asked, until they choose for themselves.</summary>
    public Cadence Cadence { get; set; } = Cadence.Weekly;
    public DateTime CreatedAtUtc { get; init; }
}
