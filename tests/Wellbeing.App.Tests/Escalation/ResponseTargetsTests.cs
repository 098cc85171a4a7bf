using System.Globalization;
using NodaTime;
using Wellbeing.App.Escalation;
using Wellbeing.App.Team;
using Wellbeing.Detection;

namespace Wellbeing.App.Tests.Escalation;

/// <summary>"The next working day" as people count it: from the day on which something was raised, which lasts until
/// the team comes in the morning.</summary>
public sealed class ResponseTargetsTests
{
    private static readonly ResponseTargets _targets = new();

    // Easter 2027: Good Friday on 26 March to Easter Monday on the 29th. Christmas 2026: Friday and the Monday after
    // it.
    private static readonly HashSet<DateOnly> _holidays =
    [
        new(2027, 3, 26),
        new(2027, 3, 29),
        new(2026, 12, 25),
        new(2026, 12, 28),
    ];

    private static WorkingHours Team(string zone) => Scenes.Brisbane with { TimeZone = zone, Holidays = _holidays };

    private static DateTime At(string local, string zone) =>
        LocalDateTime
            .FromDateTime(DateTime.Parse(local, CultureInfo.InvariantCulture))
            .InZoneLeniently(DateTimeZoneProviders.Tzdb[zone])
            .ToDateTimeUtc();

    [Theory]
    // Every weekday, before the team comes, while it is there, after it left. Monday is 2 November 2026.
    [InlineData("2026-11-02 07:00", "2026-11-02")]
    [InlineData("2026-11-02 10:00", "2026-11-03")]
    [InlineData("2026-11-02 21:00", "2026-11-03")]
    [InlineData("2026-11-03 07:00", "2026-11-03")]
    [InlineData("2026-11-03 21:00", "2026-11-04")]
    [InlineData("2026-11-04 07:00", "2026-11-04")]
    [InlineData("2026-11-04 21:00", "2026-11-05")]
    [InlineData("2026-11-05 07:00", "2026-11-05")]
    [InlineData("2026-11-05 21:00", "2026-11-06")]
    [InlineData("2026-11-06 07:00", "2026-11-06")]
    [InlineData("2026-11-06 10:00", "2026-11-09")]
    [InlineData("2026-11-06 18:30", "2026-11-09")]
    [InlineData("2026-11-06 23:59", "2026-11-09")]
    [InlineData("2026-11-07 00:00", "2026-11-09")]
    [InlineData("2026-11-07 21:00", "2026-11-09")]
    [InlineData("2026-11-08 07:00", "2026-11-09")]
    [InlineData("2026-11-08 21:41", "2026-11-09")]
    [InlineData("2026-11-08 23:59", "2026-11-09")]
    // The night to Monday is no worse a time to ask than the evening before it.
    [InlineData("2026-11-09 03:55", "2026-11-09")]
    [InlineData("2026-11-09 07:59", "2026-11-09")]
    [InlineData("2026-11-09 08:00", "2026-11-10")]
    // The day before Easter, and in it.
    [InlineData("2027-03-25 10:00", "2027-03-30")]
    [InlineData("2027-03-25 21:00", "2027-03-30")]
    [InlineData("2027-03-26 09:00", "2027-03-30")]
    [InlineData("2027-03-28 21:00", "2027-03-30")]
    [InlineData("2027-03-29 21:00", "2027-03-30")]
    // Christmas Eve, and Christmas.
    [InlineData("2026-12-24 07:00", "2026-12-24")]
    [InlineData("2026-12-24 18:00", "2026-12-29")]
    [InlineData("2026-12-25 12:00", "2026-12-29")]
    [InlineData("2026-12-28 23:00", "2026-12-29")]
    public void Soon_is_the_close_of_the_next_working_day(string raised, string day)
    {
        foreach (var zone in new[] { "Australia/Brisbane", "Australia/Hobart", "Europe/Rome", "America/New_York" })
        {
            var at = At(raised, zone);
            Assert.Equal(At($"{day} 17:00", zone), _targets.RespondBy(Severity.Soon, at, at, Team(zone)));
        }
    }

    [Theory]
    [InlineData("2026-11-02 07:00", "2026-11-03")]
    [InlineData("2026-11-06 18:30", "2026-11-10")]
    [InlineData("2026-11-08 21:41", "2026-11-10")]
    [InlineData("2027-03-25 10:00", "2027-03-31")]
    public void Review_is_the_close_of_the_second_working_day_when_every_check_in_is_read(string raised, string day)
    {
        var at = At(raised, "Australia/Brisbane");
        Assert.Equal(
            At($"{day} 17:00", "Australia/Brisbane"),
            _targets.RespondBy(Severity.Review, at, at, Team("Australia/Brisbane"))
        );
    }

    [Fact]
    public void Urgent_counts_from_when_somebody_is_there()
    {
        var (at, opens) = (At("2027-03-26 02:00", "Australia/Brisbane"), At("2027-03-30 08:00", "Australia/Brisbane"));
        Assert.Equal(opens.AddMinutes(60), _targets.RespondBy(Severity.Urgent, at, opens, Team("Australia/Brisbane")));
    }

    // It is the team's day that counts: an evening of the person's may be the team's morning, and the other way round.
    [Theory]
    [InlineData("2026-11-02 23:30", "Australia/Perth", "2026-11-03")] // Tuesday, 01:30 in Brisbane: Tuesday has not begun.
    [InlineData("2026-11-03 06:30", "Australia/Perth", "2026-11-04")] // Tuesday, 08:30.
    [InlineData("2026-11-06 23:30", "Australia/Perth", "2026-11-09")] // Saturday, 01:30.
    [InlineData("2026-11-09 00:30", "Pacific/Auckland", "2026-11-09")] // Sunday, 21:30.
    public void The_day_is_the_teams(string raised, string zone, string day)
    {
        var at = At(raised, zone);
        Assert.Equal(
            At($"{day} 17:00", "Australia/Brisbane"),
            _targets.RespondBy(Severity.Soon, at, at, Team("Australia/Brisbane"))
        );
    }
}
