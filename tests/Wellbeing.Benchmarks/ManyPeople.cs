using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.Benchmarks;

/// <summary>20,000 people with 50 weekly check-ins each: what a national foundation gathers in a year.</summary>
internal static class ManyPeople
{
    public const int People = 20_000;
    public const int CheckInsEach = 50;
    public const int CheckIns = People * CheckInsEach;

    private static readonly DateTime _start = new(2025, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>Simulated answers laid end to end and cut into equal lives, so that there are exactly as many as
    /// named.</summary>
    public static IEnumerable<Observation[]> Lives(int people) =>
        Simulation
            .Run(
                new SimulationOptions
                {
                    Seed = 11,
                    Cadence = Cadence.Weekly,
                    People = people * 2 + 15,
                }
            )
            .SelectMany(person => person.Observations)
            .Chunk(CheckInsEach)
            .Take(people)
            .Select(life =>
                life.Select((o, week) => o with { AtUtc = _start.AddDays(week * 7).AddHours(o.AtUtc.Hour) }).ToArray()
            );

    public static Cohort Cohort()
    {
        var builder = new CohortBuilder();
        foreach (var (number, life) in Lives(People).Index())
        {
            var person = builder.Person($"p{number:00000}", Cadence.Weekly);
            foreach (var observation in life)
                builder.Add(person, observation);
        }

        var cohort = builder.Build();
        return cohort.CheckIns == CheckIns
            ? cohort
            : throw new InvalidOperationException($"Made {cohort.CheckIns} check-ins, not {CheckIns}.");
    }
}
