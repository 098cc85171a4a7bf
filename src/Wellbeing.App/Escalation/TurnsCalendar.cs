using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Wellbeing.App.Site;

namespace Wellbeing.App.Escalation;

/// <summary>
/// Turns on call as an iCalendar file. An event is named by when its turn begins, so that one that changes hands or
/// ends earlier takes the place of what a calendar program had.
/// </summary>
/// <param name="of">Whose link it is: they are reminded of their own turns.</param>
/// <param name="changedUtc">When something was last put on the rota.</param>
internal sealed class TurnsCalendar(
    string siteName,
    SiteOptions site,
    Guid of,
    IReadOnlyDictionary<Guid, string> names,
    DateTime changedUtc
)
{
    private const int AlarmMinutes = 15;

    /// <summary>How often a program should look; each decides for itself.</summary>
    private const string LookEvery = "PT1H";

    public string Write(RotaFeed feed, IReadOnlyList<RotaStretch> stretches)
    {
        var calendar = new Ical.Net.Calendar { ProductId = "-//Wellbeing//On call//EN" };
        var name = feed == RotaFeed.Mine ? $"My turns on call ({siteName})" : $"On call ({siteName})";
        calendar.AddProperty("NAME", name); // RFC 7986; what most programs read stands below it.
        calendar.AddProperty("X-WR-CALNAME", name);
        var refresh = new CalendarProperty("REFRESH-INTERVAL", LookEvery);
        refresh.AddParameter("VALUE", "DURATION");
        calendar.Properties.Add(refresh);
        calendar.AddProperty("X-PUBLISHED-TTL", LookEvery);
        var turns = feed == RotaFeed.Mine ? Rota.TurnsOf(stretches, of) : stretches.Where(s => s.OnCall.Count > 0);
        foreach (var turn in turns)
            calendar.Events.Add(Event(feed, turn));
        return new CalendarSerializer().SerializeToString(calendar)!;
    }

    private CalendarEvent Event(RotaFeed feed, RotaStretch turn)
    {
        var isMine = feed == RotaFeed.Mine;
        var others = Names(turn.OnCall.Where(id => !isMine || id != of));
        var begins = new DateTimeOffset(turn.FromUtc).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var result = new CalendarEvent
        {
            Uid = $"{(isMine ? of.ToString("N") : "team")}-{begins}@{new Uri(site.BaseUrl).Host}",
            DtStamp = new CalDateTime(changedUtc),
            Start = new CalDateTime(turn.FromUtc),
            End = new CalDateTime(turn.ToUtc),
            Summary = isMine ? "On call" : $"On call: {others}",
            Description = isMine && others.Length > 0 ? $"Together with {others}." : null,
            Url = site.Link("/Staff/Rota"),
            Transparency = TransparencyType.Transparent, // Whoever is on call can still be invited.
        };
        if (turn.OnCall.Contains(of))
        {
            result.Alarms.Add(
                new Alarm
                {
                    Action = AlarmAction.Display,
                    Description = $"Your turn on call begins in {AlarmMinutes} minutes",
                    Trigger = new Trigger(Duration.FromMinutes(-AlarmMinutes)),
                }
            );
        }

        return result;
    }

    private string Names(IEnumerable<Guid> ids) =>
        string.Join(" and ", ids.Select(id => names.GetValueOrDefault(id, "")).Order(StringComparer.Ordinal));
}
