using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Accounts;
using Wellbeing.App.Options;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.Invite;

/// <summary>A nurse or an administrator invites somebody to check in.</summary>
[Authorize(Policy = Policies.Staff)]
public sealed class IndexModel(ISender sender, IOptions<TeamOptions> team) : StaffPage(sender)
{
    public static IReadOnlyList<Choice> Kinds { get; } =
    [
        new(nameof(ParticipantKind.Patient), "A patient"),
        new(nameof(ParticipantKind.FamilyMember), "A family member", "Checks in for themselves, and sees nothing of the patient."),
    ];

    public static IReadOnlyList<Choice> Languages { get; } = [.. new[] { "en", "zh-Hans", "ar", "vi", "it", "el" }.Select(tag => new Choice(tag, StaffWords.Language(tag)))];

    /// <summary>In English, as all pages of staff.</summary>
    public static IReadOnlyList<Choice> Zones { get; } =
        [.. PersonTimes.Zones.Select(zone => new Choice(zone, TeamTime.PlaceOf(zone)))];

    [BindProperty] public string? Kind { get; set; }
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? Language { get; set; }
    [BindProperty] public string? Zone { get; set; }

    /// <param name="kind">Where the page before knows who it is.</param>
    public void OnGet(string? kind) => (Kind, Language, Zone) = (kind, "en", team.Value.TimeZone);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<ParticipantKind>(Kind, out var kind)) ModelState.AddModelError(nameof(Kind), "Choose patient or family member.");
        if (ModelState.IsValid)
        {
            try
            {
                if (await Sender.Send(new InviteParticipant(Me, kind, Name ?? "", Email ?? "", Language ?? "", Zone ?? ""), cancellationToken) == InviteResult.Invited)
                {
                    Say("done", "The invitation is on its way", "Its link works for 14 days. They appear among the people once they agree.");
                    return RedirectToPage();
                }

                ModelState.AddModelError(nameof(Email), "Somebody has an account with this address. Use another one.");
            }
            catch (ValidationException refused)
            {
                ModelState.AddFailures(refused);
            }
        }

        return Page();
    }
}
