using MediatR;
using Microsoft.Extensions.Localization;
using Wellbeing.App.CheckIns;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.App.Wording;
using Wellbeing.Detection;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.Pages.CheckIns;

namespace Wellbeing.Web.Pages.Trend;

/// <summary>One's own check-ins of some weeks: in words, as a chart, in full. What the page and its printed form
/// share.</summary>
public sealed class MyCourse
{
    public const int Weeks = 12;
    private const int MostNamed = 3;

    private readonly IStringLocalizer<ParticipantText> _text;

    private MyCourse(IStringLocalizer<ParticipantText> text) => _text = text;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<CheckInView> CheckIns { get; private set; } = [];

    /// <summary>What happened in the course of the illness, as their nurse wrote it down; newest first.</summary>
    public IReadOnlyList<MyTreatmentEvent> Events { get; private set; } = [];

    public string TimeZone { get; private set; } = "";

    /// <summary>Where it has been going, before anything else; null where that is not clear.</summary>
    public string? Course { get; private set; }

    /// <summary>The numbers in sentences.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>Feelings chosen most often, with how often.</summary>
    public IReadOnlyList<(Emotion Emotion, int Times)> Felt { get; private set; } = [];

    /// <summary>Growing: then the page says when to reach out.</summary>
    public bool Growing { get; private set; }

    public TrendChart? Chart { get; private set; }

    /// <summary>What was answered to questions that the organisation added.</summary>
    public IReadOnlyList<MyExtra> Extras { get; private set; } = [];

    /// <param name="withWords">Free words too.</param>
    public IReadOnlyList<MyExtra> ExtrasFor(bool withWords) =>
        [.. Extras.Where(e => withWords || e.Kind != ExtraKind.Text)];

    public static async Task<MyCourse> Of(
        Actor by,
        ISender sender,
        IStringLocalizer<ParticipantText> text,
        PersonTimes times,
        CancellationToken cancellationToken
    )
    {
        var my = new MyCourse(text);
        var settings = await sender.Send(new GetMySettings(by), cancellationToken);
        my.TimeZone = settings.TimeZone;
        my.CheckIns = await sender.Send(new GetMyCheckIns(by, times.NowUtc.AddDays(-7 * Weeks)), cancellationToken);
        my.Events = await sender.Send(new GetMyTreatmentEvents(by), cancellationToken);
        my.Extras = MyExtra.Of(my.CheckIns, text);
        if (my.CheckIns.Count > 0)
            my.Read(settings.Schedule.Cadence);
        return my;
    }

    private void Read(Cadence cadence)
    {
        var course = App.CheckIns.Course.Of(
            CheckIns.Where(c => c.Intensity is not null).Select(c => (c.LocalDate, c.Intensity!.Value)),
            cadence
        );
        Growing = course.Direction == Direction.Growing;
        Course =
            course.Direction == Direction.Unclear
                ? null
                : _text[$"Trend.Course.{course.Direction}", course.Weeks].Value;
        Summary = Language.Current.Join(Sentences());
        Felt =
        [
            .. CheckIns
                .SelectMany(c => c.Emotions.Keys)
                .GroupBy(e => e)
                .Select(g => (Emotion: g.Key, Times: g.Count()))
                .OrderByDescending(f => f.Times)
                .ThenBy(f => f.Emotion)
                .Take(MostNamed),
        ];
        if (!CheckIns.Any(c => c.Intensity is not null || c.Functioning is not null))
            return;
        Chart = new TrendChart
        {
            Title = _text["Trend.Chart.Title"],
            FirstName = _text["Trend.Chart.Distress"],
            SecondName = _text["Trend.Chart.Everyday"],
            // Twice the person's own rhythm is a gap, and a gap is not drawn over.
            JoinWithinDays = new PerCadence<int>(2, 10, 20, 45).For(cadence),
            Events = [.. Events.Reverse().Select(e => new TrendEvent(e.On, _text[$"Treatment.{e.Kind}"]))],
            Points = [.. CheckIns.Reverse().Select(c => new TrendPoint(c.LocalDate, c.Intensity, c.Functioning))],
        };
    }

    private IEnumerable<string> Sentences()
    {
        yield return CheckIns.Count == 1 ? _text["Trend.Count.One"] : _text["Trend.Count.Many", CheckIns.Count];
        var rated = CheckIns.Where(c => c.Intensity is not null).ToList();
        if (rated.Count == 0)
        {
            yield break;
        }

        // The worst is never said back: in hard times a number is no news to anybody.
        var latest = rated[0].Intensity!.Value;
        if (latest >= Questions.Hard)
        {
            if (!Growing)
                yield return _text["Trend.Hard"];
        }
        else
        {
            yield return _text[
                rated.Count > 1 && rated.TrueForAll(c => c.Intensity == latest) ? "Trend.Level" : "Trend.Latest",
                latest
            ];
        }
    }
}
