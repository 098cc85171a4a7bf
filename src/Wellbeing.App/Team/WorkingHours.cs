using NodaTime;
using NodaTime.Extensions;

namespace Wellbeing.App.Team;

/// <summary>Working time of one weekday; a day may have several.</summary>
/// <param name="Opens">Local time.</param>
/// <param name="Closes">Local time, after <paramref name="Opens"/>; midnight is the end of the day.</param>
public sealed record WorkingInterval(DayOfWeek Day, TimeOnly Opens, TimeOnly Closes)
{
    /// <summary>True where it ends after it begins.</summary>
    public bool IsSound => Closes > Opens || Closes == TimeOnly.MinValue;
}

/// <summary>When the team works, in its own zone.</summary>
/// <param name="TimeZone">IANA zone.</param>
/// <param name="Week">At least one; those of a day do not overlap.</param>
/// <param name="Holidays">Days on which nobody works.</param>
public sealed record WorkingHours(string TimeZone, IReadOnlyList<WorkingInterval> Week, IReadOnlySet<DateOnly> Holidays)
{
    /// <summary>True while somebody is at work.</summary>
    public bool AreOpen(DateTime atUtc) => On(LocalDay(atUtc)).Any(i => i.Opens <= atUtc && atUtc < i.Closes);

    /// <summary>The same instant while open, or the next opening.</summary>
    public DateTime NextOpen(DateTime atUtc)
    {
        for (var day = LocalDay(atUtc); ; day = day.PlusDays(1))
        {
            foreach (var (opens, closes) in On(day))
            {
                if (closes > atUtc)
                    return opens > atUtc ? opens : atUtc;
            }
        }
    }

    /// <summary>The instant by which <paramref name="duration"/> of working time has passed.</summary>
    public DateTime Add(DateTime fromUtc, TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero)
            return fromUtc;
        for (var day = LocalDay(fromUtc); ; day = day.PlusDays(1))
        {
            foreach (var (opens, closes) in On(day))
            {
                var start = opens > fromUtc ? opens : fromUtc;
                if (closes <= start)
                    continue;
                if (closes - start >= duration)
                    return start + duration;
                duration -= closes - start;
            }
        }
    }

    /// <summary>
    /// Close of the <paramref name="days"/>-th working day after the team's day of <paramref name="fromUtc"/>, as
    /// people count: on Sunday evening, in the night to Monday, and on Friday, the next working day is Monday. Until
    /// the team opens, a working day has not begun. 0: today while it still is open, else the next working day.
    /// </summary>
    public DateTime CloseOfWorkingDay(DateTime fromUtc, int days)
    {
        var day = LocalDay(fromUtc);
        if (days == 0)
        {
            if (On(day).LastOrDefault().Closes > fromUtc)
                return On(day).Last().Closes;
            days = 1;
        }
        else if (On(day).Any() && fromUtc < On(day).First().Opens)
        {
            day = day.PlusDays(-1);
        }

        while (days > 0)
        {
            day = day.PlusDays(1);
            if (On(day).Any())
                days--;
        }

        return On(day).Last().Closes;
    }

    // A time that the clocks skip begins later; an interval that lies wholly in it is none.
    private IEnumerable<(DateTime Opens, DateTime Closes)> On(LocalDate day) =>
        Holidays.Contains(day.ToDateOnly())
            ? []
            : Week.Where(i => i.Day == day.DayOfWeek.ToDayOfWeek())
                .OrderBy(i => i.Opens)
                .Select(i =>
                    (
                        Opens: At(day, i.Opens),
                        Closes: i.Closes == TimeOnly.MinValue ? At(day.PlusDays(1), i.Closes) : At(day, i.Closes)
                    )
                )
                .Where(i => i.Closes > i.Opens);

    private LocalDate LocalDay(DateTime atUtc) => Instant.FromDateTimeUtc(atUtc).InZone(Zone).Date;

    private DateTime At(LocalDate day, TimeOnly time) =>
        (day + LocalTime.FromTimeOnly(time)).InZoneLeniently(Zone).ToDateTimeUtc();

    private DateTimeZone Zone => DateTimeZoneProviders.Tzdb[TimeZone];
}
