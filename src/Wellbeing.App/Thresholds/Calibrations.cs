using System.Collections.Concurrent;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.App.Thresholds;

/// <summary>
/// Gives settings the figures that hold for them: how rare false alarms are (a shipped profile's, or simulated now, in
/// about a third of a second a rhythm), and how often findings are right. Tables that come with the settings are never
/// believed: who publishes says what the rules are, not how well they do.
/// </summary>
public sealed class Calibrations
{
    private const long Seed = 1;

    // 4,000 person-years a rhythm: one false alarm in a hundred years is still seen forty times.
    private const int People = 2000;

    // A comparison and the publishing after it ask for the same; nobody tries hundreds.
    private const int MostKept = 64;

    // Some hundreds of findings a rule and rhythm: a share moves by two or three points from seed to seed.
    private const int PeopleForPrecision = 4000;

    // Which settings do better is seen with fewer: two points of a hundred.
    private const int PeopleForFigures = 3000;

    private readonly ConcurrentDictionary<(Cadence, WorseningSettings), CalibrationTable> _known = new();

    // The same for everybody and for good, so that a process computes each once.
    private static readonly ConcurrentDictionary<
        (Cadence, WorseningSettings, PersistentSettings),
        PrecisionTable
    > _precise = new();
    private static readonly ConcurrentDictionary<(WorseningSettings, PersistentSettings), ProfileFigures> _figures =
        new();

    /// <summary>The same settings with both tables for each cadence. Call it before anything is written: it takes its
    /// time.</summary>
    /// <param name="settings">In range: see <see cref="SettingsCatalogue.Problems"/>.</param>
    /// <param name="cancellationToken">Stops between people.</param>
    public DetectionSettings Of(DetectionSettings settings, CancellationToken cancellationToken)
    {
        var precise = settings.Precision;
        foreach (var cadence in Enum.GetValues<Cadence>())
            precise = precise.With(cadence, Precise(cadence, settings, cancellationToken));
        return Rarity(settings, progress: null, cancellationToken) with { Precision = precise };
    }

    /// <summary>The same settings with a table of how rare false alarms are for each cadence.</summary>
    /// <param name="settings">In range: see <see cref="SettingsCatalogue.Problems"/>.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between people.</param>
    public DetectionSettings Rarity(
        DetectionSettings settings,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        var tables = settings.Calibration;
        var cadences = Enum.GetValues<Cadence>();
        for (var i = 0; i < cadences.Length; i++)
        {
            tables = tables.With(cadences[i], Table(cadences[i], settings, cancellationToken));
            progress?.Report((i + 1.0) / cadences.Length);
        }

        return settings with
        {
            Calibration = tables,
        };
    }

    /// <summary>
    /// How often findings under published settings are right: the table stored with them, or one simulated now (about a
    /// second, once) where the version is older than such tables, or is the one that the product shipped with.
    /// </summary>
    public static PrecisionTable Precision(
        Cadence cadence,
        DetectionSettings published,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(published);
        var stored = published.Precision.For(cadence);
        return stored.HoldsFor(published.Worsening.For(cadence), published.Persistent.For(cadence))
            ? stored
            : Precise(cadence, published, cancellationToken);
    }

    /// <summary>What settings do for people asked weekly, by simulation: about a second where nobody asked
    /// before.</summary>
    public static ProfileFigures Figures(DetectionSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var constants = (settings.Worsening.Weekly, settings.Persistent.Weekly);
        if (_figures.TryGetValue(constants, out var known))
            return known;
        var figures = ProfileFigures.Of(settings, Seed, PeopleForFigures, cancellationToken);
        if (_figures.Count >= MostKept)
            _figures.Clear();
        return _figures[constants] = figures;
    }

    /// <summary>Whether two settings are the same rules, whatever is said of how well they do.</summary>
    public static bool AreAlike(DetectionSettings one, DetectionSettings other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one == (other with { Calibration = one.Calibration, Precision = one.Precision });
    }

    private static PrecisionTable Precise(
        Cadence cadence,
        DetectionSettings settings,
        CancellationToken cancellationToken
    )
    {
        var constants = (cadence, settings.Worsening.For(cadence), settings.Persistent.For(cadence));
        if (_precise.TryGetValue(constants, out var known))
            return known;
        var table = Detection.Replay.Precision.Table(cadence, settings, Seed, PeopleForPrecision, cancellationToken);
        if (_precise.Count >= MostKept)
            _precise.Clear();
        return _precise[constants] = table;
    }

    private CalibrationTable Table(Cadence cadence, DetectionSettings settings, CancellationToken cancellationToken)
    {
        var constants = settings.Worsening.For(cadence);
        foreach (var profile in Enum.GetValues<Profile>())
        {
            if (
                DetectionSettings.For(profile).Calibration.For(cadence) is var shipped
                && constants.Equals(shipped.Settings)
            )
                return shipped;
        }

        if (_known.TryGetValue((cadence, constants), out var known))
            return known;
        var table = Calibration.Table(cadence, settings, Seed, People, cancellationToken);
        if (_known.Count >= MostKept)
            _known.Clear();
        return _known[(cadence, constants)] = table;
    }
}
