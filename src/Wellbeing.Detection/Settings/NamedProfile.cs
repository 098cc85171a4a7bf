namespace Wellbeing.Detection;

/// <summary>What settings are called: a profile, a profile with some values changed, or a person's own.</summary>
/// <param name="Profile">The profile that they differ least from.</param>
/// <param name="Changed">How many values differ from it, severities included; 0 for the profile itself.</param>
public readonly record struct NamedProfile(Profile Profile, int Changed)
{
    /// <summary>With more values changed than this, the profile's name would say little.</summary>
    public const int MostChanged = 8;

    /// <summary>So many values differ that no profile's name fits.</summary>
    public bool IsOwn => Changed > MostChanged;

    /// <summary>The profile that settings are, or are nearest to; of two as near, the one named first.</summary>
    public static NamedProfile Of(DetectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Enum.GetValues<Profile>()
            .Select(profile => new NamedProfile(profile, Differences(settings, DetectionSettings.For(profile))))
            .MinBy(named => named.Changed);
    }

    private static int Differences(DetectionSettings one, DetectionSettings other) =>
        SettingsCatalogue.All.Count(setting => Math.Abs(setting.Get(one) - setting.Get(other)) > 1e-9)
        + Enum.GetValues<Rule>().Count(rule => one.Severities.For(rule) != other.Severities.For(rule));
}
