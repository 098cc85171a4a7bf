using System.Globalization;
using Wellbeing.App.Escalation;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;

namespace Wellbeing.Web.Pages.Admin.Thresholds;

/// <summary>What a version of the settings holds that an administrator may change.</summary>
public sealed record ThresholdValues(DetectionSettings Detection, ResponseTargets Respond)
{
    public static ThresholdValues Of(ThresholdSettings settings) => new(settings.Detection, settings.Respond);

    public static ThresholdValues Of(ThresholdDraft draft) => new(draft.Detection, draft.Respond);
}

/// <summary>One field of the form: a constant of the rules, or a response target.</summary>
/// <param name="Rule">The group it is shown under: "persistent", "respond".</param>
/// <param name="Cadence">Null where it holds for everybody.</param>
/// <param name="Source">Where the default comes from.</param>
/// <param name="Common">Shown at once; the others fold away.</param>
public sealed record Setting(
    string Key,
    string Rule,
    Cadence? Cadence,
    string Label,
    string Unit,
    double Minimum,
    double Maximum,
    double Step,
    double Default,
    string Source,
    bool Common,
    Func<ThresholdValues, double> Get,
    Func<ThresholdValues, double, ThresholdValues> With
)
{
    private static readonly HashSet<string> _common =
    [
        "worsening.threshold",
        "worsening.minimumRise",
        "worsening.minimumIntensity",
        "persistent.minimumIntensity",
        "persistent.minimumSpanDays",
        "persistent.minimumCheckIns",
        "persistent.minimumFunctioning",
        "acute.minimumIntensity",
        "acute.quietDays",
        "silence.minimumIntensity",
        "silence.afterDays",
        "episodes.quietDaysAfterResolution",
    ];

    /// <summary>What is known of moving it, where somebody measured it: simulated people asked weekly
    /// (docs/detection.md).</summary>
    private static readonly Dictionary<string, string> _evidence = new()
    {
        ["worsening.threshold"] =
            "Of 100 simulated people who got worse, 3 (balanced) found 93 within 12 weeks, with about 23 false alarms a year among 100 people; 3.5 without holding ratings back (strict) found 89, with about 8.",
        ["worsening.minimumRise"] =
            "2 is above the smallest rise that matters to people: 1.1 points, measured for depression and anxiety.",
        ["worsening.minimumIntensity"] =
            "4 is the usual cut-off of the distress thermometer: 42 studies with 14,808 people found 81 of 100 distressed at it.",
        ["persistent.minimumFunctioning"] =
            "4 instead of 5 meant about 7 more false alarms a year among 100 people, and found 2 more of 1,000 people.",
        ["persistent.minimumSpanDays"] = "12 stands for two weeks, since replies come a day early or late.",
        ["acute.minimumIntensity"] =
            "At 9, 100 people whose feelings do not change had about 60 flags a year, nearly all of them people who always rate near 10.",
        ["silence.afterDays"] =
            "Weekly, 15 days meant about one flag a year for somebody who skips every third check-in; they are reminded first.",
    };

    private static readonly Choice[] _severities =
    [
        .. Enum.GetValues<Severity>()
            .Select(s => new Choice(((int)s).ToString(CultureInfo.InvariantCulture), s.ToString())),
    ];

    /// <summary>Rules in the order shown, with their names.</summary>
    public static IReadOnlyList<(string Rule, string Title)> Rules { get; } =
    [
        ("persistent", "Strong and lasting feelings"),
        ("worsening", "Feelings that grow"),
        ("acute", "One very high rating"),
        ("silence", "Silence after distress"),
        ("episodes", "When the same thing counts as new"),
    ];

    public const string RespondTitle = "How soon somebody should answer";

    /// <summary>Every field, by rule, cadence and then as the rule reads them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Target(
            "urgentMinutes",
            "Flags marked “Urgent”: minutes to answer, from when somebody is on duty",
            "minutes",
            5,
            720,
            r => r.UrgentMinutes,
            (r, v) => r with { UrgentMinutes = v }
        ),
        Target(
            "soonWorkingDays",
            "Flags marked “Soon”: working days to answer, until the close of the last",
            "working days",
            0,
            5,
            r => r.SoonWorkingDays,
            (r, v) => r with { SoonWorkingDays = v }
        ),
        Target(
            "reviewWorkingDays",
            "Flags marked “Review”: working days to answer, until the close of the last",
            "working days",
            0,
            20,
            r => r.ReviewWorkingDays,
            (r, v) => r with { ReviewWorkingDays = v }
        ),
        OfSeverity(
            "respond",
            "contactRequested",
            "Somebody who asks for contact is flagged as",
            s => s.ContactRequested,
            (s, v) => s with { ContactRequested = v }
        ),
        OfSeverity(
            "respond",
            "harmReported",
            "Somebody for whom checking in makes things worse is flagged as",
            s => s.HarmReported,
            (s, v) => s with { HarmReported = v }
        ),
        OfSeverity("persistent", "persistent", "Flagged as", s => s.Persistent, (s, v) => s with { Persistent = v }),
        OfSeverity(
            "persistent",
            "persistentImpactUnknown",
            "Where daily life is not known, flagged as",
            s => s.PersistentImpactUnknown,
            (s, v) => s with { PersistentImpactUnknown = v }
        ),
        OfSeverity(
            "persistent",
            "persistentReported",
            "Where only they say that it lasts, flagged as",
            s => s.PersistentReported,
            (s, v) => s with { PersistentReported = v }
        ),
        OfSeverity("worsening", "worsening", "Flagged as", s => s.Worsening, (s, v) => s with { Worsening = v }),
        OfSeverity("acute", "acute", "Flagged as", s => s.Acute, (s, v) => s with { Acute = v }),
        OfSeverity("silence", "silence", "Flagged as", s => s.Silence, (s, v) => s with { Silence = v }),
        .. SettingsCatalogue.All.Select(Of),
    ];

    public bool IsYesNo => Unit == "0 or 1";

    public bool IsSeverity => Unit == "severity";

    /// <summary>What there is to choose from; empty for a number.</summary>
    public IReadOnlyList<Choice> Choices =>
        this switch
        {
            { IsYesNo: true } => [new Choice("1", "Yes"), new Choice("0", "No")],
            { IsSeverity: true } => _severities,
            _ => [],
        };

    /// <summary>What is known of moving it; null where nobody measured it.</summary>
    public string? Evidence =>
        Cadence is null or Detection.Cadence.Weekly
        && _evidence.TryGetValue($"{Rule}.{Key[(Key.LastIndexOf('.') + 1)..]}", out var known)
            ? known
            : null;

    private bool IsShare => Unit == "share";

    public static IEnumerable<Setting> In(string rule, Cadence? cadence) =>
        All.Where(s => s.Rule == rule && s.Cadence == cadence);

    /// <summary>With its unit: "5 points", "75 %", "yes".</summary>
    public string Show(double value) =>
        this switch
        {
            { IsYesNo: true } => value >= 0.5 ? "yes" : "no",
            { IsSeverity: true } => ((Severity)(int)value).ToString(),
            { IsShare: true } => $"{Number(value * 100)} %",
            _ => $"{Number(value)} {(value == 1 ? Singular : Unit)}",
        };

    /// <summary>As it stands in the field.</summary>
    public string Write(double value) => Number(IsShare ? value * 100 : value);

    public string Hint => Evidence is null ? Range() : $"{Range()} {Evidence}";

    private string Range() =>
        IsYesNo || IsSeverity ? $"Default: {Show(Default)}."
        : IsShare
            ? $"{Number(Minimum * 100)} to {Number(Maximum * 100)} %{Steps(Step * 100)}. Default {Number(Default * 100)}."
        : $"{Number(Minimum)} to {Number(Maximum)} {Unit}{Steps(Step)}. Default {Number(Default)}.";

    /// <summary>Reads what was typed.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Read(string? typed, out double value)
    {
        value = double.NaN;
        var text = (typed ?? "").Trim().TrimEnd('%').Trim().Replace(',', '.');
        if (
            !double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            ) || !double.IsFinite(number)
        )
            return $"Enter a number{FromTo}.";
        if (IsShare)
            number /= 100;
        if (!(number >= Minimum && number <= Maximum))
            return $"Enter a number{FromTo}.";
        var steps = Math.Round((number - Minimum) / Step);
        var onStep = Minimum + (steps * Step);
        if (Math.Abs(number - onStep) > 1e-6)
            return Step == 1
                ? $"Enter a whole number{FromTo}."
                : $"Use steps of {Number(IsShare ? Step * 100 : Step)}, such as {Write(onStep)}.";
        value = Math.Round(onStep, 6); // Without the dust of adding steps.
        return null;
    }

    private string FromTo =>
        IsShare
            ? $" from {Number(Minimum * 100)} to {Number(Maximum * 100)}"
            : $" from {Number(Minimum)} to {Number(Maximum)}";

    private string Singular =>
        Unit.EndsWith('s') && Unit != "points" ? Unit[..^1]
        : Unit == "points" ? "point"
        : Unit;

    private static string Steps(double step) => step == 1 ? "" : $", in steps of {Number(step)}";

    private static string Number(double value) => Math.Round(value, 4).ToString("0.####", CultureInfo.InvariantCulture);

    private static Setting Of(SettingDescriptor d)
    {
        var group = d.Group.Split('.');
        var name = d.Key[(d.Key.LastIndexOf('.') + 1)..];
        return new Setting(
            d.Key,
            group[0],
            Enum.Parse<Cadence>(group[1], ignoreCase: true),
            d.Meaning,
            d.Unit,
            d.Minimum,
            d.Maximum,
            d.Step,
            d.Default,
            d.Source,
            _common.Contains($"{group[0]}.{name}"),
            t => d.Get(t.Detection),
            (t, value) => t with { Detection = d.With(t.Detection, value) }
        );
    }

    private static Setting OfSeverity(
        string rule,
        string name,
        string label,
        Func<SeveritySettings, Severity> get,
        Func<SeveritySettings, Severity, SeveritySettings> with
    ) =>
        new(
            $"severities.{name}",
            rule,
            null,
            label,
            "severity",
            (int)Severity.Review,
            (int)Severity.Urgent,
            1,
            (int)get(new SeveritySettings()),
            "A decision of the service",
            true,
            t => (int)get(t.Detection.Severities),
            (t, value) =>
                t with
                {
                    Detection = t.Detection with { Severities = with(t.Detection.Severities, (Severity)(int)value) },
                }
        );

    private static Setting Target(
        string name,
        string label,
        string unit,
        double minimum,
        double maximum,
        Func<ResponseTargets, int> get,
        Func<ResponseTargets, int, ResponseTargets> with
    ) =>
        new(
            $"respond.{name}",
            "respond",
            null,
            label,
            unit,
            minimum,
            maximum,
            1,
            get(new ResponseTargets()),
            "A decision of the service",
            true,
            t => get(t.Respond),
            (t, value) => t with { Respond = with(t.Respond, (int)value) }
        );
}

/// <summary>One value that differs between two versions.</summary>
public sealed record Difference(Setting Setting, double Before, double After)
{
    /// <summary>"Weekly: Strong feelings: ..."; what holds for everybody needs no cadence.</summary>
    public string Place =>
        Setting.Rule == "respond"
            ? Setting.RespondTitle
            : $"{Setting.Rules.First(r => r.Rule == Setting.Rule).Title}{(Setting.Cadence is { } cadence ? $", for people asked {StaffWords.Of(cadence).ToLowerInvariant()}" : "")}";

    public static IReadOnlyList<Difference> Between(ThresholdValues before, ThresholdValues after) =>
        [
            .. from setting in Setting.All
            let pair = (Before: setting.Get(before), After: setting.Get(after))
            where Math.Abs(pair.Before - pair.After) > 1e-9
            select new Difference(setting, pair.Before, pair.After),
        ];
}

/// <summary>The rules in a sentence each, with the values in force.</summary>
public static class RuleSentences
{
    public static string Of(string rule, Cadence cadence, DetectionSettings settings)
    {
        FormattableString sentence = rule switch
        {
            "persistent" => Persistent(settings.Persistent.For(cadence)),
            "worsening" => Worsening(settings.Worsening.For(cadence)),
            "acute" => $"The team is told when one rating is {settings.Acute.For(cadence).MinimumIntensity} or more.",
            "silence" =>
                $"The team is told when nothing was heard for {settings.Silence.For(cadence).AfterDays} days after a last rating of {settings.Silence.For(cadence).MinimumIntensity} or more.",
            _ => Again((int)settings.Episodes.For(cadence).QuietDaysAfterResolution),
        };
        return sentence.ToString(TeamTime.English);
    }

    public static Severity? SeverityOf(string rule, DetectionSettings settings) =>
        rule switch
        {
            "persistent" => settings.Severities.Persistent,
            "worsening" => settings.Severities.Worsening,
            "acute" => settings.Severities.Acute,
            "silence" => settings.Severities.Silence,
            _ => null,
        };

    /// <summary>What else tells the team, and has no values of its own to set, for people asked weekly.</summary>
    public static IEnumerable<(string Title, Severity Severity, string Sentence)> Others(DetectionSettings settings)
    {
        var (s, p) = (settings.Severities, settings.Persistent.Weekly);
        yield return (
            StaffWords.Of(Rule.PersistentImpactUnknown),
            s.PersistentImpactUnknown,
            $"Ratings of {Math.Min(p.MinimumIntensity + p.UnknownImpactMargin, Observation.HighestRating)} or more for {p.UnknownImpactDays} days or longer, while the question on daily life is not answered. It is asked first the next time."
        );
        yield return (
            StaffWords.Of(Rule.PersistentReported),
            s.PersistentReported,
            $"A rating of {p.MinimumIntensity} or more from somebody who says that it has long been like this, before their check-ins can show it."
        );
        yield return (
            StaffWords.Of(Rule.ContactRequested),
            s.ContactRequested,
            "Somebody ticks that they would like someone to contact them."
        );
        yield return (
            StaffWords.Of(Rule.NotSafe),
            Severity.Urgent,
            "Somebody taps “I don’t feel safe right now”. Nothing can switch it off."
        );
        yield return (
            StaffWords.Of(Rule.Screen),
            Severity.Soon,
            "A part of the four questions comes out at 3 or more, or all of them at 6 or more. A severe result, 9 or more, is at “Urgent”."
        );
        yield return (
            StaffWords.Of(Rule.HarmReported),
            Severity.Review,
            "Somebody says, when asked four times a year, that checking in has made things worse."
        );
    }

    private static FormattableString Again(int quietDays) =>
        quietDays == 0
            ? (FormattableString)
                $"What is found while a flag is open joins it. What is found after it was closed is a new flag."
            : $"What is found while a flag is open joins it. The same growing or lasting feelings within {StaffWords.Count(quietDays, "day")} after it was closed are kept as a note on it.";

    private static FormattableString Persistent(PersistentSettings p) =>
        $"The team is told when at least {p.MinimumShare * 100:0} % of {p.MinimumCheckIns} or more ratings are {p.MinimumIntensity} or more, over {p.MinimumSpanDays} days or longer, and daily life is affected at {p.MinimumFunctioning} or more.";

    private static FormattableString Worsening(WorseningSettings w) =>
        $"The team is told when the last two ratings average at least {w.MinimumRise:0.#} points above the person’s own usual level, the latest is {w.MinimumIntensity} or more, and the evidence of a rise has gathered to {w.Threshold:0.#} standard deviations.";
}
