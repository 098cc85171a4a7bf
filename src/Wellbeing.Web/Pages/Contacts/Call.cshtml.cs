using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Outbox;
using Wellbeing.App.SupportContacts;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>A support contact's answer to "may welcome a call": in touch, or not now.</summary>
[AllowAnonymous]
public sealed class CallModel(ISender sender) : LinkPage
{
    /// <summary>Null when the link is used up, expired or wrong.</summary>
    public ContactLinkView? Link { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (
            await sender.Send(new GetContactLink(SupportContact, secret), cancellationToken) is
            { Purpose: LinkPurpose.InTouch or LinkPurpose.CannotNow } link
        )
            Link = link;
    }

    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        await OnGetAsync(secret, cancellationToken);
        if (Link is null)
            return Page();
        return await sender.Send(new AnswerContactMessage(SupportContact, secret), cancellationToken) switch
        {
            LinkPurpose.InTouch => RedirectToPage("/Contacts/Thanks", new { answer = "in-touch" }),
            LinkPurpose.CannotNow => RedirectToPage("/Contacts/Thanks", new { answer = "cannot" }),
            _ => Gone(),
        };
    }

    private PageResult Gone()
    {
        Link = null;
        return Page();
    }
}
