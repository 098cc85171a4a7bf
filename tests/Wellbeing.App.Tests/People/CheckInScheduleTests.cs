using System.Globalization;
using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.Detection;

namespace Wellbeing.App.Tests.People;

public sealed class CheckInScheduleTests
{
    private static DateTime Utc(string text) =>
        DateTime.Parse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );

    private static CheckInSchedule At(
        string time,
        Cadence cadence = Cadence.Daily,
        DayOfWeek weekday = DayOfWeek.Tuesday
    ) =>
        CheckInSchedule.Default with
        {
            Cadence = cadence,
            Weekday = weekday,
            At = TimeOnly.Parse(time, CultureInfo.InvariantCulture),
        };

    [Theory]
    // The same local time on both sides of both changes.
    [InlineData("Australia/Hobart", "10:00", "2026-04-04T01:00Z", "2026-04-05T00:00Z", "2026-04-06T00:00Z")]
    [InlineData("Australia/Hobart", "10:00", "2026-10-03T01:00Z", "2026-10-03T23:00Z", "2026-10-04T23:00Z")]
    [InlineData("America/New_York", "10:00", "2026-03-07T15:30Z", "2026-03-08T14:00Z", "2026-03-09T14:00Z")]
    [InlineData("America/New_York", "10:00", "2026-10-31T14:30Z", "2026-11-01T15:00Z", "2026-11-02T15:00Z")]
    [InlineData("Australia/Lord_Howe", "10:00", "2026-04-04T00:00Z", "2026-04-04T23:30Z", "2026-04-05T23:30Z")]
    [InlineData("Australia/Lord_Howe", "10:00", "2026-10-03T00:00Z", "2026-10-03T23:00Z", "2026-10-04T23:00Z")]
    // A time that the clocks skip is moved to just after the gap; Lord Howe's is half an hour wide.
    [InlineData("Australia/Hobart", "02:30", "2026-10-03T00:00Z", "2026-10-03T16:30Z", "2026-10-04T15:30Z")]
    [InlineData("America/New_York", "02:30", "2026-03-08T00:00Z", "2026-03-08T07:30Z", "2026-03-09T06:30Z")]
    [InlineData("Australia/Lord_Howe", "02:15", "2026-10-03T00:00Z", "2026-10-03T15:45Z", "2026-10-04T15:15Z")]
    // A time that comes twice means the first, and only the first.
    [InlineData("Australia/Hobart", "02:30", "2026-04-04T00:00Z", "2026-04-04T15:30Z", "2026-04-05T16:30Z")]
    [InlineData("America/New_York", "01:30", "2026-11-01T00:00Z", "2026-11-01T05:30Z", "2026-11-02T06:30Z")]
    [InlineData("Australia/Lord_Howe", "01:45", "2026-04-04T00:00Z", "2026-04-04T14:45Z", "2026-04-05T15:15Z")]
    public void Keeps_the_local_time_when_the_clocks_change(
        string zone,
        string time,
        string after,
        string first,
        string second
    )
    {
        var schedule = At(time);
        Assert.Equal(Utc(first), schedule.NextAfter(Utc(after), zone));
        Assert.Equal(Utc(second), schedule.NextAfter(Utc(first), zone));
    }

    [Theory]
    [InlineData(Cadence.Daily, "2026-02-03 2026-02-04 2026-02-05")]
    [InlineData(Cadence.Weekly, "2026-02-03 2026-02-10 2026-02-17")]
    [InlineData(Cadence.Fortnightly, "2026-02-10 2026-02-24 2026-03-10")]
    [InlineData(Cadence.Monthly, "2026-02-03 2026-03-03 2026-04-07")]
    public void Falls_on_the_days_of_its_cadence(Cadence cadence, string dates)
    {
        var schedule = At("10:00", cadence) with { Anchor = new DateOnly(2026, 1, 1) };
        var at = Utc("2026-02-02T00:00Z");
        var found = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            at = schedule.NextAfter(at, "Australia/Brisbane");
            found.Add(
                TimeZones.LocalDate(at, "Australia/Brisbane").ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            );
        }

        Assert.Equal(dates, string.Join(' ', found));
    }

    [Theory]
    [InlineData("Australia/Hobart")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    [InlineData("Europe/Berlin")]
    public void Asks_every_day_of_ten_years_exactly_once(string zone)
    {
        var schedule = At("02:30");
        var at = Utc("2020-01-01T00:00Z");
        var previous = TimeZones.LocalDate(schedule.NextAfter(at, zone), zone).AddDays(-1);
        for (var day = 0; day < 3653; day++)
        {
            at = schedule.NextAfter(at, zone);
            var date = TimeZones.LocalDate(at, zone);
            Assert.Equal(previous.AddDays(1), date);
            previous = date;
        }
    }

    [Theory]
    [InlineData("21:00", "08:00", "2026-02-02T11:00Z", "2026-02-02T22:00Z")] // 21:00 over night is 08:00 the next day
    [InlineData("21:00", "08:00", "2026-02-01T21:59Z", "2026-02-01T22:00Z")] // 07:59 is 08:00 the same day
    [InlineData("21:00", "08:00", "2026-02-01T22:00Z", "2026-02-01T22:00Z")] // the end is not quiet any more
    [InlineData("21:00", "08:00", "2026-02-02T10:59Z", "2026-02-02T10:59Z")] // 20:59
    [InlineData("12:00", "14:00", "2026-02-02T03:00Z", "2026-02-02T04:00Z")] // a midday rest
    [InlineData("09:00", "09:00", "2026-02-02T23:00Z", "2026-02-02T23:00Z")] // none
    public void Moves_what_falls_into_the_quiet_hours_to_their_end(string from, string to, string at, string expected)
    {
        var schedule = CheckInSchedule.Default with
        {
            QuietFrom = TimeOnly.Parse(from, CultureInfo.InvariantCulture),
            QuietTo = TimeOnly.Parse(to, CultureInfo.InvariantCulture),
        };
        Assert.Equal(Utc(expected), schedule.OutsideQuietHours(Utc(at), "Australia/Brisbane"));
    }
}
