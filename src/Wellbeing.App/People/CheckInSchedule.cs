using NodaTime;
using NodaTime.Extensions;
using Wellbeing.Detection;

namespace Wellbeing.App.People;

/// <summary>When a participant is asked, in their own zone. Daylight-saving changes move the instant, never the local
/// time.</summary>
/// <param name="Cadence">How often.</param>
/// <param name="Weekday">For weekly, fortnightly and monthly: the day; monthly falls on the month's first such
/// day.</param>
/// <param name="At">Local time of day. A time that the clocks skip is moved to just after the gap; one that comes twice
/// means the first.</param>
/// <param name="QuietFrom">Start of the person's quiet hours, local.</param>
/// <param name="QuietTo">End of the quiet hours, local; equal to <paramref name="QuietFrom"/> for none.</param>
/// <param name="Anchor">A day of the first fortnight: fortnightly prompts fall an even number of weeks from its
/// week.</param>
public sealed record CheckInSchedule(
    Cadence Cadence,
    DayOfWeek Weekday,
    TimeOnly At,
    TimeOnly QuietFrom,
    TimeOnly QuietTo,
    DateOnly Anchor
)
{
    /// <summary>Weekly, Tuesdays at ten; quiet from nine in the evening to eight in the morning.</summary>
    public static CheckInSchedule Default { get; } =
        new(
            Cadence.Weekly,
            DayOfWeek.Tuesday,
            new TimeOnly(10, 0),
            new TimeOnly(21, 0),
            new TimeOnly(8, 0),
            new DateOnly(2024, 1, 1)
        );

    /// <summary>The first due instant strictly after <paramref name="afterUtc"/>.</summary>
    public DateTime NextAfter(DateTime afterUtc, string timeZone)
    {
        var zone = Zone(timeZone);
        var day = Instant.FromDateTimeUtc(afterUtc).InZone(zone).Date;
        for (; ; day = day.PlusDays(1))
        {
            if (!FallsOn(day))
                continue;
            var due = (day + LocalTime.FromTimeOnly(At)).InZoneLeniently(zone).ToDateTimeUtc();
            if (due > afterUtc)
                return due;
        }
    }

    /// <summary>The hour at which the person likes to be asked, on a day of theirs.</summary>
    public DateTime InstantOn(DateOnly day, string timeZone) =>
        (NodaTime.LocalDate.FromDateOnly(day) + LocalTime.FromTimeOnly(At))
            .InZoneLeniently(Zone(timeZone))
            .ToDateTimeUtc();

    /// <summary>The same instant, or the end of the quiet hours it falls in.</summary>
    public DateTime OutsideQuietHours(DateTime atUtc, string timeZone)
    {
        var zone = Zone(timeZone);
        var local = Instant.FromDateTimeUtc(atUtc).InZone(zone).LocalDateTime;
        var time = local.TimeOfDay.ToTimeOnly();
        if (QuietFrom == QuietTo || !time.IsBetween(QuietFrom, QuietTo))
            return atUtc;
        var endsOn = time < QuietTo ? local.Date : local.Date.PlusDays(1);
        return (endsOn + LocalTime.FromTimeOnly(QuietTo)).InZoneLeniently(zone).ToDateTimeUtc();
    }

    private bool FallsOn(LocalDate day) =>
        Cadence switch
        {
            Cadence.Daily => true,
            Cadence.Weekly => IsWeekday(day),
            Cadence.Fortnightly => IsWeekday(day) && WeeksFromAnchor(day) % 2 == 0,
            Cadence.Monthly => IsWeekday(day) && day.Day <= 7,
            _ => throw new InvalidOperationException($"Unknown cadence {Cadence}."),
        };

    private bool IsWeekday(LocalDate day) => day.DayOfWeek.ToDayOfWeek() == Weekday;

    private int WeeksFromAnchor(LocalDate day)
    {
        var anchorMonday = LocalDate(Anchor);
        return Math.Abs(Period.DaysBetween(anchorMonday, Monday(day)) / 7);

        static LocalDate LocalDate(DateOnly date) => Monday(NodaTime.LocalDate.FromDateOnly(date));
        static LocalDate Monday(LocalDate date) => date.PlusDays(1 - (int)date.DayOfWeek);
    }

    private static DateTimeZone Zone(string timeZone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone)
        ?? throw new ArgumentException($"'{timeZone}' is not an IANA time zone.", nameof(timeZone));
}
