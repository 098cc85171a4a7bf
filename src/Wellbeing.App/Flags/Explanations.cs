using System.Globalization;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Wording;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>A finding in words.</summary>
/// <param name="Headline">One line for a list: "Growing stronger: usually about 2, the last two average 5".</param>
/// <param name="Sentences">The whole of it, for the flag's page.</param>
public sealed record Explanation(string Headline, IReadOnlyList<string> Sentences);

/// <summary>Builds explanations from evidence, in the reader's language (the current UI culture).</summary>
public sealed class Explanations(IStringLocalizer<FindingText> text)
{
    private const double DaysOfOneYear = 300;

    /// <summary>For the team: with thresholds, and how sure it is. Never a long-run rate, which reads as certainty
    /// about this person.</summary>
    /// <param name="evidence">Null only where a finding carries none.</param>
    /// <param name="sure">See <see cref="HowSure"/>; null where no word applies, or none is known.</param>
    public Explanation Explain(Rule rule, Evidence? evidence, Sureness? sure = null)
    {
        var explanation = Explain(rule, evidence);
        return sure is { } word
            ? explanation with
            {
                Sentences =
                [
                    .. explanation.Sentences,
                    text[$"Sure.{word}"],
                    .. HowSure.RestsOnFew(evidence) ? new string[] { text["Sure.FewRatings"] } : [],
                ],
            }
            : explanation;
    }

    /// <summary>For a doctor or another service, in a letter: what was answered and what followed, without what only
    /// this team reads (how sure a rule is, what to ask next).</summary>
    public IReadOnlyList<string> ExplainInLetter(Rule rule, Evidence? evidence)
    {
        string[] ours = [text["HarmReported.Ask"], text["Silence.Unknown"]];
        return [.. Explain(rule, evidence).Sentences.Where(sentence => !ours.Contains(sentence))];
    }

    private Explanation Explain(Rule rule, Evidence? evidence) =>
        evidence switch
        {
            WorseningEvidence w => new(
                text["Worsening.Headline", Number(w.Baseline), Number(w.Recent)],
                [
                    text["Worsening.Usually", Number(w.Baseline), Number(w.Recent)],
                    text["Worsening.Rose", Points(w.Rise), Weeks(w.Weeks)],
                    .. w.Change == PerceivedChange.Growing ? new string[] { text["Worsening.SaysGrowing"] } : [],
                    .. AtDiagnosis("", w.LevelAtDiagnosis, w.Recent),
                ]
            ),
            PersistentEvidence p => new(
                p.Since is { } since
                    ? text[
                        "Persistent.HeadlineSince",
                        p.Count,
                        Count("Ratings", p.Of),
                        Date(since, p.SpanDays),
                        p.Threshold
                    ]
                    : text["Persistent.Headline", p.Count, Count("Ratings", p.Of), Days(p.SpanDays), p.Threshold],
                [
                    Strong(p.Count, p.Of, p.SpanDays, p.Threshold, p.Since),
                    text["Persistent.DailyLife", Number(p.MedianFunctioning)],
                    text["Last", p.LastIntensity],
                    .. AtDiagnosis("", p.LevelAtDiagnosis, p.LastIntensity),
                ]
            ),
            PersistentImpactUnknownEvidence p => new(
                p.Since is { } since
                    ? text["PersistentImpactUnknown.HeadlineSince", Date(since, p.SpanDays)]
                    : text["PersistentImpactUnknown.Headline", Days(p.SpanDays)],
                [
                    Strong(p.Count, p.Of, p.SpanDays, p.Threshold, p.Since),
                    text["PersistentImpactUnknown.Unknown"],
                    text["Last", p.LastIntensity],
                    .. AtDiagnosis("", p.LevelAtDiagnosis, p.LastIntensity),
                ]
            ),
            PersistentReportedEvidence p => new(
                text["PersistentReported.Headline", p.LastIntensity],
                [
                    text[$"PersistentReported.{p.Duration}"],
                    .. p.Of > 1 ? new string[] { Strong(p.Count, p.Of, p.SpanDays, p.Threshold, p.Since) } : [],
                    text["Last", p.LastIntensity],
                    p.LastFunctioning is { } impact
                        ? text["PersistentReported.DailyLife", impact]
                        : text[p.Of > 1 ? "PersistentImpactUnknown.Unknown" : "PersistentReported.Unknown"],
                    .. AtDiagnosis("", p.LevelAtDiagnosis, p.LastIntensity),
                ]
            ),
            AcuteEvidence a => new(
                text["Acute.Headline", a.LastIntensity],
                [
                    a.FirstRating ? text["Acute.First", a.LastIntensity]
                    : a.IsFirst ? text["Acute.Rating", a.LastIntensity, a.Threshold, Days(a.QuietDays)]
                    : a.DaysSinceLast is < 1 ? text["Acute.SameDay", a.LastIntensity, a.Threshold]
                    : text["Acute.Again", a.LastIntensity, a.Threshold, Days(a.DaysSinceLast!.Value)],
                ]
            ),
            SilenceEvidence s => new(
                text["Silence.HeadlineSince", Date(s.Since, s.DaysSilent)],
                [
                    text[
                        s is { After: { } only, NoCheckInSince: true } ? $"Silence.Only.{only}"
                        : s.After is { } said ? $"Silence.After.{said}"
                        : s.AfterFinding ? "Silence.NoneSinceFinding"
                        : "Silence.NoneSince",
                        Date(s.Since, s.DaysSilent)
                    ],
                    .. s.LastIntensity is { } last ? new string[] { text["Last", last] } : [],
                    text["Silence.Unknown"],
                ]
            ),
            ContactRequestedEvidence c => new(
                text["ContactRequested.Headline"],
                [
                    text["ContactRequested.Asked"],
                    .. c.LastIntensity is { } last ? new string[] { text["Last", last] } : [],
                ]
            ),
            NotSafeEvidence n => new(
                text["NotSafe.Headline"],
                [n.WrittenDownBy is { } nurse ? text["NotSafe.Said.Phone", nurse] : text["NotSafe.Said"]]
            ),
            ScreenEvidence { Total: < 9 } s => new(
                text["Screen.Raised.Headline", s.Total],
                [text["Screen.Raised.Said", s.Total, s.Anxiety, s.Depression]]
            ),
            ScreenEvidence s => new(
                text["Screen.Headline", s.Total],
                [text["Screen.Said", s.Total, s.Anxiety, s.Depression]]
            ),
            HarmReportedEvidence => new(
                text["HarmReported.Headline"],
                [text["HarmReported.Said"], text["HarmReported.Ask"]]
            ),
            _ => new(text[$"{rule}.Headline"], []),
        };

    /// <summary>
    /// For the person themselves, as a nurse may read it to them. It tells back what they said, and never a threshold
    /// or how rare it is. Not for the answer to a check-in: that tells nobody which rule fired.
    /// </summary>
    /// <param name="language">The person's own, whatever the reader's is: a BCP 47 tag.</param>
    /// <param name="sure">See <see cref="HowSure"/>; null where no word applies, or none is known.</param>
    public Explanation ExplainToPerson(Rule rule, Evidence? evidence, string language, Sureness? sure = null) =>
        Language
            .Closest(language)
            .Speak(() =>
            {
                var explanation = ToPerson(rule, evidence);
                return sure is { } word
                    ? explanation with
                    {
                        Sentences = [.. explanation.Sentences, text[$"Mine.Sure.{word}"]],
                    }
                    : explanation;
            });

    private Explanation ToPerson(Rule rule, Evidence? evidence) =>
        evidence switch
        {
            WorseningEvidence w => new(
                text["Mine.Worsening.Headline"],
                [
                    text["Mine.Worsening.Usually", Number(w.Baseline), Number(w.Recent)],
                    text["Mine.Worsening.Rose", Points(w.Rise), Weeks(w.Weeks)],
                    .. AtDiagnosis("Mine.", w.LevelAtDiagnosis, w.Recent),
                ]
            ),
            PersistentEvidence p => new(
                text["Mine.Persistent.Headline"],
                [
                    text["Mine.Persistent.Strong", Days(p.SpanDays)],
                    text["Mine.Last", p.LastIntensity],
                    .. AtDiagnosis("Mine.", p.LevelAtDiagnosis, p.LastIntensity),
                ]
            ),
            PersistentImpactUnknownEvidence p => new(
                text["Mine.PersistentImpactUnknown.Headline"],
                [
                    text["Mine.PersistentImpactUnknown.Strong", Days(p.SpanDays)],
                    text["Mine.Last", p.LastIntensity],
                    .. AtDiagnosis("Mine.", p.LevelAtDiagnosis, p.LastIntensity),
                ]
            ),
            PersistentReportedEvidence p => new(
                text["Mine.PersistentReported.Headline"],
                [
                    text[$"Mine.PersistentReported.{p.Duration}"],
                    text["Mine.Last", p.LastIntensity],
                    .. AtDiagnosis("Mine.", p.LevelAtDiagnosis, p.LastIntensity),
                ]
            ),
            AcuteEvidence a => new(text["Mine.Acute.Headline"], [text["Mine.Acute.Rating", a.LastIntensity]]),
            SilenceEvidence s => new(
                text["Mine.Silence.Headline"],
                [
                    text["Mine.Silence.None", Days(s.DaysSilent)],
                    .. s.LastIntensity is { } last ? new string[] { text["Mine.Last", last] } : [],
                ]
            ),
            ContactRequestedEvidence c => new(
                text["Mine.ContactRequested.Headline"],
                [
                    text["Mine.ContactRequested.Asked"],
                    .. c.LastIntensity is { } last ? new string[] { text["Mine.Last", last] } : [],
                ]
            ),
            NotSafeEvidence n => new(
                text["Mine.NotSafe.Headline"],
                [n.WrittenDownBy is { } nurse ? text["Mine.NotSafe.Said.Phone", nurse] : text["Mine.NotSafe.Said"]]
            ),
            HarmReportedEvidence => new(text["Mine.HarmReported.Headline"], [text["Mine.HarmReported.Said"]]),
            ScreenEvidence => new(text["Mine.Screen.Headline"], [text["Mine.Screen.Said"]]),
            _ => new(text[$"Mine.{rule}.Headline"], []),
        };

    /// <summary>A silence that ended: what is true of it now.</summary>
    /// <param name="on">The person's own day of the first check-in after it.</param>
    public Explanation ExplainEndedSilence(DateOnly on) =>
        new(text["Silence.Over", Date(on, 0)], [text["Silence.OverSaid", Date(on, 0)]]);

    /// <summary>What was said of a silence, once it is over.</summary>
    /// <param name="on">As above.</param>
    public Explanation AfterSilence(Explanation silence, DateOnly on)
    {
        var over = ExplainEndedSilence(on);
        var unknown = text["Silence.Unknown"].Value;
        return new(over.Headline, [.. silence.Sentences.Where(s => s != unknown), .. over.Sentences]);
    }

    /// <summary>What was said of a pattern that was not there any more at the last rating.</summary>
    public Explanation NoLonger(Explanation pattern) =>
        new(text["NoLonger", pattern.Headline], [.. pattern.Sentences, text["NoLonger.Said"]]);

    private string Strong(int count, int of, double days, int threshold, DateOnly? since) =>
        since is { } from
            ? text["Persistent.StrongSince", count, Count("Ratings", of), Days(days), threshold, Date(from, days)]
            : text["Persistent.Strong", count, Count("Ratings", of), Days(days), threshold];

    // Where it is long ago, "since 30 November" could be of either year.
    private static string Date(DateOnly on, double daysAgo) =>
        on.ToString(
            daysAgo > DaysOfOneYear ? Language.Current.DateAndYear : Language.Current.Date,
            Language.Current.Culture
        );

    private string[] AtDiagnosis(string whose, double? level, double now) =>
        level is { } then && now > then ? [text[whose + "StrongerThanAtDiagnosis", Number(then)]] : [];

    private string Points(double value) => Count("Points", Math.Round(value, 1));

    private string Weeks(double weeks) => Count("Weeks", Math.Max(1, Math.Round(weeks)));

    private string Days(double days) => Count("Days", Math.Round(days));

    // "1 week", "3 weeks": the form is the language's own.
    private string Count(string unit, double value) =>
        text[$"Count.{unit}.{Plural.Category(value, CultureInfo.CurrentUICulture)}", Number(value)];

    private static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.CurrentCulture);
}
