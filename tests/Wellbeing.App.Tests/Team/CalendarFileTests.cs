using System.Diagnostics;
using System.Text;
using MediatR;
using Wellbeing.App.Team;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Team;

/// <summary>Calendars as programs really write them, and as nobody should.</summary>
public sealed class CalendarFileTests
{
    private const string Christmas =
        "BEGIN:VEVENT\r\nUID:c\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\n";

    private static string Calendar(params string[] events) =>
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\n" + string.Concat(events) + "END:VCALENDAR\r\n";

    private static string Event(params string[] lines) =>
        $"BEGIN:VEVENT\r\n{string.Concat(lines.Select(l => l + "\r\n"))}END:VEVENT\r\n";

    [Theory]
    [InlineData("SECONDLY", "second")]
    [InlineData("MINUTELY", "minute")]
    [InlineData("HOURLY", "hour")]
    public async Task A_rule_that_would_run_for_ever_is_refused_at_once_and_the_other_events_are_read(
        string often,
        string unit
    )
    {
        await using var app = await AppFixture.Create();
        var endless =
            $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ={often}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        await Read(app, Calendar(Christmas)); // Warm.
        var watch = Stopwatch.StartNew();
        var alone = Assert.IsType<ReadHolidaysResult.NoDays>(await Read(app, endless));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.Elapsed}");
        var fault = Assert.Single(alone.Broken);
        Assert.Equal(
            (7, "Holiday", $"it repeats every {unit}, and a holiday at most every day"),
            (fault.Line, fault.Name, fault.Why)
        );

        var both = Assert.IsType<ReadHolidaysResult.Read>(
            await Read(app, Calendar(Event("UID:1", "DTSTART;VALUE=DATE:20260101", $"RRULE:FREQ={often}"), Christmas))
        );
        Assert.Equal([new NewHoliday(new(2026, 12, 25), "Christmas")], both.New);
        Assert.Equal(7, Assert.Single(both.Broken).Line);
    }

    /// <summary>Rules that meet nothing, or very much: what they may cost is known before they are computed.</summary>
    [Theory]
    [InlineData("20200101", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("20200101", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5")]
    [InlineData("16010101", "FREQ=DAILY;COUNT=2147483647;BYMONTH=2;BYMONTHDAY=31")]
    [InlineData("20200101", "FREQ=YEARLY;INTERVAL=2147483647")]
    [InlineData(
        "20200101",
        "FREQ=YEARLY;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,1,2,3,4,5,6;BYSECOND=0,1,2,3,4,5,6;BYMONTH=2;BYMONTHDAY=30"
    )]
    [InlineData(
        "20200101",
        "FREQ=YEARLY;BYYEARDAY=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1;BYDAY=MO,TU,WE;BYSETPOS=200"
    )]
    public async Task A_thousand_rules_that_cost_much_and_give_little_are_read_within_a_second_or_two(
        string first,
        string rule
    )
    {
        await using var app = await AppFixture.Create();
        var many = Calendar([
            .. Enumerable.Range(0, 1000).Select(i => Event($"UID:{i}", $"DTSTART;VALUE=DATE:{first}", $"RRULE:{rule}")),
            Christmas,
        ]);
        var watch = Stopwatch.StartNew();
        var read = Assert.IsType<ReadHolidaysResult.Read>(await Read(app, many));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.Contains(new NewHoliday(new(2026, 12, 25), "Christmas"), read.New);
    }

    [Fact]
    public async Task Reading_ends_when_the_reader_leaves()
    {
        await using var app = await AppFixture.Create();
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            app.Use<ISender, ReadHolidaysResult>(
                (sender, _) => sender.Send(new ReadHolidays(app.Cast.Ruth.Actor, Calendar(Christmas)), left.Token)
            )
        );
    }

    [Fact]
    public async Task One_broken_event_is_named_with_its_line_and_the_others_are_read()
    {
        await using var app = await AppFixture.Create();
        var file = Calendar(
            Event("UID:1", "DTSTART;VALUE=DATE:20261340", "SUMMARY:No month"), // Lines 4 to 8.
            Event("UID:2", "SUMMARY:No beginning"), // 9 to 12.
            Event("UID:3", "DTSTART;VALUE=DATE:20260403", "DTEND;VALUE=DATE:20260401", "SUMMARY:Backwards"), // 13 to 18.
            Event("UID:4", "DTSTART;VALUE=DATE:20260406", "RRULE:FREQ=SOMETIMES", "SUMMARY:Sometimes"), // 19 to 24.
            "BEGIN:VEVENT\r\nUID:5\r\nSUMMARY:No end\r\nDTSTART;VALUE=DATE:20260425\r\n", // 25 to 28.
            Christmas,
            Event("UID:6", "DTSTART;VALUE=DATE:20260601", "DURATION:P90D", "SUMMARY:Long"), // 34 to 39.
            "a line that is no property\r\n"
        );
        var read = Assert.IsType<ReadHolidaysResult.Read>(await Read(app, file));
        Assert.Equal([new NewHoliday(new(2026, 12, 25), "Christmas")], read.New);
        Assert.Equal(
            [
                (6, "No month", "its beginning cannot be read: “20261340”"),
                (9, "No beginning", "it has no beginning (DTSTART)"),
                (16, "Backwards", "it ends before it begins"),
                (22, "Sometimes", "the rule by which it repeats cannot be read: “FREQ=SOMETIMES”"),
                (25, "No end", "it has no end: the line END:VEVENT is missing"),
                (37, "Long", "it lasts 90 days, and a holiday at most 60"),
            ],
            read.Broken.Select(b => (b.Line, b.Name, b.Why))
        );
    }

    [Theory]
    // Outlook: midnight to midnight by a Windows name of the zone, and says so.
    [InlineData(
        "2026-12-25",
        "DTSTART;TZID=\"AUS Eastern Standard Time\":20261225T000000",
        "DTEND;TZID=\"AUS Eastern Standard Time\":20261226T000000",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
    )]
    [InlineData(
        "2026-12-25",
        "DTSTART;TZID=\"(UTC+10:00) Canberra, Melbourne, Sydney\":20261225T000000",
        "DTEND;TZID=\"(UTC+10:00) Canberra, Melbourne, Sydney\":20261226T000000"
    )]
    [InlineData("2026-12-25 2026-12-26", "DTSTART:20261225T000000", "DTEND:20261227T000000")]
    [InlineData("2026-12-25", "DTSTART:20261224T140000Z", "DTEND:20261225T140000Z", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")] // Brisbane's midnight.
    [InlineData("2026-12-25", "DTSTART:20261225T000000", "DURATION:PT24H")]
    [InlineData("2026-12-25", "DTSTART:20261225T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")]
    // A time beside a date.
    [InlineData("2026-12-25", "DTSTART;VALUE=DATE:20261225", "DTEND:20261226T000000")]
    [InlineData("2026-12-25", "DTSTART;VALUE=DATE:20261225", "DTEND:20261225T235959")]
    [InlineData(
        "2026-12-25 2026-12-26",
        "DTSTART;VALUE=DATE:20261225",
        "DTEND;TZID=Australia/Brisbane:20261226T170000"
    )]
    [InlineData("2026-12-25", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261225")]
    [InlineData("2026-12-25", "DTSTART:20261225")]
    [InlineData("2026-12-25 2026-12-26", "DTSTART;VALUE=DATE:20261225", "DURATION:P2D")]
    // Repeating.
    [InlineData(
        "2026-04-06 2027-04-05",
        "DTSTART;VALUE=DATE:19700406",
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1MO;UNTIL=20271231T000000Z"
    )]
    [InlineData("2026-01-01 2027-01-01", "DTSTART;VALUE=DATE:16010101", "RRULE:FREQ=YEARLY;UNTIL=20271231")]
    [InlineData("2028-02-29", "DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY")]
    [InlineData(
        "2026-01-26 2028-01-26",
        "DTSTART;VALUE=DATE:20250126",
        "RRULE:FREQ=YEARLY;COUNT=4",
        "EXDATE;VALUE=DATE:20270126"
    )]
    [InlineData("2026-12-25 2026-12-28", "DTSTART;VALUE=DATE:20261225", "RDATE;VALUE=DATE:20261228,20261225")]
    public async Task What_programs_write_is_read_as_the_days_they_mean(string expected, params string[] lines)
    {
        await using var app = await AppFixture.Create();
        var read = Assert.IsType<ReadHolidaysResult.Read>(await Read(app, Calendar(Event([.. lines, "SUMMARY:Day"]))));
        Assert.Empty(read.Broken);
        Assert.Equal(expected, string.Join(' ', read.New.Select(d => $"{d.Date:yyyy-MM-dd}")));
    }

    [Fact]
    public async Task An_alarm_is_not_the_event_a_moved_day_is_moved_and_what_was_cancelled_is_none()
    {
        await using var app = await AppFixture.Create();
        var file = Calendar(
            Event("UID:1", "DTSTART;VALUE=DATE:20260601", "RRULE:FREQ=YEARLY;COUNT=2", "SUMMARY:King’s birthday"),
            Event("UID:1", "RECURRENCE-ID;VALUE=DATE:20270601", "DTSTART;VALUE=DATE:20270607", "SUMMARY:Moved"),
            Event("UID:2", "DTSTART;VALUE=DATE:20260801", "STATUS:CANCELLED"),
            Event(
                "UID:3",
                "BEGIN:VALARM",
                "DURATION:PT5M",
                "DTSTART:nonsense",
                "END:VALARM",
                "DTSTART;VALUE=DATE:20261225"
            ),
            Event("UID:4", "DTSTART:20260301T090000", "DTEND:20260301T100000", "RRULE:FREQ=SECONDLY")
        );
        var read = Assert.IsType<ReadHolidaysResult.Read>(await Read(app, file));
        Assert.Equal(
            "2026-06-01 King’s birthday, 2026-12-25 Holiday, 2027-06-07 Moved",
            string.Join(", ", read.New.Select(d => $"{d.Date:yyyy-MM-dd} {d.Name}"))
        );
        Assert.Equal((1, 0), (read.Skipped, read.Broken.Count)); // A meeting's rule is none of ours.
    }

    [Fact]
    public async Task Any_end_of_line_folding_and_encoding_is_read_and_a_name_has_no_escapes()
    {
        await using var app = await AppFixture.Create();
        var file = Calendar(
            Event(
                "UID:1",
                "DTSTART;VALUE=DATE:2026",
                " 1225",
                "SUMMARY;LANGUAGE=\"a:b\":Fête\\, No\r\n\të\\\\l\\nand\0 more"
            )
        );
        var expected = new NewHoliday(new(2026, 12, 25), "Fête, Noë\\l and more");
        foreach (
            var text in new[]
            {
                file,
                file.Replace("\r\n", "\n", StringComparison.Ordinal),
                file.Replace("\r\n", "\r", StringComparison.Ordinal),
            }
        )
        {
            byte[][] forms =
            [
                Encoding.UTF8.GetBytes(text),
                [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)],
                Encoding.Latin1.GetBytes(text),
                Encoding.Unicode.GetBytes(text),
                [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
                [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)],
            ];
            foreach (var form in forms)
            {
                var read = Assert.IsType<ReadHolidaysResult.Read>(await Read(app, CalendarText.Decode(form)));
                Assert.Equal([expected], read.New);
            }
        }
    }

    [Fact]
    public async Task A_diary_is_refused_by_its_number_of_events_and_of_days()
    {
        await using var app = await AppFixture.Create();
        Assert.IsType<ReadHolidaysResult.TooManyEvents>(
            await Read(app, Calendar([.. Enumerable.Repeat(Christmas, 2001)]))
        );
        Assert.IsType<ReadHolidaysResult.Read>(await Read(app, Calendar([.. Enumerable.Repeat(Christmas, 2000)])));
        Assert.IsType<ReadHolidaysResult.TooMany>(
            await Read(app, Calendar(Event("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=DAILY")))
        );
        Assert.IsType<ReadHolidaysResult.Unreadable>(await Read(app, new string('x', ReadHolidays.LongestText + 1)));
    }

    /// <summary>Bytes changed, lines doubled, left out, exchanged and cut off: whatever comes out is read or refused, in
    /// bounded time, and what is offered can be imported.</summary>
    /// <summary>Whole files, which are then changed at random.</summary>
    private static readonly string[] _seeds =
    [
        Calendar(
            Event(
                "UID:1",
                "DTSTART;VALUE=DATE:20200101",
                "DTEND;VALUE=DATE:20200102",
                "RRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=1;BYDAY=1MO,-1FR;BYSETPOS=1;COUNT=30",
                "EXDATE;VALUE=DATE:20270101",
                "SUMMARY:New Year\\, \r\n  and after"
            ),
            Event(
                "UID:1",
                "RECURRENCE-ID;VALUE=DATE:20280101",
                "DTSTART;VALUE=DATE:20280103",
                "RDATE:20280105,20280106T000000Z"
            ),
            Event(
                "DTSTART;TZID=\"AUS Eastern Standard Time\":20261225T000000",
                "DTEND;TZID=\"AUS Eastern Standard Time\":20261227T000000",
                "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
                "BEGIN:VALARM",
                "TRIGGER:-PT15M",
                "END:VALARM",
                "SUMMARY:Noël"
            ),
            Event(
                "DTSTART:20260404T140000Z",
                "DURATION:P1DT2H",
                "RRULE:FREQ=WEEKLY;UNTIL=20300101T000000Z;WKST=SU;BYDAY=SU"
            )
        ),
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:W\nBEGIN:STANDARD\nDTSTART:16010101T030000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4\nEND:STANDARD\nEND:VTIMEZONE\n"
            + Christmas
            + "END:VCALENDAR",
    ];

    private static readonly string[] _splices =
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY",
        "COUNT=2147483647",
        "INTERVAL=0",
        "INTERVAL=2147483647",
        "BYMONTHDAY=-31,31",
        "BYWEEKNO=53,-53",
        "BYYEARDAY=366",
        "BYDAY=5MO",
        "BYDAY=999TU",
        "BYSETPOS=-366",
        "UNTIL=99991231T235959Z",
        "99991231",
        "00010101",
        "BEGIN:VEVENT\r\n",
        "END:VEVENT\r\n",
        "\0",
        "\"",
        ":",
        ";",
        "P999W",
        "\ud83d\ude00",
    ];

    [Fact]
    public async Task Four_thousand_mutated_files_are_read_or_refused_without_a_fault_and_in_bounded_time()
    {
        await using var app = await AppFixture.Create();
        var random = new Random(20261130);
        var (results, slowest) = (new Dictionary<string, int>(), TimeSpan.Zero);
        for (var i = 0; i < 4000; i++)
        {
            var text = new StringBuilder(_seeds[random.Next(_seeds.Length)]);
            for (var changes = random.Next(1, 8); changes > 0; changes--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(5))
                {
                    case 0:
                        text[at] = (char)random.Next(1, 256);
                        break;
                    case 1:
                        text.Insert(at, _splices[random.Next(_splices.Length)]);
                        break;
                    case 2:
                        text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at));
                        break;
                    case 3:
                        text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 200), text.Length - at)));
                        break;
                    default:
                        var value = text.ToString();
                        var part = value.IndexOf("RRULE:", StringComparison.Ordinal);
                        if (part > 0)
                            text.Insert(part + 6, _splices[random.Next(_splices.Length)] + ";");
                        break;
                }

                if (text.Length == 0)
                    text.Append('x');
            }

            var watch = Stopwatch.StartNew();
            var result = await Read(app, CalendarText.Decode(Encoding.UTF8.GetBytes(text.ToString())));
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            results[result.GetType().Name] = results.GetValueOrDefault(result.GetType().Name) + 1;
            if (result is ReadHolidaysResult.Read { New: { Count: > 0 } days } && i % 100 == 0)
                await app.Send(new ImportHolidays(app.Cast.Ruth.Actor, days));
        }

        Assert.True(slowest < TimeSpan.FromSeconds(5), $"{slowest}");
        Assert.True(results["Read"] > 1000 && results.Count >= 3, string.Join(", ", results));
    }

    private static Task<ReadHolidaysResult> Read(AppFixture app, string text) =>
        app.Send(new ReadHolidays(app.Cast.Ruth.Actor, text));
}
