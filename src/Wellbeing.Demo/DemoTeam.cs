using MediatR;
using Wellbeing.App.Engine;
using Wellbeing.App.Escalation;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Cadence = Wellbeing.Detection.Cadence;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Demo;

/// <summary>What the team has set up and what stands on its rota today: holidays, a mailbox, a cover, a turn on
/// offer.</summary>
internal static class DemoTeam
{
    private static readonly (int Month, int Day, string Name)[] _holidays =
    [
        (1, 1, "New Year’s Day"),
        (1, 26, "Australia Day"),
        (4, 25, "Anzac Day"),
        (12, 25, "Christmas Day"),
        (12, 26, "Boxing Day"),
    ];

    /// <summary>From tomorrow for a year: that nothing of the half-year before looks as if nobody had worked.</summary>
    public static async Task SetUp(ISender sender, Actor administrator, DateOnly today)
    {
        foreach (var (month, day, name) in _holidays)
        {
            var date = new DateOnly(today.Year, month, day);
            await sender.Send(new AddHoliday(administrator, date > today ? date : date.AddYears(1), name));
        }

        await sender.Send(new AddMailbox(administrator, "Ward desk", "ward.desk@team.example"));
        await sender.Send(new MarkSetUp(administrator, SetUpStep.Whole));
    }

    /// <summary>Somebody steps in for a day in three weeks, and the nurse one can sign in as is asked to take a
    /// turn.</summary>
    /// <param name="onCall">Whose week it is, from this one on.</param>
    /// <param name="monday">Where a week's turn begins.</param>
    public static async Task Rota(
        ISender sender,
        Actor administrator,
        IReadOnlyList<Actor> nurses,
        Func<int, Actor> onCall,
        Func<int, DateTime> monday
    )
    {
        var stepsIn = nurses.First(n => n.UserId != onCall(3).UserId && n.UserId != nurses[0].UserId);
        await sender.Send(
            new CoverShift(administrator, stepsIn.UserId!.Value, monday(3).AddDays(2), monday(3).AddDays(3))
        );
        var week = Enumerable.Range(1, nurses.Count).First(w => onCall(w).UserId != nurses[0].UserId);
        await sender.Send(new OfferSwap(onCall(week), monday(week), monday(week + 1), nurses[0].UserId));
    }

    /// <summary>Groups by which lists and reports can be narrowed. Nobody is asked otherwise for it: everybody chose
    /// for themselves.</summary>
    /// <param name="people">Everybody, by their numbers.</param>
    public static async Task Cohorts(
        ISender sender,
        Actor administrator,
        Actor nurse,
        IReadOnlyList<(Guid Id, int Number)> people
    )
    {
        foreach (
            var (name, cadence, number) in new[]
            {
                ("After a transplant", Cadence.Weekly, 3),
                ("Watch and wait", Cadence.Monthly, 6),
            }
        )
        {
            await sender.Send(new SaveCohort(administrator, null, name, cadence));
            var cohort = (await sender.Send(new ListCohorts(administrator))).Single(c => c.Name == name);
            foreach (var person in people.Where(p => p.Number % 10 == number))
                await sender.Send(new PlaceInCohort(nurse, person.Id, cohort.Id));
        }
    }

    public static async Task Publish(ISender sender, Actor administrator)
    {
        var now = (await sender.Send(new GetPolicies(administrator))).Single(p => p.Severity == Severity.Soon).InForce;
        await sender.Send(
            new PublishPolicy(
                administrator,
                Severity.Soon,
                now.Number,
                now.Plan with
                {
                    RepeatEvery = TimeSpan.FromHours(4),
                },
                "A whole working day between two rounds was too long: a flag of Friday came up again on Monday night."
            )
        );
    }
}
