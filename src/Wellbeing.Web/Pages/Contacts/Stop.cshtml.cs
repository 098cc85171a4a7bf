using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Contacts;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>
/// A support contact wants no more mails: by the page, or by the mail program's own button (RFC 8058), which posts here
/// without having opened the page. The secret in the address is what allows it.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class StopModel(ISender sender) : LinkPage
{
    /// <summary>Null when the link is used up, expired or wrong.</summary>
    public ContactLinkView? Link { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (await sender.Send(new GetContactLink(SupportContact, secret), cancellationToken) is { Purpose: LinkPurpose.StopMails } link)
            Link = link;
    }

    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        await OnGetAsync(secret, cancellationToken);
        if (Link is null) return Page();
        await sender.Send(new AnswerCall(SupportContact, secret), cancellationToken);
        return IsOneClick ? new OkResult() : RedirectToPage("/Contacts/Thanks", new { answer = "stopped" });
    }
}
