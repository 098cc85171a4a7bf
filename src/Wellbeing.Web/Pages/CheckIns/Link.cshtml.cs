using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Prompts;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>Behind the link of an invitation: one button. Opening the page changes nothing, mail scanners open links
/// too.</summary>
[AllowAnonymous]
public sealed class LinkModel(ISender sender) : PageModel
{
    public CheckInLinkState State { get; private set; }

    /// <summary>After another link was asked for: whether it is on its way.</summary>
    public bool? SentAgain { get; private set; }

    public async Task OnGetAsync(string? secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        State = await sender.Send(new GetCheckInLink(CheckInLinks.Holder, secret), cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(string? secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        switch (await sender.Send(new UseCheckInLink(CheckInLinks.Holder, secret), cancellationToken))
        {
            case UseCheckInLinkResult.Begun begun:
                await HttpContext.BeginCheckInLink(begun);
                return RedirectToPage("/CheckIns/Start");
            case UseCheckInLinkResult.Refused refused:
                State = refused.State;
                break;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAgainAsync(string? secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        SentAgain = await sender.Send(new SendCheckInLinkAgain(CheckInLinks.Holder, secret), cancellationToken);
        State = await sender.Send(new GetCheckInLink(CheckInLinks.Holder, secret), cancellationToken);
        return Page();
    }
}
