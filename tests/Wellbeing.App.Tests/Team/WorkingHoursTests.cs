using System.Globalization;
using Wellbeing.App.Team;

namespace Wellbeing.App.Tests.Team;

public sealed class WorkingHoursTests
{
    // Monday to Friday, 08:00 to 17:00 in Brisbane (UTC+10); Monday 9 February 2026 is a holiday.
    private static readonly WorkingHours _hours = Scenes.Brisbane with
    {
        Holidays = new HashSet<DateOnly> { new(2026, 2, 9) },
    };

    private static DateTime Brisbane(string local) =>
        DateTime.SpecifyKind(DateTime.Parse(local, CultureInfo.InvariantCulture).AddHours(-10), DateTimeKind.Utc);

    [Theory]
    [InlineData("2026-02-06 07:59", false)]
    [InlineData("2026-02-06 08:00", true)]
    [InlineData("2026-02-06 16:59", true)]
    [InlineData("2026-02-06 17:00", false)]
    [InlineData("2026-02-07 12:00", false)]
    [InlineData("2026-02-09 12:00", false)]
    public void Knows_when_somebody_is_at_work(string at, bool open) =>
        Assert.Equal(open, _hours.AreOpen(Brisbane(at)));

    [Theory]
    [InlineData("2026-02-06 12:00", "2026-02-06 12:00")]
    [InlineData("2026-02-06 06:00", "2026-02-06 08:00")]
    [InlineData("2026-02-06 17:00", "2026-02-10 08:00")]
    [InlineData("2026-02-08 12:00", "2026-02-10 08:00")]
    public void Finds_the_next_opening_over_weekend_and_holiday(string at, string next) =>
        Assert.Equal(Brisbane(next), _hours.NextOpen(Brisbane(at)));

    [Theory]
    [InlineData("2026-02-05 09:00", 2, "2026-02-05 11:00")]
    [InlineData("2026-02-05 16:00", 2, "2026-02-06 09:00")]
    [InlineData("2026-02-05 16:00", 1, "2026-02-05 17:00")]
    [InlineData("2026-02-06 15:00", 16, "2026-02-11 13:00")]
    [InlineData("2026-02-07 15:00", 1, "2026-02-10 09:00")]
    [InlineData("2026-02-07 15:00", 0, "2026-02-07 15:00")]
    public void Counts_working_time_only(string from, int hours, string expected) =>
        Assert.Equal(Brisbane(expected), _hours.Add(Brisbane(from), TimeSpan.FromHours(hours)));

    [Theory]
    [InlineData("2026-02-05 09:00", 0, "2026-02-05 17:00")]
    [InlineData("2026-02-05 09:00", 1, "2026-02-06 17:00")]
    [InlineData("2026-02-06 09:00", 1, "2026-02-10 17:00")]
    [InlineData("2026-02-06 18:00", 0, "2026-02-10 17:00")] // After hours there is no more of today.
    [InlineData("2026-02-06 06:00", 0, "2026-02-06 17:00")]
    [InlineData("2026-02-07 09:00", 0, "2026-02-10 17:00")]
    [InlineData("2026-02-07 09:00", 1, "2026-02-10 17:00")] // From a weekend, the next working day is the next one.
    [InlineData("2026-02-07 09:00", 3, "2026-02-12 17:00")]
    public void Closes_on_the_nth_working_day_after(string from, int days, string expected) =>
        Assert.Equal(Brisbane(expected), _hours.CloseOfWorkingDay(Brisbane(from), days));

    [Fact]
    public void Follows_the_teams_clock_when_it_changes()
    {
        var hobart = _hours with { TimeZone = "Australia/Hobart" };
        // Friday 17:00 is 06:00 UTC; Monday after the change opens at 22:00 UTC on Sunday, an hour later than before.
        Assert.Equal(
            new DateTime(2026, 4, 5, 22, 0, 0, DateTimeKind.Utc),
            hobart.NextOpen(new DateTime(2026, 4, 3, 6, 0, 0, DateTimeKind.Utc))
        );
    }
}
