using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Leaflets;

/// <summary>Codes on leaflets: made, printed, stopped; and whether joining by them is on at all.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender, TeamZone team) : StaffPage(sender), IShownAgain
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Cohort { get; set; }

    [BindProperty]
    public string? LastDay { get; set; }

    [BindProperty]
    public string? Maximum { get; set; }

    public LeafletList List { get; private set; } = null!;

    public IReadOnlyList<Choice> Cohorts { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => Draw(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
        if (!DateOnly.TryParseExact(LastDay, "yyyy-MM-dd", out var last))
            ModelState.AddModelError(nameof(LastDay), "Choose a day from today on, within two years.");
        if (!int.TryParse(Maximum, NumberStyles.None, CultureInfo.InvariantCulture, out var maximum))
            ModelState.AddModelError(nameof(Maximum), "Enter a number from 1 to 10000.");
        if (ModelState.IsValid)
        {
            var ends = TimeZones.StartOf(last.AddDays(1), team.Id);
            var id = await Sender.Send(
                new MakeLeaflet(Me, Name ?? "", Guid.TryParse(Cohort, out var cohort) ? cohort : null, ends, maximum),
                cancellationToken
            );
            return RedirectToPage("/Admin/Leaflets/Print", new { id });
        }

        return Page();
    }

    public async Task<IActionResult> OnPostStopAsync(Guid id, CancellationToken cancellationToken)
    {
        await Sender.Send(new StopLeaflet(Me, id), cancellationToken);
        Say("done", "The code is stopped", "Links that were mailed for it no longer work. Who has joined stays.");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSwitchAsync(bool on, CancellationToken cancellationToken)
    {
        await Sender.Send(new SwitchLeaflets(Me, on), cancellationToken);
        Say("done", on ? "Joining by leaflet is on" : "Joining by leaflet is off");
        return RedirectToPage();
    }

    /// <summary>The last day on which it works, where the team is.</summary>
    public string LastDayOf(DateTime endsAtUtc) =>
        TimeZones.Local(endsAtUtc.AddTicks(-1), team.Id).ToString("d MMMM yyyy", TeamTime.English);

    private async Task Draw(CancellationToken cancellationToken)
    {
        List = await Sender.Send(new ListLeaflets(Me), cancellationToken);
        Cohorts =
        [
            new Choice("", "None"),
            .. (await Sender.Send(new ListCohorts(Me), cancellationToken)).Select(c => new Choice(
                c.Id.ToString("D"),
                c.Name
            )),
        ];
    }
}
