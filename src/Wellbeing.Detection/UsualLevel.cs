namespace Wellbeing.Detection;

/// <summary>A person's usual level as it was known at one check-in.</summary>
/// <param name="AtUtc">The check-in's instant.</param>
/// <param name="Points">0 to 10.</param>
public sealed record UsualLevel(DateTime AtUtc, double Points);
