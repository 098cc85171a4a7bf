using System.Globalization;

namespace Wellbeing.Detection;

/// <summary>
/// One constant that an administrator may set: its form field, the API's validation and the documentation are made from
/// it.
/// </summary>
/// <param name="Key">Stable name, such as "persistent.weekly.minimumIntensity"; also the path in the settings'
/// JSON.</param>
/// <param name="Group">Rule and cadence, such as "persistent.weekly".</param>
/// <param name="Meaning">What it does, in plain English.</param>
/// <param name="Unit">"points", "days", "check-ins", "share", "standard deviations", or "0 or 1" for no and
/// yes.</param>
/// <param name="Minimum">Least allowed value.</param>
/// <param name="Maximum">Greatest allowed value.</param>
/// <param name="Step">Values are the minimum and whole steps above it.</param>
/// <param name="Default">Value in the default profile.</param>
/// <param name="Source">Where the default comes from.</param>
/// <param name="Get">Reads it.</param>
/// <param name="With">Gives settings in which it is changed; does not check the value: see
/// <see cref="Problem"/>.</param>
public sealed record SettingDescriptor(
    string Key,
    string Group,
    string Meaning,
    string Unit,
    double Minimum,
    double Maximum,
    double Step,
    double Default,
    string Source,
    Func<DetectionSettings, double> Get,
    Func<DetectionSettings, double, DetectionSettings> With
)
{
    /// <summary>What is wrong with a value for this setting, in plain English; null if it may be used.</summary>
    public string? Problem(double value)
    {
        if (!(value >= Minimum && value <= Maximum))
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{Key} is {value}; it must be from {Minimum} to {Maximum} ({Unit})."
            );
        var steps = (value - Minimum) / Step;
        return Math.Abs(steps - Math.Round(steps)) > 1e-6
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Key} is {value}; it must be {Minimum} or whole steps of {Step} above it."
            )
            : null;
    }
}

/// <summary>A setting whose value may not be used.</summary>
/// <param name="Setting">Which.</param>
/// <param name="Message">What is wrong, in plain English.</param>
public readonly record struct SettingProblem(SettingDescriptor Setting, string Message);
