using Wellbeing.Detection.Replay;

namespace Wellbeing.Detection.Tests.Replay;

public sealed class CheckInFileTests
{
    [Fact]
    public void Rows_may_come_in_any_order_with_any_offset_and_quoted()
    {
        var cohort = CheckInFile.Read(
            [
                "submitted_at,participant_id,note,functioning,intensity",
                "2025-03-02T08:00:00+11:00,b,x,,10",
                "2025-03-01T20:59:59Z,\"a, \"\"b\"\"\",,3,0",
                "2025-03-01T21:00:00.5Z,b,,0,1",
            ],
            Cadence.Weekly
        );

        Assert.Equal(["a, \"b\"", "b"], Enumerable.Range(0, cohort.People).Select(cohort.Id));
        Assert.Equal(
            [new DateTime(2025, 3, 1, 21, 0, 0).Ticks, new DateTime(2025, 3, 1, 21, 0, 0, 500).Ticks],
            cohort.SubmittedAt(1).ToArray()
        );
    }

    [Theory]
    [InlineData("p,2025-03-01T21:00:00Z,11,", 2, 24, "intensity: expected a whole number from 0 to 10; found \"11\"")]
    [InlineData("p,2025-03-01T21:00:00Z,-1,", 2, 24, "intensity: expected a whole number from 0 to 10; found \"-1\"")]
    [InlineData("p,2025-03-01T21:00:00Z,5.0,", 2, 24, "intensity: expected a whole number from 0 to 10; found \"5.0\"")]
    [InlineData("p,2025-03-01T21:00:00Z,,5", 2, 24, "intensity: expected a whole number from 0 to 10; found nothing")]
    [InlineData(
        "p,2025-03-01T21:00:00Z,5,x",
        2,
        26,
        "functioning: expected a whole number from 0 to 10, or nothing; found \"x\""
    )]
    [InlineData(
        "p,2025-03-01T21:00:00,5,5",
        2,
        3,
        "submitted_at: expected an instant such as 2025-01-31T09:30:00Z or 2025-01-31T20:30:00+11:00; found \"2025-03-01T21:00:00\""
    )]
    [InlineData(
        "p,2025-02-30T21:00:00Z,5,5",
        2,
        3,
        "submitted_at: expected an instant such as 2025-01-31T09:30:00Z or 2025-01-31T20:30:00+11:00; found \"2025-02-30T21:00:00Z\""
    )]
    [InlineData(",2025-03-01T21:00:00Z,5,5", 2, 1, "participant_id: expected some text; found nothing")]
    [InlineData("p,2025-03-01T21:00:00Z,5", 2, 1, "expected 4 fields, as in the header; found 3")]
    [InlineData("p,2025-03-01T21:00:00Z,5,5,5", 2, 1, "expected 4 fields, as in the header; found 5")]
    [InlineData("", 2, 1, "expected 4 fields, as in the header; found 1")]
    [InlineData("\"p,2025-03-01T21:00:00Z,5,5", 2, 1, "a quoted field is not closed on its line")]
    [InlineData("\"p\"q,2025-03-01T21:00:00Z,5,5", 2, 4, "expected a comma after a quoted field")]
    public void A_bad_row_is_refused_by_line_column_and_what_was_expected(
        string row,
        int line,
        int column,
        string problem
    )
    {
        var refused = Assert.Throws<InvalidRowException>(() =>
            CheckInFile.Read([CheckInFile.Header, row], Cadence.Weekly)
        );
        Assert.Equal((line, column, problem), (refused.Line, refused.Column, refused.Problem));
    }

    [Theory]
    [InlineData("participant_id,submitted_at,functioning", "there is no \"intensity\"")]
    [InlineData("participant_id,submitted_at,intensity,intensity,functioning", "the column \"intensity\" stands twice")]
    public void A_header_without_what_is_needed_is_refused(string header, string problem) =>
        Assert.Contains(
            problem,
            Assert.Throws<InvalidRowException>(() => CheckInFile.Read([header], Cadence.Weekly)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_empty_file_is_refused() =>
        Assert.Equal(1, Assert.Throws<InvalidRowException>(() => CheckInFile.Read([], Cadence.Weekly)).Line);

    [Fact]
    public void The_same_instant_written_with_another_offset_gives_the_same_findings()
    {
        var people = Simulation
            .Run(
                new SimulationOptions
                {
                    Seed = 5,
                    Cadence = Cadence.Daily,
                    People = 30,
                }
            )
            .ToList();
        Assert.Equal(Alerts(0), Alerts(10));
        Assert.Equal(Alerts(0), Alerts(-7.5));

        List<Alert> Alerts(double hours) =>
            [
                .. Backtest.Run(
                    CheckInFile.Read(
                        people
                            .SelectMany(person =>
                                person.Observations.Select(o =>
                                    $"{person.Truth.Id},{new DateTimeOffset(o.AtUtc).ToOffset(TimeSpan.FromHours(hours)):yyyy-MM-dd'T'HH:mm:sszzz},{o.Intensity},{o.Functioning}"
                                )
                            )
                            .Prepend(CheckInFile.Header),
                        Cadence.Daily
                    ),
                    DetectionSettings.Default
                ),
            ];
    }
}
