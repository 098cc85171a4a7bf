using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.SupportContacts;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>
/// A support contact wants no more mails: by the page, or by the mail program's own button (RFC 8058), which posts here
/// without having opened the page. The secret in the address is what allows it.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class StopModel(ISender sender, IStringLocalizer<ParticipantText> text) : LinkPage, IHoursFields
{
    public bool AreMine => true;

    [BindProperty]
    public string? HoursFrom { get; set; }

    [BindProperty]
    public string? HoursUntil { get; set; }

    [BindProperty]
    public string? Zone { get; set; }

    /// <summary>Null when the link is used up, expired or wrong.</summary>
    public ContactLinkView? Link { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        await Find(secret, cancellationToken);
        if (Link is { } link)
            (HoursFrom, HoursUntil, Zone) = HoursForm.Write(link.Hours);
    }

    /// <summary>Rather other hours than no mails.</summary>
    public async Task<IActionResult> OnPostHoursAsync(string secret, CancellationToken cancellationToken)
    {
        await Find(secret, cancellationToken);
        if (Link is not { } link)
            return Page();
        var chosen = HoursForm.Read(HoursFrom, HoursUntil, Zone, link.Hours.TimeZone, ModelState, text);
        if (chosen is not { } hours)
            return Page();
        return await sender.Send(new SetContactHours(SupportContact, secret, hours), cancellationToken)
            ? RedirectToPage("/Contacts/Thanks", new { answer = "hours" })
            : RedirectToPage();
    }

    private async Task Find(string secret, CancellationToken cancellationToken)
    {
        if (
            await sender.Send(new GetContactLink(SupportContact, secret), cancellationToken) is
            { Purpose: LinkPurpose.StopMails } link
        )
            Link = link;
    }

    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        await Find(secret, cancellationToken);
        if (Link is null)
            return Page();
        await sender.Send(new AnswerContactMessage(SupportContact, secret), cancellationToken);
        return IsOneClick ? new OkResult() : RedirectToPage("/Contacts/Thanks", new { answer = "stopped" });
    }
}
