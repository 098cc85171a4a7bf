using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>Where a nurse may refer somebody.</summary>
public enum ReferralKind
{
    Psychology,
    MedicalTeam,
    PalliativeCare,
    Foundation,
}

/// <summary>The name and address of one of them, as administrators wrote it; without a row the product's own name
/// stands.</summary>
public sealed class ReferralOption : IVersioned
{
    public ReferralKind Kind { get; init; }
    public required string Name { get; set; }

    /// <summary>As it stands on an envelope; several lines.</summary>
    public string? Address { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public DateTime ChangedAtUtc { get; set; }
    public required string ChangedByName { get; set; }
    public int Version { get; set; }
}
