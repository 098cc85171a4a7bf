using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Detection.Tests.Replay;

public sealed class SimulationTests
{
    private static readonly SimulationOptions Weekly = new() { Seed = 7, Cadence = Cadence.Weekly, People = 300 };

    [Fact]
    public void The_same_seed_gives_the_same_people_and_another_seed_others()
    {
        Assert.Equal(Answers(Weekly), Answers(Weekly));
        Assert.NotEqual(Answers(Weekly), Answers(Weekly with { Seed = 8 }));
        Assert.NotEqual(Answers(Weekly), Answers(Weekly with { World = World.Regimes }));

        static List<Observation> Answers(SimulationOptions options) => [.. Simulation.Run(options).SelectMany(person => person.Observations)];
    }

    [Fact]
    public void Every_shape_is_there_with_its_truth_and_answers_in_order()
    {
        var people = Simulation.Run(Weekly).ToList();
        Assert.Equal(15, people.Select(person => person.Truth.Trajectory).Distinct().Count());
        Assert.Equal([ParticipantTruth.None, "persistent", "worsening"], people.Select(person => person.Truth.Truth).Distinct().Order());
        Assert.All(people, person =>
        {
            Assert.Equal(person.Truth.Truth == ParticipantTruth.None, person.Truth.OnsetDate is null);
            Assert.Equal(person.Observations.Select(o => o.AtUtc).Distinct().Order(), person.Observations.Select(o => o.AtUtc));
        });
        Assert.Contains(people.SelectMany(person => person.Observations), o => o.Functioning is null);
        Assert.Equal(["ceilingish", "floorish", "heaping", "heaping_even", "plain"], people.Select(person => person.Style).Distinct().Order());
    }

    [Fact]
    public void The_first_person_is_the_same_however_many_there_are() =>
        Assert.Equal(Simulation.Run(Weekly).First().Observations, Simulation.Run(Weekly with { People = 1 }).Single().Observations);
}

public sealed class CalibrationTests
{
    [Theory]
    [InlineData(Profile.Balanced, Cadence.Weekly)]
    [InlineData(Profile.Strict, Cadence.Monthly)]
    [InlineData(Profile.Refined, Cadence.Weekly)]
    public void The_shipped_figures_are_those_that_calibration_computes(Profile profile, Cadence cadence)
    {
        var settings = DetectionSettings.For(profile);
        Assert.Equal(settings.Calibration.For(cadence), Calibration.Table(cadence, settings, seed: 1, people: 10_000));
    }

    [Fact]
    public void Figures_speak_only_of_the_constants_that_they_were_computed_with()
    {
        var settings = DetectionSettings.Default;
        var table = settings.Calibration.Weekly;
        Assert.Null(table.YearsBetweenFalseAlarms(settings.Worsening.Weekly, 2.9));
        Assert.Equal(10, table.YearsBetweenFalseAlarms(settings.Worsening.Weekly, 3.4));
        Assert.Equal(CalibrationTable.MostYears, table.YearsBetweenFalseAlarms(settings.Worsening.Weekly, 30));
        Assert.Null(table.YearsBetweenFalseAlarms(settings.Worsening.Weekly with { Clip = 2.1 }, 3.4));
    }

    [Fact]
    public void Changed_settings_get_figures_of_their_own()
    {
        var looser = DetectionSettings.Default with
        {
            Worsening = DetectionSettings.Default.Worsening with { Weekly = DetectionSettings.Default.Worsening.Weekly with { Threshold = 2 } },
        };
        var calibrated = Calibration.Calibrate(looser, seed: 3, people: 300);
        var years = calibrated.Calibration.Weekly.YearsBetweenFalseAlarms(looser.Worsening.Weekly, 2);
        Assert.InRange(years!.Value, 1, 9);
    }
}
