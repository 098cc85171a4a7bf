using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.App.Features.Participants;
using Wellbeing.App.Features.Treatment;
using Wellbeing.App.Wording;
using Wellbeing.Detection;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages;

/// <summary>The person's own check-ins of 12 weeks: in a sentence, in a drawing, in a table, in full.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class TrendModel(ISender sender, IStringLocalizer<ParticipantText> text, PersonTimes times) : PageModel
{
    private const int Weeks = 12;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<CheckInView> CheckIns { get; private set; } = [];

    /// <summary>What happened in the course of the illness, as their nurse wrote it down; newest first.</summary>
    public IReadOnlyList<MyTreatmentEvent> Events { get; private set; } = [];

    public string TimeZone { get; private set; } = "";

    public string Summary { get; private set; } = "";

    public TrendChart? Chart { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var by = User.ToActor();
        var settings = await sender.Send(new GetMySettings(by), cancellationToken);
        TimeZone = settings.TimeZone;
        CheckIns = await sender.Send(new GetMyCheckIns(by, times.NowUtc.AddDays(-7 * Weeks)), cancellationToken);
        Events = await sender.Send(new GetMyTreatmentEvents(by), cancellationToken);
        if (CheckIns.Count == 0) return;
        Summary = Language.Current.Join(Sentences(settings.Schedule.Cadence));
        if (!CheckIns.Any(c => c.Intensity is not null || c.Functioning is not null)) return;
        Chart = new TrendChart
        {
            Title = text["Trend.Chart.Title"],
            Summary = Summary,
            FirstName = text["Trend.Chart.Distress"],
            SecondName = text["Trend.Chart.Everyday"],
            // Twice the person's own rhythm is a gap, and a gap is not drawn over.
            JoinWithinDays = new PerCadence<int>(2, 10, 20, 45).For(settings.Schedule.Cadence),
            Events = [.. Events.Reverse().Select(e => new TrendEvent(e.On, text[$"Treatment.{e.Kind}"]))],
            Points = [.. CheckIns.Reverse().Select(c => new TrendPoint(c.LocalDate, c.Intensity, c.Functioning))],
        };
    }

    private IEnumerable<string> Sentences(Cadence cadence)
    {
        yield return CheckIns.Count == 1 ? text["Trend.Count.One"] : text["Trend.Count.Many", CheckIns.Count];
        var rated = CheckIns.Where(c => c.Intensity is not null).ToList();
        if (rated.Count == 0)
        {
            yield return text["Trend.NoNumbers"];
        }
        else
        {
            var (latest, highest) = (rated[0].Intensity!.Value, rated.MaxBy(c => c.Intensity)!);
            var level = rated.TrueForAll(c => c.Intensity == latest);
            if (level && rated.Count > 1)
                yield return text["Trend.Level", latest];
            else if (level || highest.Intensity == latest)
                yield return text[level ? "Trend.Latest" : "Trend.LatestHighest", latest];
            else
            {
                yield return text["Trend.Latest", latest];
                yield return text["Trend.Highest", highest.Intensity!.Value, PersonTimes.Date(highest.LocalDate)];
            }
        }

        if (cadence is Cadence.Daily or Cadence.Weekly && EmptyWeeks() is > 0 and var empty)
            yield return empty == 1 ? text["Trend.Weeks.One"] : text["Trend.Weeks.Many", empty];
    }

    /// <summary>Whole weeks, Monday to Sunday, without a check-in since the first one shown; the present week is not over.</summary>
    private int EmptyWeeks()
    {
        static int Week(DateOnly day) => (day.DayNumber + 6) / 7;
        var weeks = CheckIns.Select(c => Week(c.LocalDate)).ToHashSet();
        return Enumerable.Range(weeks.Min(), Math.Max(0, Week(times.Today(TimeZone)) - weeks.Min())).Count(w => !weeks.Contains(w));
    }
}
