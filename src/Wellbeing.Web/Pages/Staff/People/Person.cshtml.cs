using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Features.Cohorts;
using Wellbeing.App.Features.Participants;
using Wellbeing.App.Features.Treatment;
using Wellbeing.Web.Components.Charts;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>One person: how to reach them, how they have been, their flags.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class PersonModel(ISender sender) : StaffPage(sender)
{
    public const int Weeks = 26;

    public PersonPage Person { get; private set; } = null!;

    public IReadOnlyList<CohortRow> Cohorts { get; private set; } = [];

    public IReadOnlyList<TreatmentEventView> Events { get; private set; } = [];

    public TrendChart Chart { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetPerson(Me, id, Weeks), cancellationToken) is not { } person) return NotFound();
        Person = person;
        Cohorts = await Sender.Send(new ListCohorts(Me), cancellationToken);
        Events = await Sender.Send(new ListTreatmentEvents(Me, id), cancellationToken);
        Chart = CheckInChart.Of(person.CheckIns, person.Schedule.Cadence, Weeks, [], Events);
        return Page();
    }

    public async Task<IActionResult> OnPostCohortAsync(Guid id, Guid? cohort, CancellationToken cancellationToken)
    {
        if (!await Sender.Send(new PlaceInCohort(Me, id, cohort), cancellationToken)) return NotFound();
        Say("done", "The cohort is saved");
        return RedirectToPage(new { id });
    }
}
