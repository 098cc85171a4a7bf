using System.Globalization;
using Wellbeing.Detection;

namespace Wellbeing.Cli.Replay;

/// <summary>Evidence in plain English, for the files that operators read. People read theirs in the application, in
/// their own language.</summary>
internal static class Explanation
{
    public static string InEnglish(Evidence evidence) =>
        evidence switch
        {
            WorseningEvidence e => Text(
                $"Usual level about {e.Baseline:0.#}; last two ratings average {e.Recent:0.#}. Rose {e.Rise:0.#} points in {Weeks(e.Weeks)}."
            ),
            PersistentEvidence e => Text(
                $"{e.Count} of {e.Of} ratings over {e.SpanDays:0} days at {e.Threshold} or more, with daily life affected (median {e.MedianFunctioning:0.#})."
            ),
            PersistentImpactUnknownEvidence e => Text(
                $"{e.Count} of {e.Of} ratings over {e.SpanDays:0} days at {e.Threshold} or more. How daily life is is not known ({e.FunctioningAnswers} of {e.Of} said)."
            ),
            PersistentReportedEvidence { Duration: PerceivedDuration.Longer } e => Text(
                $"A rating of {e.LastIntensity}; like this for longer than two weeks by their own account."
            ),
            PersistentReportedEvidence e => Text(
                $"A rating of {e.LastIntensity}; like this for one or two weeks before, by their own account."
            ),
            AcuteEvidence { IsFirst: false } e => Text(
                $"A rating of {e.LastIntensity}; the one at {e.Threshold} or more before it was {e.DaysSinceLast:0.#} days ago."
            ),
            AcuteEvidence e => Text(
                $"A rating of {e.LastIntensity}, the first at {e.Threshold} or more in {e.QuietDays:0} days."
            ),
            SilenceEvidence { LastIntensity: { } last } e => Text(
                $"No check-in for {e.DaysSilent:0.#} days after a rating of {last}."
            ),
            SilenceEvidence e => Text($"No check-in for {e.DaysSilent:0.#} days."),
            ContactRequestedEvidence => "Asked to be contacted.",
            NotSafeEvidence => "Said that they do not feel safe.",
            _ => throw new ArgumentOutOfRangeException(nameof(evidence), evidence, "Unknown evidence."),
        };

    private static string Weeks(double weeks) => weeks < 1.5 ? "a week" : Text($"{weeks:0} weeks");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
