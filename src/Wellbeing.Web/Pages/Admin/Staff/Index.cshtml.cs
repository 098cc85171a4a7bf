using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Accounts;
using Wellbeing.App.Escalation;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;
using Granted = Wellbeing.App.Pipeline.Roles;

namespace Wellbeing.Web.Pages.Admin.Staff;

/// <summary>The accounts of those who work here: invite, roles, disable.</summary>
[Authorize(Policy = Policies.Administrator)]
[KeepsWhatWasTyped("Name", "Email")]
public sealed class IndexModel(ISender sender, TeamTime time) : StaffPage(sender), IShownAgain
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

    /// <summary>From now on, turn by turn.</summary>
    private RotaView? _rota;

    public async Task OnGetAsync(CancellationToken cancellationToken) => await Draw(cancellationToken);

    private async Task Draw(CancellationToken cancellationToken)
    {
        List = await Sender.Send(new ListStaff(Me), cancellationToken);
        _rota = await Sender.Send(new GetRota(Me), cancellationToken);
    }

    /// <summary>What follows when this colleague works here as a nurse no more; null where nothing does that an
    /// administrator would have to see to.</summary>
    /// <param name="done">It has been done; else it is thought of.</param>
    public string? WithoutThem(StaffRow row, bool done = false)
    {
        if (!CanBeTold(row))
            return null;
        if (!List.Any(other => other.Id != row.Id && CanBeTold(other)))
        {
            return done
                ? "No nurse can be told of a flag now. Invite another nurse."
                : $"{row.Name} is the only nurse who can sign in. Without them no nurse can be told of a flag. Invite another nurse first.";
        }

        // A turn goes on without them only where somebody else who can act has it too.
        var alone = _rota!.Turns.FirstOrDefault(turn =>
            turn.IsOf(row.Id)
            && !turn.Nurses.Any(n => n.Id != row.Id && List.Any(other => other.Id == n.Id && CanBeTold(other)))
        );
        return (alone, alone?.FromUtc <= _rota.AtUtc, done) switch
        {
            (null, _, _) => null,
            (_, true, false) =>
                $"{row.Name} is on call now, until {time.Moment(alone.ToUtc)}. Without them nobody is on call. Put a cover on the rota first.",
            (_, true, true) => $"Nobody is on call now, until {time.Moment(alone.ToUtc)}. Put a cover on the rota.",
            (_, false, false) =>
                $"{row.Name} is on the rota from {time.Moment(alone.FromUtc)}. Without them nobody is on call then. Plan somebody else.",
            (_, false, true) => $"Nobody is on call from {time.Moment(alone.FromUtc)}. Plan somebody else.",
        };
    }

    private static bool CanBeTold(StaffRow row) =>
        row is { Enabled: true, Joined: true } && row.Roles.HasFlag(Granted.Nurse);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var roles = (Roles ?? [])
            .Where(name => RoleChoices.Any(c => c.Value == name))
            .Aggregate(Granted.None, (all, name) => all | Enum.Parse<Granted>(name));
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

        return await ShowAgain(cancellationToken);
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        await Draw(cancellationToken);
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
        await Draw(cancellationToken);
        var before = List.SingleOrDefault(row => row.Id == id);
        var follows = before is not null && !(enabled && nurse) ? WithoutThem(before, done: true) : null;
        try
        {
            var change = await Sender.Send(new ChangeStaff(Me, id, roles, enabled), cancellationToken);
            if (change != StaffChange.Done || before is null)
                return Back(change, "", "");
            if (follows is not null)
            {
                Say("warning", enabled ? "Saved" : $"The account of {before.Name} is disabled", follows);
                return RedirectToPage();
            }

            return (before.Enabled, enabled) switch
            {
                (true, false) => Back(
                    change,
                    $"The account of {before.Name} is disabled",
                    "Their sessions end within a minute, and they cannot sign in until it is enabled again."
                ),
                (false, true) => Back(
                    change,
                    $"The account of {before.Name} is enabled",
                    before.Joined ? "They can sign in again." : "Send the invitation again if its link has ended."
                ),
                _ when before.Roles != roles && before.Enabled => Back(
                    change,
                    "Saved",
                    "Their sessions end within a minute, and they sign in again."
                ),
                _ => Back(change, "Saved", ""),
            };
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
