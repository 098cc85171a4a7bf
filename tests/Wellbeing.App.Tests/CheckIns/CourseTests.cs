using Wellbeing.App.CheckIns;
using Wellbeing.Detection;

namespace Wellbeing.App.Tests.CheckIns;

/// <summary>What the person's own page says in words, and above all when it says nothing.</summary>
public sealed class CourseTests
{
    [Theory]
    [InlineData(new[] { 7, 6, 5, 4 }, Direction.Easing, 3)]
    [InlineData(new[] { 3, 3, 7, 6, 4 }, Direction.Easing, 2)]
    [InlineData(new[] { 7, 6, 6, 4 }, Direction.Easing, 3)] // A step on the way may stand still.
    [InlineData(new[] { 7, 7, 7, 5, 4 }, Direction.Easing, 2)] // It begins where it began to move.
    [InlineData(new[] { 2, 3, 5 }, Direction.Growing, 2)]
    [InlineData(new[] { 4, 5, 4, 4, 5 }, Direction.Level, 4)]
    [InlineData(new[] { 9, 5, 5, 4 }, Direction.Easing, 3)]
    [InlineData(new[] { 7, 4 }, Direction.Unclear, 0)] // Two answers are no course.
    [InlineData(new[] { 3, 7, 2, 8, 4 }, Direction.Unclear, 0)] // Up and down.
    [InlineData(new[] { 7, 6, 4, 5 }, Direction.Unclear, 0)] // The last one went the other way.
    [InlineData(new int[0], Direction.Unclear, 0)]
    public void Weekly_numbers_are_read_as_anybody_would(int[] numbers, Direction direction, int weeks) =>
        Assert.Equal(new Course(direction, weeks), Course.Of(Every(7, numbers), Cadence.Weekly));

    [Fact]
    public void A_gap_ends_what_can_be_said() =>
        Assert.Equal(Direction.Unclear, Course.Of([.. Every(7, [8, 6]), (Day(40), 4)], Cadence.Weekly).Direction);

    [Fact]
    public void Daily_ups_and_downs_are_read_by_the_week()
    {
        int[] days = [7, 8, 7, 6, 8, 7, 7, 5, 6, 5, 5, 4, 6, 5, 3, 4, 3, 2, 3, 4, 3];
        Assert.Equal(Direction.Easing, Course.Of(Every(1, days), Cadence.Daily).Direction);
    }

    [Fact]
    public void The_order_they_come_in_does_not_matter() =>
        Assert.Equal(
            Course.Of(Every(7, [7, 6, 5, 4]), Cadence.Weekly),
            Course.Of(Every(7, [7, 6, 5, 4]).Reverse(), Cadence.Weekly)
        );

    // 2024-01-01 is a Monday: a week of days is a week.
    private static DateOnly Day(int number) => new DateOnly(2024, 1, 1).AddDays(number);

    private static IEnumerable<(DateOnly, int)> Every(int days, int[] numbers) =>
        numbers.Select((n, i) => (Day(i * days), n));
}
