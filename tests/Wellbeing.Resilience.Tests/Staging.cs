using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

internal static class Staging
{
    public static async Task<IReadOnlyList<Person>> AddPeople(this AppFixture app, int count)
    {
        var people = new List<Person>(count);
        for (var i = 0; i < count; i++)
            people.Add(await app.Cast.AddPatient($"Person {i}", $"person{i}@home.example"));
        return people;
    }

    public static async Task<IReadOnlyList<Violation>> Violations(this AppFixture app) =>
        (await app.Send(new CheckInvariants(Actor.System, Everything: true))).Violations;

    public static async Task HoldsEverything(this AppFixture app) => Assert.Empty(await app.Violations());

    public static async Task<Flag> FlagOf(this AppFixture app, Person person) => (await app.FlagsOf(person))[^1];

    public static Task<int> Unknowns(this AppFixture app) =>
        app.Db(db =>
            db.MessageAttempts.CountAsync(a => a.Outcome == AttemptOutcome.Unknown || a.Outcome == AttemptOutcome.Begun)
        );
}
