using NodaTime;
using NodaTime.Extensions;

namespace Wellbeing.App.Domain;

/// <summary>When the team works: the same hours on each working day, in the team's zone.</summary>
/// <param name="TimeZone">IANA zone.</param>
/// <param name="Opens">Local time.</param>
/// <param name="Closes">Local time, after <paramref name="Opens"/>.</param>
/// <param name="Days">At least one.</param>
/// <param name="Holidays">Days on which nobody works.</param>
public sealed record WorkingHours(
    string TimeZone,
    TimeOnly Opens,
    TimeOnly Closes,
    IReadOnlySet<DayOfWeek> Days,
    IReadOnlySet<DateOnly> Holidays)
{
    /// <summary>True while somebody is at work.</summary>
    public bool AreOpen(DateTime atUtc)
    {
        var (opens, closes) = DayAt(LocalDay(atUtc));
        return opens <= atUtc && atUtc < closes;
    }

    /// <summary>The same instant while open, or the next opening.</summary>
    public DateTime NextOpen(DateTime atUtc)
    {
        for (var day = LocalDay(atUtc); ; day = day.PlusDays(1))
        {
            var (opens, closes) = DayAt(day);
            if (closes > atUtc && closes > opens) return opens > atUtc ? opens : atUtc;
        }
    }

    /// <summary>The instant by which <paramref name="duration"/> of working time has passed.</summary>
    public DateTime Add(DateTime fromUtc, TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero) return fromUtc;
        for (var day = LocalDay(fromUtc); ; day = day.PlusDays(1))
        {
            var (opens, closes) = DayAt(day);
            var start = opens > fromUtc ? opens : fromUtc;
            if (closes <= start) continue;
            if (closes - start >= duration) return start + duration;
            duration -= closes - start;
        }
    }

    /// <summary>Close of the <paramref name="days"/>-th working day after the one that <paramref name="fromUtc"/> belongs to.</summary>
    /// <remarks>A moment after hours belongs to the next working day.</remarks>
    public DateTime CloseOfWorkingDay(DateTime fromUtc, int days)
    {
        var day = LocalDay(NextOpen(fromUtc));
        while (days > 0)
        {
            day = day.PlusDays(1);
            var (opens, closes) = DayAt(day);
            if (closes > opens) days--;
        }

        return DayAt(day).Closes;
    }

    private (DateTime Opens, DateTime Closes) DayAt(LocalDate day)
    {
        var opens = At(day, Opens);
        var works = Days.Contains(day.DayOfWeek.ToDayOfWeek()) && !Holidays.Contains(day.ToDateOnly());
        return (opens, works ? At(day, Closes) : opens);
    }

    private LocalDate LocalDay(DateTime atUtc) => Instant.FromDateTimeUtc(atUtc).InZone(Zone).Date;

    private DateTime At(LocalDate day, TimeOnly time) =>
        (day + LocalTime.FromTimeOnly(time)).InZoneLeniently(Zone).ToDateTimeUtc();

    private DateTimeZone Zone => DateTimeZoneProviders.Tzdb[TimeZone];
}
