using System.Globalization;

namespace Wellbeing.Detection;

/// <summary>Every constant of the rules, described once.</summary>
public static class SettingsCatalogue
{
    private const string Simulated = "Detection guidance, section 1: tuned on a seeded simulation with ground truth";
    private const string Derived = "Derived from weekly by the days between check-ins; judged by simulation only";
    private const string Convention = "Detection guidance, section 1: convention, not statistical";
    private const string Refinement =
        "Found by simulation (docs/detection.md); off in the published rules, on in the refined profile";
    private const string AsPeopleAnswer =
        "Found by simulation of people as they really answer (docs/detection.md); not in the published rules";
    private const string Chosen = "Chosen, not measured (docs/detection.md)";
    private const string OffByDefault = "Off in the published rules";

    /// <summary>All settings, by rule, cadence and then as the rule reads them.</summary>
    public static IReadOnlyList<SettingDescriptor> All { get; } =
    [
        .. Enum.GetValues<Cadence>().SelectMany(Worsening),
        .. Enum.GetValues<Cadence>().SelectMany(Persistent),
        .. Enum.GetValues<Cadence>().SelectMany(Acute),
        .. Enum.GetValues<Cadence>().SelectMany(Silence),
        .. Enum.GetValues<Cadence>().SelectMany(Episodes),
    ];

    /// <summary>Every setting whose value may not be used; empty when the settings may be published.</summary>
    public static IReadOnlyList<SettingProblem> Problems(DetectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            .. from setting in All
            let problem = setting.Problem(setting.Get(settings))
            where problem is not null
            select new SettingProblem(setting, problem),
            .. Enum.GetValues<Cadence>().SelectMany(cadence => Contradictions(cadence, settings)),
        ];
    }

    /// <summary>Values that are each in range and cannot stand together.</summary>
    private static IEnumerable<SettingProblem> Contradictions(Cadence cadence, DetectionSettings settings)
    {
        var worsening = settings.Worsening.For(cadence);
        if (worsening.MinimumBaseline <= worsening.BaselineCheckIns)
            yield break;
        var setting = Worsening(cadence)
            .Single(setting => setting.Key.EndsWith(".minimumBaseline", StringComparison.Ordinal));
        yield return new SettingProblem(
            setting,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{setting.Key} is {worsening.MinimumBaseline}; with a usual level made from {worsening.BaselineCheckIns} check-ins nothing would ever be judged."
            )
        );
    }

    private static IEnumerable<SettingDescriptor> Worsening(Cadence cadence)
    {
        var at = new Place<WorseningSettings>(
            "worsening",
            cadence,
            s => s.Worsening,
            (s, rule) => s with { Worsening = rule }
        );
        yield return at.Of(
            "baselineCheckIns",
            "Usual level: the most recent check-ins that it is the average of",
            "check-ins",
            3,
            60,
            1,
            r => r.BaselineCheckIns,
            (r, v) => r with { BaselineCheckIns = (int)v }
        );
        yield return at.Of(
            "forgetting",
            "Usual level: what an older check-in weighs beside the next newer one; 1 weighs all alike",
            "share",
            0.5,
            1,
            0.01,
            r => r.Forgetting,
            (r, v) => r with { Forgetting = v },
            Refinement
        );
        yield return at.Of(
            "minimumBaseline",
            "Usual level: the fewest check-ins before anything is judged",
            "check-ins",
            2,
            20,
            1,
            r => r.MinimumBaseline,
            (r, v) => r with { MinimumBaseline = (int)v }
        );
        yield return at.Of(
            "freeze",
            "Keep suspicious ratings out of the usual level, so that a slow rise does not become usual",
            "0 or 1",
            0,
            1,
            1,
            r => r.Freeze ? 1 : 0,
            (r, v) => r with { Freeze = v >= 0.5 }
        );
        yield return at.Of(
            "holdCheckIns",
            "The most suspicious ratings kept out of the usual level at a time",
            "check-ins",
            1,
            30,
            1,
            r => r.HoldCheckIns,
            (r, v) => r with { HoldCheckIns = (int)v }
        );
        yield return at.Of(
            "settleCheckIns",
            "Usual level: how many of the latest ratings are not part of it yet, so that the first step of a rise does not hide the second",
            "check-ins",
            0,
            5,
            1,
            r => r.SettleCheckIns,
            (r, v) => r with { SettleCheckIns = (int)v },
            Refinement
        );
        yield return at.Of(
            "stepsAsVariability",
            "Take a person's ups and downs from the steps between ratings, so that a recovery does not count as unsteadiness",
            "0 or 1",
            0,
            1,
            1,
            r => r.StepsAsVariability ? 1 : 0,
            (r, v) => r with { StepsAsVariability = v >= 0.5 },
            Refinement
        );
        yield return at.Of(
            "allowance",
            "Ordinary ups and downs forgiven at each check-in",
            "standard deviations",
            0,
            2,
            0.05,
            r => r.Allowance,
            (r, v) => r with { Allowance = v }
        );
        yield return at.Of(
            "threshold",
            "Evidence of growing feelings at which the team is told; lower finds more people, and means more false alarms",
            "standard deviations",
            0.5,
            20,
            0.1,
            r => r.Threshold,
            (r, v) => r with { Threshold = v }
        );
        yield return at.Of(
            "clip",
            "The most evidence that one check-in can give, so that one bad day alone is not enough",
            "standard deviations",
            0.5,
            5,
            0.1,
            r => r.Clip,
            (r, v) => r with { Clip = v }
        );
        yield return at.Of(
            "minimumRise",
            "Rise: the last two ratings must average at least this far above the usual level",
            "points",
            0,
            10,
            0.5,
            r => r.MinimumRise,
            (r, v) => r with { MinimumRise = v }
        );
        yield return at.Of(
            "minimumIntensity",
            "Level: the current intensity must be at least this",
            "points",
            0,
            10,
            1,
            r => r.MinimumIntensity,
            (r, v) => r with { MinimumIntensity = (int)v }
        );
        yield return at.Of(
            "sustainedCheckIns",
            "Sustained: how many of the latest ratings must each stand above the usual level",
            "check-ins",
            0,
            3,
            1,
            r => r.SustainedCheckIns,
            (r, v) => r with { SustainedCheckIns = (int)v },
            Refinement
        );
        yield return at.Of(
            "sustainedRise",
            "Sustained: by how much of the person's own ups and downs each must stand above it",
            "standard deviations",
            0,
            3,
            0.1,
            r => r.SustainedRise,
            (r, v) => r with { SustainedRise = v },
            Refinement
        );
        yield return at.Of(
            "priorDeviation",
            "How much a person is expected to vary before they have shown it themselves",
            "points",
            0.1,
            5,
            0.1,
            r => r.PriorDeviation,
            (r, v) => r with { PriorDeviation = v }
        );
        yield return at.Of(
            "priorWeight",
            "How many check-ins that expectation weighs",
            "check-ins",
            1,
            50,
            1,
            r => r.PriorWeight,
            (r, v) => r with { PriorWeight = v }
        );
        yield return at.Of(
            "restartAfterGapDays",
            "After a gap longer than this the usual level is learned anew; 3650 is never",
            "days",
            14,
            3650,
            1,
            r => r.RestartAfterGapDays,
            (r, v) => r with { RestartAfterGapDays = v },
            AsPeopleAnswer
        );
        yield return at.Of(
            "requireTwoConsecutive",
            "Tell the team only when two check-ins in a row satisfy the rule",
            "0 or 1",
            0,
            1,
            1,
            r => r.RequireTwoConsecutive ? 1 : 0,
            (r, v) => r with { RequireTwoConsecutive = v >= 0.5 },
            OffByDefault
        );
    }

    private static IEnumerable<SettingDescriptor> Persistent(Cadence cadence)
    {
        var at = new Place<PersistentSettings>(
            "persistent",
            cadence,
            s => s.Persistent,
            (s, rule) => s with { Persistent = rule }
        );
        yield return at.Of(
            "minimumIntensity",
            "Strong feelings: an intensity at or above this counts as strong",
            "points",
            1,
            10,
            1,
            r => r.MinimumIntensity,
            (r, v) => r with { MinimumIntensity = (int)v }
        );
        yield return at.Of(
            "minimumSpanDays",
            "Long-lasting: the strong ratings must span at least this long",
            "days",
            7,
            90,
            1,
            r => r.MinimumSpanDays,
            (r, v) => r with { MinimumSpanDays = v }
        );
        yield return at.Of(
            "maximumGapDays",
            "A longer gap between check-ins says nothing: it neither counts as time in which feelings lasted nor ends the stretch",
            "days",
            2,
            90,
            1,
            r => r.MaximumGapDays,
            (r, v) => r with { MaximumGapDays = v },
            AsPeopleAnswer
        );
        yield return at.Of(
            "minimumCheckIns",
            "The fewest ratings in the stretch",
            "check-ins",
            2,
            14,
            1,
            r => r.MinimumCheckIns,
            (r, v) => r with { MinimumCheckIns = (int)v },
            AsPeopleAnswer
        );
        yield return at.Of(
            "minimumShare",
            "The least share of the stretch's ratings that are strong",
            "share",
            0.5,
            1,
            0.05,
            r => r.MinimumShare,
            (r, v) => r with { MinimumShare = v }
        );
        yield return at.Of(
            "byElapsedDays",
            "Count days, not answers: a gap neither proves nor resets, and the worse of two answers on one day counts; without it a gap ends the stretch",
            "0 or 1",
            0,
            1,
            1,
            r => r.ByElapsedDays ? 1 : 0,
            (r, v) => r with { ByElapsedDays = v >= 0.5 },
            AsPeopleAnswer
        );
        yield return at.Of(
            "memoryDays",
            "Ratings older than this say nothing about whether feelings last",
            "days",
            14,
            365,
            1,
            r => r.MemoryDays,
            (r, v) => r with { MemoryDays = v },
            AsPeopleAnswer
        );
        yield return at.Of(
            "unknownImpactDays",
            "Strong for this long while daily life is not known is a finding of its own; 0 is never",
            "days",
            0,
            90,
            1,
            r => r.UnknownImpactDays,
            (r, v) => r with { UnknownImpactDays = v },
            AsPeopleAnswer
        );
        yield return at.Of(
            "unknownImpactMargin",
            "How far above strong such ratings must stand",
            "points",
            0,
            3,
            1,
            r => r.UnknownImpactMargin,
            (r, v) => r with { UnknownImpactMargin = (int)v },
            AsPeopleAnswer
        );
        yield return at.Of(
            "trustsDuration",
            "Take the person's word for how long it has been like this",
            "0 or 1",
            0,
            1,
            1,
            r => r.TrustsDuration ? 1 : 0,
            (r, v) => r with { TrustsDuration = v >= 0.5 },
            Chosen
        );
        yield return at.Of(
            "minimumFunctioning",
            "Affecting daily life: the middle answer and the latest one must be at least this",
            "points",
            1,
            10,
            1,
            r => r.MinimumFunctioning,
            (r, v) => r with { MinimumFunctioning = (int)v }
        );
        yield return at.Of(
            "minimumFunctioningAnswers",
            "The fewest answers about daily life in the stretch, and never fewer than half of its ratings",
            "check-ins",
            1,
            7,
            1,
            r => r.MinimumFunctioningAnswers,
            (r, v) => r with { MinimumFunctioningAnswers = (int)v }
        );
        yield return at.Of(
            "requireTwoConsecutive",
            "Tell the team only when two check-ins in a row satisfy the rule",
            "0 or 1",
            0,
            1,
            1,
            r => r.RequireTwoConsecutive ? 1 : 0,
            (r, v) => r with { RequireTwoConsecutive = v >= 0.5 },
            OffByDefault
        );
    }

    private static IEnumerable<SettingDescriptor> Acute(Cadence cadence)
    {
        var at = new Place<AcuteSettings>("acute", cadence, s => s.Acute, (s, rule) => s with { Acute = rule });
        yield return at.Of(
            "minimumIntensity",
            "One rating at or above this is enough for the team to be told at once",
            "points",
            7,
            10,
            1,
            r => r.MinimumIntensity,
            (r, v) => r with { MinimumIntensity = (int)v },
            Convention
        );
        yield return at.Of(
            "quietDays",
            "Days without such a rating before a replay counts the next one as new; live, every one is reported",
            "days",
            1,
            90,
            1,
            r => r.QuietDays,
            (r, v) => r with { QuietDays = v },
            Convention
        );
    }

    private static IEnumerable<SettingDescriptor> Silence(Cadence cadence)
    {
        var at = new Place<SilenceSettings>("silence", cadence, s => s.Silence, (s, rule) => s with { Silence = rule });
        yield return at.Of(
            "minimumIntensity",
            "Silence matters after a last rating at or above this, and after any rating while a finding is fresh",
            "points",
            1,
            10,
            1,
            r => r.MinimumIntensity,
            (r, v) => r with { MinimumIntensity = (int)v },
            Convention
        );
        yield return at.Of(
            "afterDays",
            "Days without a check-in before the team is told",
            "days",
            2,
            120,
            1,
            r => r.AfterDays,
            (r, v) => r with { AfterDays = v }
        );
    }

    private static IEnumerable<SettingDescriptor> Episodes(Cadence cadence)
    {
        var at = new Place<EpisodeSettings>(
            "episodes",
            cadence,
            s => s.Episodes,
            (s, rule) => s with { Episodes = rule }
        );
        yield return at.Of(
            "cooldownDays",
            "Days within which a replay counts further hits of the same rule to the finding already made, and a finding makes silence a worry",
            "days",
            1,
            180,
            1,
            r => r.CooldownDays,
            (r, v) => r with { CooldownDays = v },
            Convention
        );
        yield return at.Of(
            "quietDaysAfterResolution",
            "Days after a flag was resolved in which the same pattern of growing or lasting feelings is kept as a note on it instead of a new flag",
            "days",
            0,
            28,
            1,
            r => r.QuietDaysAfterResolution,
            (r, v) => r with { QuietDaysAfterResolution = v },
            Chosen
        );
    }

    /// <summary>Where one rule's constants for one cadence live.</summary>
    private sealed class Place<T>(
        string rule,
        Cadence cadence,
        Func<DetectionSettings, PerCadence<T>> read,
        Func<DetectionSettings, PerCadence<T>, DetectionSettings> write
    )
    {
        private readonly string _group =
            $"{rule}.{char.ToLowerInvariant(cadence.ToString()[0])}{cadence.ToString()[1..]}";

        public SettingDescriptor Of(
            string name,
            string meaning,
            string unit,
            double minimum,
            double maximum,
            double step,
            Func<T, double> get,
            Func<T, double, T> with,
            string source = Simulated
        ) =>
            new(
                $"{_group}.{name}",
                _group,
                meaning,
                unit,
                minimum,
                maximum,
                step,
                get(read(DetectionSettings.Default).For(cadence)),
                source == Simulated && cadence is Cadence.Fortnightly or Cadence.Monthly ? Derived : source,
                settings => get(read(settings).For(cadence)),
                (settings, value) =>
                    write(settings, read(settings).With(cadence, with(read(settings).For(cadence), value)))
            );
    }
}
