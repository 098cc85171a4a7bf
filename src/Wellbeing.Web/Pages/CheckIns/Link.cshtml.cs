using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>Behind the link of an invitation: one button. Opening the page changes nothing, mail scanners open links too.</summary>
[AllowAnonymous]
public sealed class LinkModel(ISender sender) : PageModel
{
    private static readonly Actor _linkHolder = new(null, "Link of a check-in", Roles.LinkHolder);

    public CheckInLinkState State { get; private set; }

    /// <summary>After another link was asked for: whether it is on its way.</summary>
    public bool? SentAgain { get; private set; }

    public async Task OnGetAsync(string? secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        State = await sender.Send(new GetCheckInLink(_linkHolder, secret), cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(string? secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        switch (await sender.Send(new UseCheckInLink(_linkHolder, secret), cancellationToken))
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
        SentAgain = await sender.Send(new SendCheckInLinkAgain(_linkHolder, secret), cancellationToken);
        State = await sender.Send(new GetCheckInLink(_linkHolder, secret), cancellationToken);
        return Page();
    }
}
