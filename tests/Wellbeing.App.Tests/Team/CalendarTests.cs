using FluentValidation;
using Wellbeing.App.Data;
using Wellbeing.App.Team;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Team;

public abstract class CalendarTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : CalendarTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : CalendarTests(DatabaseProvider.Postgres);

    private const string File = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Somebody//Holidays//EN
        BEGIN:VEVENT
        UID:1
        DTSTART;VALUE=DATE:20200101
        DTEND;VALUE=DATE:20200102
        RRULE:FREQ=YEARLY
        SUMMARY:New Year's Day
        END:VEVENT
        BEGIN:VEVENT
        UID:2
        DTSTART;VALUE=DATE:20261225
        DTEND;VALUE=DATE:20261227
        SUMMARY:Christmas
        END:VEVENT
        BEGIN:VEVENT
        UID:3
        DTSTART;TZID=Australia/Brisbane:20260301T090000
        DTEND;TZID=Australia/Brisbane:20260301T100000
        SUMMARY:Team meeting
        END:VEVENT
        END:VCALENDAR
        """;

    [Fact]
    public async Task An_iCalendar_file_gives_its_all_day_events_as_holidays_recurring_ones_for_years_ahead_and_twice_is_once()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var read = Assert.IsType<ReadHolidaysResult.Read>(await app.Send(new ReadHolidays(ruth, File)));
        Assert.Equal((8, 0, 1), (read.New.Count, read.Known, read.Skipped));
        Assert.Empty((await app.Send(new GetCalendar(ruth))).Holidays); // Reading changes nothing.
        Assert.Equal(8, await app.Send(new ImportHolidays(ruth, read.New)));
        Assert.Equal(0, await app.Send(new ImportHolidays(ruth, read.New)));
        Assert.Equal(8, Assert.IsType<ReadHolidaysResult.Read>(await app.Send(new ReadHolidays(ruth, File))).Known);

        var days = (await app.Send(new GetCalendar(ruth))).Holidays.Select(h => h.Date).ToList();
        Assert.Equal(
            [
                new(2026, 1, 1),
                new(2026, 12, 25),
                new(2026, 12, 26),
                new(2027, 1, 1),
                new(2028, 1, 1),
                new(2029, 1, 1),
                new(2030, 1, 1),
                new(2031, 1, 1),
            ],
            days
        );
        Assert.IsType<ReadHolidaysResult.Unreadable>(await app.Send(new ReadHolidays(ruth, "This is no calendar.")));
        var meeting =
            File[..File.IndexOf("BEGIN:VEVENT", StringComparison.Ordinal)]
            + File[File.LastIndexOf("BEGIN:VEVENT", StringComparison.Ordinal)..];
        Assert.Equal(new ReadHolidaysResult.NoDays(1), await app.Send(new ReadHolidays(ruth, meeting)));
        Assert.IsType<ReadHolidaysResult.TooMany>(
            await app.Send(new ReadHolidays(ruth, File.Replace("FREQ=YEARLY", "FREQ=DAILY", StringComparison.Ordinal)))
        );
    }

    [Fact]
    public async Task Changed_hours_move_the_clock_of_a_ladder_that_counts_them()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var calendar = await app.Send(new GetCalendar(ruth));
        WorkingInterval[] week =
        [
            new(DayOfWeek.Monday, new(8, 0), new(12, 0)),
            new(DayOfWeek.Monday, new(13, 0), new(0, 0)),
            new(DayOfWeek.Sunday, new(9, 0), new(10, 0)),
        ];
        Assert.Equal(
            SaveWorkingHoursResult.Saved,
            await app.Send(new SaveWorkingHours(ruth, calendar.Version, "Australia/Hobart", week))
        );
        Assert.Equal(
            SaveWorkingHoursResult.Outdated,
            await app.Send(new SaveWorkingHours(ruth, calendar.Version, "Australia/Perth", week))
        );

        var hours = (await app.Send(new GetCalendar(ruth))).Hours;
        var monday = new DateTime(2026, 2, 2, 0, 0, 0, DateTimeKind.Utc); // 11:00 in Hobart.
        Assert.Equal(monday.AddHours(3), hours.Add(monday, TimeSpan.FromHours(2))); // Lunch does not count.
        Assert.Equal(monday.AddHours(13), hours.Add(monday, TimeSpan.FromHours(12))); // Until midnight.
    }

    [Fact]
    public async Task Hours_that_overlap_or_end_before_they_begin_are_refused_beside_their_day()
    {
        await using var app = await AppFixture.Create(provider);
        WorkingInterval[][] wrong =
        [
            [new(DayOfWeek.Monday, new(9, 0), new(8, 0))],
            [new(DayOfWeek.Monday, new(8, 0), new(12, 0)), new(DayOfWeek.Monday, new(11, 0), new(15, 0))],
        ];
        foreach (var week in wrong)
        {
            var refusal = await Assert.ThrowsAsync<ValidationException>(() =>
                app.Send(new SaveWorkingHours(app.Cast.Ruth.Actor, 0, "Australia/Brisbane", week))
            );
            Assert.Equal("week.Monday", Assert.Single(refusal.Errors).PropertyName);
        }
    }
}
