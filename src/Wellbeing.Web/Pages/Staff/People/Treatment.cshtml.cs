using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.People;
using Wellbeing.App.Records;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>What happened in the course of somebody's illness: read, record, take back.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class TreatmentModel(ISender sender) : StaffPage(sender), IShownAgain
{
    [BindProperty]
    public EventForm Event { get; set; } = new();

    [FromRoute]
    public Guid Id { get; set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<TreatmentEventView> Events { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => Draw(id, cancellationToken);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<TreatmentEventKind>(Event.Kind, out var kind))
            ModelState.AddModelError("Event.Kind", "Choose what happened.");
        if (!DateOnly.TryParse(Event.On, CultureInfo.InvariantCulture, out var on))
            ModelState.AddModelError("Event.On", "Enter the day it happened.");
        if (!ModelState.IsValid)
            return await Draw(id, cancellationToken);
        int? level = int.TryParse(Event.LevelThen, CultureInfo.InvariantCulture, out var rating) ? rating : null;
        if (
            !await Sender.Send(
                new RecordTreatmentEvent(Me, id, Event.RequestId, kind, on, Event.StartsNewPhase, level, Event.Note),
                cancellationToken
            )
        )
            return NotFound();
        Say(
            "done",
            "It is recorded",
            Event.StartsNewPhase ? "What is usual for them is learned anew from that day." : ""
        );
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, Guid eventId, CancellationToken cancellationToken)
    {
        if (!await Sender.Send(new RemoveTreatmentEvent(Me, id, eventId), cancellationToken))
            return NotFound();
        Say("done", "It is removed", "If that was a slip, record it again below.");
        return RedirectToPage(new { id });
    }

    public Task<IActionResult> ShowAgain(CancellationToken cancellationToken) => Draw(Id, cancellationToken);

    public string FieldOf(string property, string? handler) => ModelStateExtensions.FieldOf(property, nameof(Event));

    private async Task<IActionResult> Draw(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetPerson(Me, id, 1), cancellationToken) is not { } person)
            return NotFound();
        (Id, Name) = (id, person.Name);
        Events = await Sender.Send(new ListTreatmentEvents(Me, id), cancellationToken);
        return Page();
    }

    public sealed class EventForm
    {
        /// <summary>Made when the form was drawn: sent twice, it records one event.</summary>
        public Guid RequestId { get; set; } = Guid.CreateVersion7();
        public string? Kind { get; set; }
        public string? On { get; set; }
        public bool StartsNewPhase { get; set; }
        public string? LevelThen { get; set; }
        public string? Note { get; set; }
    }
}
