using Wellbeing.Detection.Replay;

namespace Wellbeing.Detection.Tests.Replay;

public sealed class ScoreTests
{
    private static readonly HashSet<string> _worsening = ["worsening"];

    [Fact]
    public void Alerts_before_onset_and_about_the_unchanged_are_false_and_the_first_one_after_counts()
    {
        var cohort = Cohort(("changed", 8), ("unchanged", 3), ("short", 5));
        ParticipantTruth[] truth =
        [
            new("changed", "step", DateOnly.FromDateTime(Given.Day(21)), "worsening"),
            new("unchanged", "flat", null, ParticipantTruth.None),
            new("short", "step", DateOnly.FromDateTime(Given.Day(14)), "worsening"),
            new("never answered", "step", DateOnly.FromDateTime(Given.Day(14)), "worsening"),
        ];
        ScoredAlert[] alerts =
        [
            new("changed", Given.Day(35), "worsening"),
            new("changed", Given.Day(28), "worsening"),
            new("changed", Given.Day(14), "worsening"),
            new("changed", Given.Day(7), "acute"),
            new("unchanged", Given.Day(7), "worsening"),
            new("short", Given.Day(14), "worsening"),
        ];

        var score = Score.Of(truth, cohort, alerts, _worsening);

        // From 9 in the morning of the first day to midnight of the day of onset.
        var years = ((21 - 0.375) + 14 + (14 - 0.375)) / 365.25;
        Assert.Equal(years, score.NullPersonYears, 1e-9);
        Assert.Equal(2 / years, score.FalseAlarmsPerPersonYear!.Value, 1e-9);
        Assert.Equal([new TrajectoryScore("worsening/step", 1, 1, 2)], score.PerTrajectory);
    }

    [Theory]
    [InlineData(84, 1)]
    [InlineData(83, 0)]
    public void An_alert_counts_until_the_horizon(double horizonDays, double sensitivity)
    {
        var onset = DateOnly.FromDateTime(Given.Day(0));
        var score = Score.Of(
            [new("p", "step", onset, "worsening")],
            Cohort(("p", 20)),
            [new("p", onset.ToDateTime(TimeOnly.MinValue).AddDays(84), "worsening")],
            _worsening,
            horizonDays
        );
        Assert.Equal(sensitivity, score.For("step")!.Sensitivity);
        Assert.Null(score.FalseAlarmsPerPersonYear);
    }

    private static Cohort Cohort(params (string Id, int CheckIns)[] people)
    {
        var builder = new CohortBuilder();
        foreach (var (id, checkIns) in people)
        {
            var person = builder.Person(id, Cadence.Weekly);
            for (var i = 0; i < checkIns; i++)
                builder.Add(person, new Observation(Given.Day(i * 7), 3, 3));
        }

        return builder.Build();
    }
}
