namespace Wellbeing.Detection;

/// <summary>
/// One person's own thresholds of "growing" and "strong and lasting" for a time; null leaves the settings' value. There
/// is none for the acute rule, for silence or for a request for contact: nobody's can be switched off.
/// </summary>
/// <param name="FromUtc">The first instant at which they hold.</param>
/// <param name="UntilUtc">The first instant at which they no longer hold.</param>
/// <param name="StrongFrom">An intensity at or above this counts as strong, 1 to 10.</param>
/// <param name="ImpactFrom">An impact on daily life at or above this counts as affecting it, 1 to 10.</param>
/// <param name="Rise">The last two ratings must average at least this far above the usual level, in points, 0 to
/// 10.</param>
/// <param name="GrowingFrom">For "growing", the current intensity must be at least this, 0 to 10.</param>
public sealed record PersonalThresholds(
    DateTime FromUtc,
    DateTime UntilUtc,
    int? StrongFrom = null,
    int? ImpactFrom = null,
    double? Rise = null,
    int? GrowingFrom = null
)
{
    /// <summary>True while they hold.</summary>
    public bool HoldAt(DateTime atUtc) => FromUtc <= atUtc && atUtc < UntilUtc;

    internal PersistentSettings On(PersistentSettings settings) =>
        StrongFrom is null && ImpactFrom is null
            ? settings
            : settings with
            {
                MinimumIntensity = StrongFrom ?? settings.MinimumIntensity,
                MinimumFunctioning = ImpactFrom ?? settings.MinimumFunctioning,
            };

    internal WorseningSettings On(WorseningSettings settings) =>
        Rise is null && GrowingFrom is null
            ? settings
            : settings with
            {
                MinimumRise = Rise ?? settings.MinimumRise,
                MinimumIntensity = GrowingFrom ?? settings.MinimumIntensity,
            };
}
