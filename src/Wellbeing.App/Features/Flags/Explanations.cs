using System.Globalization;
using Microsoft.Extensions.Localization;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.Flags;

/// <summary>A finding in words.</summary>
/// <param name="Headline">One line for a list: "Growing stronger: usually about 2, the last two average 5".</param>
/// <param name="Sentences">The whole of it, for the flag's page.</param>
public sealed record Explanation(string Headline, IReadOnlyList<string> Sentences);

/// <summary>Builds explanations from evidence, in the reader's language (the current UI culture).</summary>
public sealed class Explanations(IStringLocalizer<FindingText> text)
{
    /// <param name="evidence">Null only where a finding carries none.</param>
    public Explanation Explain(Rule rule, Evidence? evidence) => evidence switch
    {
        WorseningEvidence w => new(
            text["Worsening.Headline", Points(w.Baseline), Points(w.Recent)],
            [
                text["Worsening.Usually", Points(w.Baseline), Points(w.Recent)],
                text["Worsening.Rose", Points(w.Rise), Weeks(w.Weeks)],
                .. w.YearsBetweenFalseAlarms is { } years ? new string[] { text["Worsening.Rarity", Points(years)] } : [],
                .. w.Change == PerceivedChange.Growing ? new string[] { text["Worsening.SaysGrowing"] } : [],
                .. AtDiagnosis(w.LevelAtDiagnosis, w.Recent),
            ]),
        PersistentEvidence p => new(
            text["Persistent.Headline", p.Count, p.Of, Days(p.SpanDays), p.Threshold],
            [
                text["Persistent.Strong", p.Count, p.Of, Days(p.SpanDays), p.Threshold],
                text["Persistent.DailyLife", Points(p.MedianFunctioning)],
                text["Last", p.LastIntensity],
                .. AtDiagnosis(p.LevelAtDiagnosis, p.LastIntensity),
            ]),
        AcuteEvidence a => new(
            text["Acute.Headline", a.LastIntensity],
            [text["Acute.Rating", a.LastIntensity, a.Threshold, Days(a.QuietDays)]]),
        SilenceEvidence s => new(
            text["Silence.Headline", Days(s.DaysSilent)],
            [
                text["Silence.None", Days(s.DaysSilent)],
                .. s.LastIntensity is { } last ? new string[] { text["Last", last] } : [],
                text["Silence.Unknown"],
            ]),
        ContactRequestedEvidence c => new(
            text["ContactRequested.Headline"],
            [text["ContactRequested.Asked"], .. c.LastIntensity is { } last ? new string[] { text["Last", last] } : []]),
        NotSafeEvidence => new(text["NotSafe.Headline"], [text["NotSafe.Said"]]),
        _ => new(text[$"{rule}.Headline"], []),
    };

    private string[] AtDiagnosis(double? level, double now) =>
        level is { } then && now > then ? [text["StrongerThanAtDiagnosis", Points(then)]] : [];

    private static string Points(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.CurrentCulture);

    private static string Weeks(double weeks) => Math.Max(1, Math.Round(weeks)).ToString("0", CultureInfo.CurrentCulture);

    private static string Days(double days) => Math.Round(days).ToString("0", CultureInfo.CurrentCulture);
}
