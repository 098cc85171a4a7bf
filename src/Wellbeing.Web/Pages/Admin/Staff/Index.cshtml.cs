using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Accounts;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.Setup;
using Granted = Wellbeing.App.Pipeline.Roles;

namespace Wellbeing.Web.Pages.Admin.Staff;

/// <summary>The accounts of those who work here: invite, roles, disable.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public static IReadOnlyList<Choice> RoleChoices { get; } =
    [
        new(nameof(Granted.Nurse), "Support nurse", "Sees the people who check in, their answers and flags."),
        new(
            nameof(Granted.Administrator),
            "Administrator",
            "Sets thresholds, people’s accounts and messages. Sees no answers."
        ),
    ];

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public List<string>? Roles { get; set; }

    public IReadOnlyList<StaffRow> List { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListStaff(Me), cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var roles = (Roles ?? [])
            .Where(name => RoleChoices.Any(c => c.Value == name))
            .Aggregate(Granted.None, (all, name) => all | Enum.Parse<Granted>(name));
        try
        {
            if (
                await Sender.Send(new InviteStaff(Me, Name ?? "", Email ?? "", roles), cancellationToken)
                == StaffChange.Done
            )
            {
                Say(
                    "done",
                    "The invitation is on its way",
                    "They appear below as invited until they have chosen how they sign in."
                );
                return RedirectToPage();
            }

            ModelState.AddModelError(nameof(Email), "Somebody has an account with this address. Use another one.");
        }
        catch (ValidationException refused)
        {
            ModelState.AddFailures(refused);
        }

        List = await Sender.Send(new ListStaff(Me), cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostChangeAsync(
        Guid id,
        bool nurse,
        bool administrator,
        bool enabled,
        CancellationToken cancellationToken
    )
    {
        var roles = (nurse ? Granted.Nurse : Granted.None) | (administrator ? Granted.Administrator : Granted.None);
        try
        {
            return Back(
                await Sender.Send(new ChangeStaff(Me, id, roles, enabled), cancellationToken),
                "Saved",
                "Their sessions end within a minute; they sign in again."
            );
        }
        catch (ValidationException refused)
        {
            Say("warning", "Nothing was changed", refused.Errors.First().ErrorMessage);
            return RedirectToPage();
        }
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancellationToken) =>
        Back(await Sender.Send(new InviteStaffAgain(Me, id), cancellationToken), "The invitation was sent again", "");

    public async Task<IActionResult> OnPostForgetAsync(Guid id, CancellationToken cancellationToken) =>
        Back(
            await Sender.Send(new ForgetSecondFactor(Me, id), cancellationToken),
            "They can set up a new second factor",
            "They do so when they sign in next."
        );

    public static string Of(Granted roles) =>
        roles switch
        {
            Granted.Nurse | Granted.Administrator => "Support nurse and administrator",
            Granted.Nurse => "Support nurse",
            _ => "Administrator",
        };

    private RedirectToPageResult Back(StaffChange change, string title, string text)
    {
        switch (change)
        {
            case StaffChange.Done:
                Say("done", title, text);
                break;
            case StaffChange.NotYourself:
                Say("warning", "Nobody changes their own account here", "Ask another administrator.");
                break;
            default:
                Say("warning", "Nothing was changed", "The account is not there any more, or has joined meanwhile.");
                break;
        }

        return RedirectToPage();
    }
}
