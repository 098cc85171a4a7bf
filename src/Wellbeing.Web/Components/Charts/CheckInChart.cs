using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.Detection;
using Wellbeing.Web.Pages.Staff;

namespace Wellbeing.Web.Components.Charts;

/// <summary>Somebody's check-ins as a nurse sees them: both ratings, and what the findings were measured
/// against.</summary>
public static class CheckInChart
{
    /// <param name="checkIns">In any order.</param>
    /// <param name="findings">Of the flag that is looked at; none for the person's own page.</param>
    /// <param name="events">What happened in the course of the illness; drawn from the first check-in on.</param>
    public static TrendChart Of(
        IReadOnlyList<CheckInView> checkIns,
        Cadence cadence,
        int weeks,
        IReadOnlyList<FindingView> findings,
        IReadOnlyList<TreatmentEventView>? events = null
    )
    {
        var found = findings.Select(f => f.FoundAtUtc).ToHashSet();
        var inOrder = checkIns.OrderBy(c => c.SubmittedAtUtc).ToList();
        var usual = findings.Select(f => f.Evidence).OfType<WorseningEvidence>().FirstOrDefault()?.Baseline;
        var threshold =
            findings.Select(f => f.Evidence).OfType<PersistentEvidence>().FirstOrDefault()?.Threshold
            ?? findings.Select(f => f.Evidence).OfType<PersistentImpactUnknownEvidence>().FirstOrDefault()?.Threshold;
        // Another line than the one above, by the name that it has on the person's page.
        var veryHigh = findings.Select(f => f.Evidence).OfType<AcuteEvidence>().FirstOrDefault()?.Threshold;
        return new TrendChart
        {
            Title = $"The last {weeks} weeks",
            Summary = Summary(inOrder),
            FirstName = "Distress",
            SecondName = "Daily life affected",
            BandFrom = threshold,
            BandName = threshold is null ? null : $"Strong: {threshold} or more",
            TopBandFrom = veryHigh,
            TopBandName = veryHigh is null ? null : $"Very high: {veryHigh} or more",
            Baseline = usual,
            BaselineName = usual is { } level ? $"Usual level, about {level.ToString("0.#", TeamTime.English)}" : null,
            MarkedName = "Raised this flag",
            Events = [.. (events ?? []).OrderBy(e => e.On).Select(e => new TrendEvent(e.On, StaffWords.Of(e.Kind)))],
            // A finding carries the instant of the check-in that it was made at.
            Points =
            [
                .. inOrder.Select(c => new TrendPoint(
                    c.LocalDate,
                    c.Intensity,
                    c.Functioning,
                    c.Intensity is not null && found.Contains(c.SubmittedAtUtc)
                )),
            ],
            JoinWithinDays = cadence switch
            {
                Cadence.Daily => 4,
                Cadence.Weekly => 11,
                Cadence.Fortnightly => 22,
                _ => 50,
            },
        };
    }

    private static string Summary(List<CheckInView> inOrder)
    {
        var rated = inOrder.Where(c => c.Intensity is not null).ToList();
        var answered = inOrder.Count == 1 ? "1 check-in." : $"{inOrder.Count} check-ins.";
        if (rated.Count == 0)
            return answered + " No rating of distress was given.";
        return $"{answered} {Course(rated, c => c.LocalDate.ToString(Format(rated), TeamTime.English))}";
    }

    // Two dates of two years are no two dates of one.
    private static string Format(List<CheckInView> rated) =>
        rated[0].LocalDate.Year == rated[^1].LocalDate.Year ? "d MMMM" : "d MMMM yyyy";

    /// <summary>As a person would tell it: what changed, and nothing twice.</summary>
    private static string Course(List<CheckInView> rated, Func<CheckInView, string> day)
    {
        var (first, last) = (rated[0], rated[^1]);
        if (rated.Count == 1)
            return $"Distress was {first.Intensity} on {day(first)}.";
        if (rated.TrueForAll(c => c.Intensity == first.Intensity))
        {
            return first.LocalDate == last.LocalDate
                ? $"Distress was {first.Intensity} {(rated.Count == 2 ? "both times" : "every time")} on {day(first)}."
                : $"Distress was {first.Intensity} every time since {day(first)}.";
        }

        var (highest, lowest) = (rated.MaxBy(c => c.Intensity)!, rated.MinBy(c => c.Intensity)!);
        var change =
            last.Intensity > first.Intensity
                ? $"rose from {first.Intensity} on {day(first)} to {last.Intensity} on {day(last)}"
            : last.Intensity < first.Intensity
                ? $"fell from {first.Intensity} on {day(first)} to {last.Intensity} on {day(last)}"
            : $"was {first.Intensity} on {day(first)} and again on {day(last)}";
        var top = Math.Max(first.Intensity!.Value, last.Intensity!.Value);
        // Neither end is above the other, and between them it was only lower: that is what is to be told.
        var between =
            highest.Intensity > top ? $"; the highest between was {highest.Intensity} on {day(highest)}"
            : first.Intensity == last.Intensity ? $"; the lowest between was {lowest.Intensity} on {day(lowest)}"
            : "";
        return $"Distress {change}{between}.";
    }
}
