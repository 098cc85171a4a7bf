using Wellbeing.App.CheckIns;
using Wellbeing.Detection;
using Wellbeing.Web.Components.Charts;

namespace Wellbeing.Web.Tests;

public sealed class CheckInChartTests
{
    private static readonly DateOnly _first = new(2026, 11, 30);

    [Theory]
    [InlineData("No rating of distress was given.", new[] { -1 }, new[] { 0 })]
    [InlineData("Distress was 8 on 30 November.", new[] { 8 }, new[] { 0 })]
    [InlineData("Distress was 8 every time since 30 November.", new[] { 8, 8, 8 }, new[] { 0, 14, 24 })]
    [InlineData("Distress was 8 every time since 30 November.", new[] { 8, 8 }, new[] { 0, 14 })]
    [InlineData("Distress was 8 both times on 30 November.", new[] { 8, 8 }, new[] { 0, 0 })]
    [InlineData("Distress rose from 3 on 30 November to 8 on 14 December.", new[] { 3, 5, 8 }, new[] { 0, 7, 14 })]
    [InlineData(
        "Distress rose from 3 on 30 November to 5 on 14 December; the highest between was 8 on 7 December.",
        new[] { 3, 8, 5 },
        new[] { 0, 7, 14 }
    )]
    [InlineData("Distress fell from 8 on 30 November to 2 on 14 December.", new[] { 8, 5, 2 }, new[] { 0, 7, 14 })]
    [InlineData(
        "Distress fell from 6 on 30 November to 2 on 14 December; the highest between was 9 on 7 December.",
        new[] { 6, 9, 2 },
        new[] { 0, 7, 14 }
    )]
    [InlineData(
        "Distress was 4 on 30 November and again on 14 December; the highest between was 9 on 7 December.",
        new[] { 4, 9, 4 },
        new[] { 0, 7, 14 }
    )]
    [InlineData(
        "Distress was 8 on 30 November and again on 14 December; the lowest between was 2 on 7 December.",
        new[] { 8, 2, 8 },
        new[] { 0, 7, 14 }
    )]
    [InlineData("Distress rose from 3 on 30 November 2026 to 8 on 4 January 2027.", new[] { 3, 8 }, new[] { 0, 35 })]
    public void Says_the_course_as_a_person_would(string sentence, int[] ratings, int[] days)
    {
        var checkIns = ratings
            .Zip(
                days,
                (rating, day) =>
                    new CheckInView(
                        Guid.Empty,
                        Guid.Empty,
                        _first.AddDays(day).ToDateTime(new TimeOnly(2, 0), DateTimeKind.Utc).AddMinutes(rating),
                        _first.AddDays(day),
                        rating < 0 ? null : rating,
                        null,
                        null,
                        new Dictionary<Wellbeing.App.CheckIns.Emotion, int?>(),
                        null,
                        false,
                        null
                    )
            )
            .ToList();
        Assert.EndsWith(
            " " + sentence,
            CheckInChart.Of(checkIns, Cadence.Weekly, 12, []).Summary,
            StringComparison.Ordinal
        );
    }
}
