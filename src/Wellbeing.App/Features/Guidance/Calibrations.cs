using System.Collections.Concurrent;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.App.Features.Guidance;

/// <summary>
/// Gives settings the false-alarm figures that hold for them: a shipped profile's, or figures simulated now, in about a
/// third of a second a rhythm. Tables that come with the settings are never believed: who publishes says what the rules are,
/// not how well they do.
/// </summary>
public sealed class Calibrations
{
    private const long Seed = 1;

    // 4,000 person-years a rhythm: one false alarm in a hundred years is still seen forty times.
    private const int People = 2000;

    // A comparison and the publishing after it ask for the same; nobody tries hundreds.
    private const int MostKept = 64;

    private readonly ConcurrentDictionary<(Cadence, WorseningSettings), CalibrationTable> _known = new();

    /// <summary>The same settings with a table for each cadence. Call it before anything is written: it takes its time.</summary>
    /// <param name="settings">In range: see <see cref="SettingsCatalogue.Problems"/>.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    public DetectionSettings Of(DetectionSettings settings, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var tables = settings.Calibration;
        var cadences = Enum.GetValues<Cadence>();
        for (var i = 0; i < cadences.Length; i++)
        {
            tables = tables.With(cadences[i], Table(cadences[i], settings, cancellationToken));
            progress?.Report((i + 1.0) / cadences.Length);
        }

        return settings with { Calibration = tables };
    }

    /// <summary>Whether two settings are the same rules, whatever is said of how well they do.</summary>
    public static bool AreAlike(DetectionSettings one, DetectionSettings other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one == (other with { Calibration = one.Calibration });
    }

    private CalibrationTable Table(Cadence cadence, DetectionSettings settings, CancellationToken cancellationToken)
    {
        var constants = settings.Worsening.For(cadence);
        foreach (var profile in Enum.GetValues<Profile>())
        {
            if (DetectionSettings.For(profile).Calibration.For(cadence) is var shipped && constants.Equals(shipped.Settings)) return shipped;
        }

        if (_known.TryGetValue((cadence, constants), out var known)) return known;
        var table = Calibration.Table(cadence, settings, Seed, People, cancellationToken);
        if (_known.Count >= MostKept) _known.Clear();
        return _known[(cadence, constants)] = table;
    }
}
