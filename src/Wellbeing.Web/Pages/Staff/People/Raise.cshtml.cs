using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.App.Thresholds;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.SignIn;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>A nurse raises a flag by hand: after something heard on the telephone, or again after one was closed too
/// soon.</summary>
[Authorize(Policy = Policies.Nurse)]
[KeepsWhatWasTyped("Raise.Reason")]
public sealed class RaiseModel(ISender sender) : StaffPage(sender), IShownAgain
{
    /// <summary>With the response targets in force.</summary>
    public IReadOnlyList<Choice> Severities { get; private set; } = [];

    [BindProperty]
    public RaiseForm Raise { get; set; } = new();

    [FromRoute]
    public Guid Id { get; set; }

    public string Name { get; private set; } = "";

    public Guid? OpenFlag { get; private set; }

    public Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken) => Draw(id, cancellationToken);

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<Severity>(Raise.Severity, out var severity))
        {
            ModelState.AddModelError("Raise.Severity", "Choose how soon somebody must look.");
            return await Draw(id, cancellationToken);
        }

        if (
            await Sender.Send(new RaiseFlag(Me, id, Raise.RequestId, severity, Raise.Reason ?? ""), cancellationToken)
            is not RaiseFlagResult.Raised raised
        )
            return NotFound();
        Say(
            "done",
            raised.Joined ? "Your reason is on the flag" : "The flag is raised",
            "The team is told. Take it if you look after it yourself."
        );
        return RedirectToPage("/Staff/Flags/Flag", new { id = raised.FlagId });
    }

    public Task<IActionResult> ShowAgain(CancellationToken cancellationToken) => Draw(Id, cancellationToken);

    public string FieldOf(string property, string? handler) => ModelStateExtensions.FieldOf(property, nameof(Raise));

    private async Task<IActionResult> Draw(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetPerson(Me, id, 1), cancellationToken) is not { } person)
            return NotFound();
        (Id, Name) = (id, person.Name);
        var respond = (await Sender.Send(new GetThresholds(Me), cancellationToken)).InForce.Respond;
        Severities =
        [
            new(
                nameof(Severity.Urgent),
                "Urgent",
                $"Within {TeamTime.Span(TimeSpan.FromMinutes(respond.UrgentMinutes))} of somebody being on duty. Everybody is told, day or night."
            ),
            new(nameof(Severity.Soon), "Soon", $"Within {WorkingDays(respond.SoonWorkingDays)}."),
            new(nameof(Severity.Review), "Review", $"Within {WorkingDays(respond.ReviewWorkingDays)}."),
        ];
        OpenFlag = person.Flags.FirstOrDefault(f => f.State != FlagState.Resolved)?.Id;
        return Page();
    }

    private static string WorkingDays(int days) =>
        days switch
        {
            0 => "the same working day",
            1 => "a working day",
            _ => $"{days} working days",
        };

    public sealed class RaiseForm
    {
        /// <summary>Made when the form was drawn: sent twice, it raises one flag.</summary>
        public Guid RequestId { get; set; } = Guid.CreateVersion7();
        public string? Severity { get; set; }
        public string? Reason { get; set; }
    }
}
