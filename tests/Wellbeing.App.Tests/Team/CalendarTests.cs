using System.Globalization;
using FluentValidation;
using Wellbeing.App.Audit;
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
    public async Task A_holiday_and_a_mailbox_are_taken_out_again_on_record_and_what_is_not_there_is_no_matter()
    {
        await using var app = await AppFixture.Create(provider);
        var ruth = app.Cast.Ruth.Actor;
        var day = new DateOnly(2026, 3, 9);
        await app.Send(new AddHoliday(ruth, day, "Labour Day"));
        await app.Send(new AddHoliday(ruth, day.AddDays(1), "The day after"));
        await app.Send(new AddMailbox(ruth, "Ward", "ward@team.example"));
        var mailbox = Assert.Single((await app.Send(new GetCalendar(ruth))).Mailboxes);
        var before = (await app.AuditTrail()).Count;

        for (var time = 0; time < 2; time++)
        {
            await app.Send(new RemoveHoliday(ruth, day));
            await app.Send(new RemoveMailbox(ruth, mailbox.Id));
        }

        var calendar = await app.Send(new GetCalendar(ruth));
        Assert.Equal([day.AddDays(1)], calendar.Holidays.Select(h => h.Date));
        Assert.Empty(calendar.Mailboxes);
        Assert.Equal(
            [AuditActions.CalendarChanged, AuditActions.MailboxesChanged],
            (await app.AuditTrail()).Skip(before).Select(a => a.Action)
        );
    }

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
        Assert.Equal(
            1,
            Assert.IsType<ReadHolidaysResult.NoDays>(await app.Send(new ReadHolidays(ruth, meeting))).Skipped
        );
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

    /// <summary>Anzac Day was a Saturday in 2026 and is a Sunday in 2027: what follows differs by state.</summary>
    [Theory]
    [InlineData(HolidayState.AustralianCapitalTerritory, "2026-04-27", "2027-04-26")] // Declared for 2026; by law.
    [InlineData(HolidayState.NewSouthWales, "2026-04-27", "2027-04-26")] // Declared for these two years.
    [InlineData(HolidayState.NorthernTerritory, null, "2027-04-26")]
    [InlineData(HolidayState.Queensland, null, "2027-04-26")]
    [InlineData(HolidayState.SouthAustralia, null, "2027-04-26")]
    [InlineData(HolidayState.Tasmania, null, null)]
    [InlineData(HolidayState.Victoria, null, null)]
    [InlineData(HolidayState.WesternAustralia, "2026-04-27", "2027-04-26")]
    public async Task The_Monday_after_Anzac_Day_is_a_holiday_where_that_state_s_law_says_so(
        HolidayState state,
        string? in2026,
        string? in2027
    )
    {
        await using var app = await AppFixture.Create(provider);
        var days = (await app.Send(new OfferHolidays(app.Cast.Ruth.Actor, state))).New.Select(d => d.Date).ToList();
        Assert.Contains(new DateOnly(2026, 4, 25), days);
        Assert.Contains(new DateOnly(2027, 4, 25), days);
        Assert.Contains(new DateOnly(2028, 4, 25), days);
        Assert.Equal(in2026 is not null, days.Contains(new DateOnly(2026, 4, 27)));
        Assert.Equal(in2027 is not null, days.Contains(new DateOnly(2027, 4, 26)));
        Assert.Equal(days.Distinct().Order(), days);
    }

    /// <summary>By each state's law, for years that it fixes: working days of the week alone.</summary>
    [Theory]
    [InlineData(HolidayState.Queensland, 2027, "01-01 01-26 03-26 03-29 04-26 05-03 10-04 12-27 12-28")]
    [InlineData(HolidayState.Queensland, 2028, "01-03 01-26 04-14 04-17 04-25 05-01 10-02 12-25 12-26")]
    [InlineData(
        HolidayState.AustralianCapitalTerritory,
        2027,
        "01-01 01-26 03-08 03-26 03-29 04-26 05-31 06-14 10-04 12-27 12-28"
    )]
    [InlineData(HolidayState.NewSouthWales, 2027, "01-01 01-26 03-26 03-29 04-26 06-14 10-04 12-27 12-28")]
    [InlineData(HolidayState.Victoria, 2027, "01-01 01-26 03-08 03-26 03-29 06-14 11-02 12-27 12-28")]
    [InlineData(HolidayState.SouthAustralia, 2027, "01-01 01-26 03-08 03-26 03-29 04-26 06-14 10-04 12-27 12-28")]
    [InlineData(HolidayState.Tasmania, 2027, "01-01 01-26 03-08 03-26 03-29 06-14 12-27 12-28")]
    [InlineData(HolidayState.WesternAustralia, 2027, "01-01 01-26 03-01 03-26 03-29 04-26 06-07 09-27 12-27 12-28")]
    [InlineData(HolidayState.NorthernTerritory, 2027, "01-01 01-26 03-26 03-29 04-26 05-03 06-14 08-02 12-27 12-28")]
    [InlineData(HolidayState.Queensland, 2029, "01-01 01-26 03-30 04-02 04-25 05-07 10-01 12-25 12-26")]
    [InlineData(HolidayState.Queensland, 2030, "01-01 01-28 04-19 04-22 04-25 05-06 10-07 12-25 12-26")]
    public async Task A_state_s_holidays_are_those_of_its_law(HolidayState state, int year, string expected)
    {
        await using var app = await AppFixture.Create(provider);
        if (year > 2028)
            app.Clock.Advance(new DateTimeOffset(2028, 12, 31, 0, 0, 0, TimeSpan.Zero) - app.Clock.GetUtcNow());
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                (await app.Send(new OfferHolidays(app.Cast.Ruth.Actor, state)))
                    .New.Select(d => d.Date)
                    .Where(d => d.Year == year && d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                    .Select(d => d.ToString("MM-dd", CultureInfo.InvariantCulture))
            )
        );
    }

    /// <summary>As the territory's government published them, weekends included.</summary>
    [Theory]
    [InlineData(2025, "01-01 01-27 03-10 04-18 04-19 04-20 04-21 04-25 06-02 06-09 10-06 12-25 12-26")]
    [InlineData(2026, "01-01 01-26 03-09 04-03 04-04 04-05 04-06 04-25 04-27 06-01 06-08 10-05 12-25 12-26 12-28")]
    [InlineData(
        2027,
        "01-01 01-26 03-08 03-26 03-27 03-28 03-29 04-25 04-26 05-31 06-14 10-04 12-25 12-26 12-27 12-28"
    )]
    public async Task The_Australian_Capital_Territory_s_holidays_are_those_it_published(int year, string expected)
    {
        await using var app = await AppFixture.Create(provider);
        app.Clock.AdjustTime(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var days = (
            await app.Send(new OfferHolidays(app.Cast.Ruth.Actor, HolidayState.AustralianCapitalTerritory))
        ).New.Where(d => d.Date.Year == year);
        Assert.Equal(
            expected,
            string.Join(' ', days.Select(d => d.Date.ToString("MM-dd", CultureInfo.InvariantCulture)))
        );
        Assert.Equal("Canberra Day", days.Single(d => d.Date.Month == 3 && d.Date.Day <= 14).Name);
        Assert.Equal(
            "Reconciliation Day",
            days.Single(d => d.Date >= new DateOnly(year, 5, 27) && d.Date <= new DateOnly(year, 6, 2)).Name
        );
    }
}
