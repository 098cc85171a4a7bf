using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Team;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.Invite;

/// <summary>A nurse or an administrator invites somebody to check in.</summary>
[Authorize(Policy = Policies.Staff)]
[KeepsWhatWasTyped("Name", "Email", "Phone")]
public sealed class IndexModel(ISender sender, TeamZone team) : StaffPage(sender), IShownAgain
{
    public static IReadOnlyList<Choice> Kinds { get; } =
    [
        new(nameof(ParticipantKind.Patient), "A patient"),
        new(
            nameof(ParticipantKind.FamilyMember),
            "A family member",
            "Checks in for themselves, and sees nothing of the patient."
        ),
    ];

    public static IReadOnlyList<Choice> Languages { get; } =
    [.. new[] { "en", "zh-Hans", "ar", "vi", "it", "el" }.Select(tag => new Choice(tag, StaffWords.Language(tag)))];

    /// <summary>In English, as all pages of staff.</summary>
    public static IReadOnlyList<Choice> Zones { get; } = PersonTimes.PlacesInEnglish;

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Language { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? BestTime { get; set; }

    [BindProperty]
    public string? MayLeaveMessage { get; set; }

    [BindProperty]
    public bool NeedsInterpreter { get; set; }

    [BindProperty]
    public string? PreferredName { get; set; }

    [BindProperty]
    public string? Pronouns { get; set; }

    [BindProperty]
    public string? SpokenLanguage { get; set; }

    [BindProperty]
    public string? Zone { get; set; }

    /// <summary>Something stands in the fold, or is wrong there.</summary>
    public bool AddressShown =>
        !string.IsNullOrEmpty($"{BestTime}{MayLeaveMessage}{PreferredName}{Pronouns}{SpokenLanguage}");

    public OpenInvitationsPage Open { get; private set; } = null!;

    public int Pages => Math.Max(1, (int)Math.Ceiling(Open.Total / (double)Open.PageSize));

    /// <param name="kind">Where the page before knows who it is.</param>
    public async Task OnGetAsync(string? kind, CancellationToken cancellationToken)
    {
        (Kind, Language, Zone) = (kind, "en", team.Id);
        await Load(cancellationToken);
    }

    public async Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancellationToken) =>
        Back(
            await Sender.Send(new InviteParticipantAgain(Me, id), cancellationToken),
            "The invitation was sent again",
            "The new link works for 14 days. The old one has stopped working."
        );

    public async Task<IActionResult> OnPostTakeBackAsync(Guid id, CancellationToken cancellationToken) =>
        Back(
            await Sender.Send(new TakeInvitationBack(Me, id), cancellationToken),
            "The invitation is taken back",
            "Its link no longer works, and nothing is kept of it."
        );

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // What is no kind at all is refused with the rest, so that every field is named at once.
        var kind = Enum.TryParse<ParticipantKind>(Kind, out var chosen) ? chosen : (ParticipantKind)(-1);
        if (ModelState.IsValid)
        {
            var invite = new InviteParticipant(Me, kind, Name ?? "", Email ?? "", Language ?? "", Zone ?? "")
            {
                Phone = Phone,
                BestTimeToCall = ReachForm.TimeOf(BestTime),
                MayLeaveMessage = ReachForm.MayOf(MayLeaveMessage),
                NeedsInterpreter = NeedsInterpreter,
                Address = new HowToAddress(PreferredName, Pronouns, SpokenLanguage),
            };
            switch (await Sender.Send(invite, cancellationToken))
            {
                case InviteResult.AddressTaken:
                    ModelState.AddModelError(
                        nameof(Email),
                        "Somebody has an account with this address. Use another one."
                    );
                    break;
                case InviteResult.InvitedAlready:
                    ModelState.AddModelError(
                        nameof(Email),
                        "This address was invited already, and its link still works. Send it again from the list below."
                    );
                    break;
                default:
                    Say(
                        "done",
                        "The invitation is on its way",
                        "Its link works for 14 days. They stand below until they agree, and among the people from then on."
                    );
                    return RedirectToPage();
            }
        }

        return await ShowAgain(cancellationToken);
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return Page();
    }

    /// <summary>What became of the mail, where somebody has to look after it; else null.</summary>
    public static string? Trouble(OpenInvitationRow row) =>
        row.Mail switch
        {
            MessageState.Rejected =>
                "The mail could not be delivered. Take the invitation back, and invite them by the right address.",
            MessageState.Expired => "The mail never left. Send it again.",
            _ when row.Ended => "The link has stopped working, and nobody used it. Send it again, or take it back.",
            _ => null,
        };

    private async Task Load(CancellationToken cancellationToken) =>
        Open = await Sender.Send(new ListOpenInvitations(Me, PageNumber), cancellationToken);

    private RedirectToPageResult Back(bool done, string title, string text)
    {
        if (done)
            Say("done", title, text);
        else
            Say(
                "info",
                "Nothing was changed",
                "They have answered meanwhile, or a colleague has taken the invitation back."
            );
        return RedirectToPage();
    }
}
