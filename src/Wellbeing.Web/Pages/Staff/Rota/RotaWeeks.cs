using Wellbeing.App.Escalation;
using Wellbeing.App.Site;
using Wellbeing.Web.Components;

namespace Wellbeing.Web.Pages.Staff.Rota;

/// <summary>The rota as a wall calendar of the team: weeks from Monday, days from midnight of its own zone.</summary>
public sealed record RotaWeek(DateOnly Monday, IReadOnlyList<RotaDay> Days, DateOnly? ClocksChange)
{
    /// <param name="monday">Of the first week.</param>
    public static IReadOnlyList<RotaWeek> Of(RotaView rota, DateOnly monday, int weeks, TeamTime time) =>
        [.. Enumerable.Range(0, weeks).Select(week => Week(rota, monday.AddDays(7 * week), time))];

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static RotaWeek Week(RotaView rota, DateOnly monday, TeamTime time)
    {
        var days = Enumerable.Range(0, 7).Select(day => Day(rota, monday.AddDays(day), time)).ToList();
        var changed = Enumerable
            .Range(0, 7)
            .Select(day => monday.AddDays(day))
            .Cast<DateOnly?>()
            .FirstOrDefault(day =>
                Starts(day!.Value.AddDays(1), rota) - Starts(day.Value, rota) != TimeSpan.FromDays(1)
            );
        return new RotaWeek(monday, days, changed);
    }

    private static RotaDay Day(RotaView rota, DateOnly date, TeamTime time)
    {
        var (starts, ends) = (Starts(date, rota), Starts(date.AddDays(1), rota));
        var parts = rota
            .Turns.Where(turn => turn.FromUtc < ends && starts < turn.ToUtc)
            .Select(turn => new RotaPart(
                turn.FromUtc > starts ? time.Clock(turn.FromUtc) : null,
                turn.ToUtc < ends ? time.Clock(turn.ToUtc) : null,
                turn
            ))
            .ToList();
        return new RotaDay(date, parts, date == time.Today);
    }

    private static DateTime Starts(DateOnly date, RotaView rota) => TimeZones.StartOf(date, rota.TimeZone);
}

/// <param name="Parts">In order of time; none for what is over.</param>
public sealed record RotaDay(DateOnly Date, IReadOnlyList<RotaPart> Parts, bool IsToday);

/// <param name="From">Local time where it begins on that day.</param>
/// <param name="Until">Local time where it ends on that day.</param>
public sealed record RotaPart(string? From, string? Until, RotaTurn Turn);

/// <summary>Some weeks to draw, with one's own turns marked.</summary>
/// <param name="Me">Null where nobody's own are marked.</param>
public sealed record RotaCalendar(IReadOnlyList<RotaWeek> Weeks, Guid? Me);
