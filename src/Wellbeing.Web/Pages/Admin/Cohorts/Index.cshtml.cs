using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.People;
using Wellbeing.Detection;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Cohorts;

/// <summary>Groups of people for filters and reports, and how often those who join one are asked.</summary>
[Authorize(Policy = Policies.Administrator)]
[KeepsWhatWasTyped("Name")]
public sealed class IndexModel(ISender sender) : StaffPage(sender), IShownAgain
{
    public static IReadOnlyList<Choice> Cadences { get; } =
    [.. Enum.GetValues<Cadence>().Select(cadence => new Choice(cadence.ToString(), StaffWords.Of(cadence)))];

    /// <summary>The cohort that is being changed; null while a new one is made.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Change { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Cadence { get; set; }

    public IReadOnlyList<CohortRow> List { get; private set; } = [];

    public CohortRow? Changing => List.FirstOrDefault(cohort => cohort.Id == Change);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        (Name, Cadence) = (Changing?.Name, (Changing?.Cadence ?? Detection.Cadence.Weekly).ToString());
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<Cadence>(Cadence, out var cadence))
            ModelState.AddModelError(nameof(Cadence), "Choose how often.");
        if (ModelState.IsValid)
        {
            switch (await Sender.Send(new SaveCohort(Me, Change, Name ?? "", cadence), cancellationToken))
            {
                case SaveCohortResult.NameTaken:
                    ModelState.AddModelError(nameof(Name), "There is a cohort of that name. Choose another.");
                    break;
                case SaveCohortResult.NotFound:
                    return NotFound();
                default:
                    Say("done", "The cohort is saved", "Nurses place people in it on each person’s page.");
                    return RedirectToPage(new { change = (Guid?)null });
            }
        }

        return await ShowAgain(cancellationToken);
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        return Page();
    }

    private async Task Draw(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListCohorts(Me, Counted: true), cancellationToken);
}
