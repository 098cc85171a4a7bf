using System.Globalization;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Charts;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>How much of the past a person's page shows.</summary>
/// <param name="Key">As it stands in the address.</param>
/// <param name="Days">Null for everything.</param>
public sealed record ChartRange(string Key, string Name, int? Days)
{
    public static IReadOnlyList<ChartRange> All { get; } =
    [new("30", "30 days", 30), new("90", "90 days", 90), new("year", "A year", 365), new("all", "All", null)];

    public static ChartRange Of(string? key) => All.FirstOrDefault(r => r.Key == key) ?? All[1];
}

/// <summary>One feeling over the time shown.</summary>
/// <param name="Times">In how many check-ins it was felt.</param>
/// <param name="Strongest">Of those with a strength; null where none had one.</param>
/// <param name="Spells">Mean strength in each twelfth of the time, oldest first; null where it was not felt.</param>
public sealed record FeelingRow(
    Emotion Emotion,
    int Times,
    int? Strongest,
    DateOnly Last,
    IReadOnlyList<double?> Spells
);

/// <summary>Draws what is known of a person.</summary>
public static class PersonCharts
{
    private const int Spells = 12;

    public static TrendChart Trend(
        PersonChart known,
        Cadence cadence,
        ChartRange range,
        IReadOnlyList<TreatmentEventView> events
    )
    {
        var found = known.Found.Select(f => f.Finding.FoundAtUtc).ToHashSet();
        var one = CheckInChart.Of(known.CheckIns, cadence, 0, [], events);
        var usual = known.UsualLevels.Count == 0 ? (double?)null : known.UsualLevels[^1].Points;
        return one with
        {
            Title = range.Days is null
                ? "Everything so far"
                : $"The last {range.Name.Replace("A year", "year", StringComparison.Ordinal)}",
            From = known.From,
            To = known.To,
            BandFrom = known.StrongFrom,
            BandName =
                known.StrongImpactFrom == known.StrongFrom
                    ? $"Strong: {known.StrongFrom} or more"
                    : $"Strong: {known.StrongFrom} or more, daily life {known.StrongImpactFrom} or more",
            TopBandFrom = known.VeryHighFrom,
            TopBandName = $"Very high: {known.VeryHighFrom} or more",
            Levels = [.. known.UsualLevels.Select(l => new TrendLevel(l.On, l.Points))],
            BaselineName = usual is { } level
                ? $"Usual level, now about {level.ToString("0.#", TeamTime.English)}"
                : null,
            MarkedName = "Something was found here",
            Points =
            [
                .. known
                    .CheckIns.OrderBy(c => c.SubmittedAtUtc)
                    .Select(c => new TrendPoint(
                        c.LocalDate,
                        c.Intensity,
                        c.Functioning,
                        c.Intensity is not null && found.Contains(c.SubmittedAtUtc)
                    )),
            ],
            Marks =
            [
                .. known.FlagsRaised.Select(on => new TrendMark(on, TrendMarkKind.Flag)),
                .. known.Contacts.Select(c => new TrendMark(
                    c.On,
                    c.Reached ? TrendMarkKind.Reached : TrendMarkKind.NotReached
                )),
                .. known.Missed.Select(on => new TrendMark(on, TrendMarkKind.Missed)),
            ],
            MarkNames = new Dictionary<TrendMarkKind, string>
            {
                [TrendMarkKind.Flag] = "Flag raised",
                [TrendMarkKind.Reached] = "Contact: reached",
                [TrendMarkKind.NotReached] = "Contact: not reached",
                [TrendMarkKind.Missed] = "Asked, no answer",
            },
        };
    }

    /// <summary>Feelings felt in the time shown, the most often felt first.</summary>
    public static IReadOnlyList<FeelingRow> Feelings(PersonChart known)
    {
        var days = Math.Max(1, known.To.DayNumber - known.From.DayNumber + 1);
        return
        [
            .. known
                .CheckIns.SelectMany(c => c.Emotions.Select(e => (CheckIn: c, e.Key, e.Value)))
                .GroupBy(e => e.Key)
                .Select(felt => new FeelingRow(
                    felt.Key,
                    felt.Count(),
                    felt.Max(e => e.Value),
                    felt.Max(e => e.CheckIn.LocalDate),
                    [
                        .. Enumerable
                            .Range(0, Spells)
                            .Select(spell => Mean(felt.Where(e => SpellOf(e.CheckIn) == spell).Select(e => e.Value))),
                    ]
                ))
                .OrderByDescending(f => f.Times)
                .ThenByDescending(f => f.Strongest),
        ];

        int SpellOf(CheckInView c) =>
            Math.Clamp((c.LocalDate.DayNumber - known.From.DayNumber) * Spells / days, 0, Spells - 1);

        static double? Mean(IEnumerable<int?> strengths) =>
            strengths.Average() is { } mean ? Math.Round(mean, 1) : null;
    }

    /// <summary>What a finding was measured by, in terms and values.</summary>
    public static IReadOnlyList<(string Term, string Value)> Facts(Evidence? evidence) =>
        evidence switch
        {
            WorseningEvidence w =>
            [
                ("Usual level", $"{N(w.Baseline)}, from {StaffWords.Count(w.BaselineCount, "check-in")}"),
                ("Last two ratings", $"{N(w.Recent)} on average, {N(w.Rise)} above usual"),
                ("Last rating", N(w.LastIntensity)),
                ("Evidence", $"{N(w.Statistic)}, told from {N(w.Threshold)} on"),
                .. w.LevelAtDiagnosis is { } then ? new[] { ("Around diagnosis", N(then)) } : [],
            ],
            PersistentEvidence p =>
            [
                ("Strong ratings", $"{p.Count} of {p.Of} at {p.Threshold} or more"),
                ("Over", Over(p.SpanDays, p.Since)),
                ("Daily life, middle answer", N(p.MedianFunctioning)),
                ("Last rating", N(p.LastIntensity)),
                .. p.LevelAtDiagnosis is { } then ? new[] { ("Around diagnosis", N(then)) } : [],
            ],
            PersistentImpactUnknownEvidence p =>
            [
                ("Strong ratings", $"{p.Count} of {p.Of} at {p.Threshold} or more"),
                ("Over", Over(p.SpanDays, p.Since)),
                ("Answers about daily life", $"{p.FunctioningAnswers} of the last {p.FunctioningOf ?? p.Of}"),
                ("Last rating", N(p.LastIntensity)),
                .. p.LevelAtDiagnosis is { } then ? new[] { ("Around diagnosis", N(then)) } : [],
            ],
            PersistentReportedEvidence p =>
            [
                ("Last rating", $"{N(p.LastIntensity)}, strong from {p.Threshold} on"),
                ("Like this for", StaffWords.Of(p.Duration)),
                .. p.Of > 1
                    ? new[] { ("Strong ratings", $"{p.Count} of {p.Of}"), ("Over", Over(p.SpanDays, p.Since)) }
                    : [],
                ("Daily life", p.LastFunctioning is { } impact ? N(impact) : "not said"),
                .. p.LevelAtDiagnosis is { } then ? new[] { ("Around diagnosis", N(then)) } : [],
            ],
            AcuteEvidence a =>
            [
                ("Last rating", N(a.LastIntensity)),
                ("Told from", N(a.Threshold)),
                a.FirstRating ? ("Before it", "no rating")
                : a.IsFirst ? ("None as high for", StaffWords.Count((int)Math.Round(a.QuietDays), "day"))
                : (
                    "The one before",
                    a.DaysSinceLast is < 1 or null
                        ? "less than a day ago"
                        : $"{StaffWords.Count((int)Math.Round(a.DaysSinceLast.Value), "day")} ago"
                ),
            ],
            SilenceEvidence s =>
            [
                ("No check-in since", Date(s.Since)),
                ("Last rating", s.LastIntensity is { } last ? N(last) : "not said"),
            ],
            ScreenEvidence s =>
            [
                ("PHQ-4", $"{s.Total} of 12"),
                ("Anxiety", $"{s.Anxiety} of 6"),
                ("Depression", $"{s.Depression} of 6"),
            ],
            ContactRequestedEvidence c => [("Last rating", c.LastIntensity is { } last ? N(last) : "not said")],
            _ => [],
        };

    private static string Over(double days, DateOnly? since) =>
        StaffWords.Count((int)Math.Round(days), "day") + (since is { } from ? $", since {Date(from)}" : "");

    private static string Date(DateOnly on) => on.ToString("d MMMM yyyy", TeamTime.English);

    private static string N(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
