using Wellbeing.Detection.Replay;

namespace Wellbeing.Detection.Tests.Replay;

public sealed class SimulationTests
{
    private static readonly SimulationOptions _weekly = new()
    {
        Seed = 7,
        Cadence = Cadence.Weekly,
        People = 300,
    };

    [Fact]
    public void The_same_seed_gives_the_same_people_and_another_seed_others()
    {
        Assert.Equal(Answers(_weekly), Answers(_weekly));
        Assert.NotEqual(Answers(_weekly), Answers(_weekly with { Seed = 8 }));
        Assert.NotEqual(Answers(_weekly), Answers(_weekly with { World = World.Regimes }));

        static List<Observation> Answers(SimulationOptions options) =>
            [.. Simulation.Run(options).SelectMany(person => person.Observations)];
    }

    [Fact]
    public void Every_shape_is_there_with_its_truth_and_answers_in_order()
    {
        var people = Simulation.Run(_weekly).ToList();
        Assert.Equal(15, people.Select(person => person.Truth.Trajectory).Distinct().Count());
        Assert.Equal(
            [ParticipantTruth.None, "persistent", "worsening"],
            people.Select(person => person.Truth.Truth).Distinct().Order()
        );
        Assert.All(
            people,
            person =>
            {
                Assert.Equal(person.Truth.Truth == ParticipantTruth.None, person.Truth.OnsetDate is null);
                Assert.Equal(
                    person.Observations.Select(o => o.AtUtc).Distinct().Order(),
                    person.Observations.Select(o => o.AtUtc)
                );
            }
        );
        Assert.Contains(people.SelectMany(person => person.Observations), o => o.Functioning is null);
        Assert.Equal(
            ["ceilingish", "floorish", "heaping", "heaping_even", "plain"],
            people.Select(person => person.Style).Distinct().Order()
        );
    }

    [Fact]
    public void The_first_person_is_the_same_however_many_there_are() =>
        Assert.Equal(
            Simulation.Run(_weekly).First().Observations,
            Simulation.Run(_weekly with { People = 1 }).Single().Observations
        );
}
