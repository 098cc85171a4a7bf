using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Contacts;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>What the nominated person finds behind the link in their mail. Opening it changes nothing: mail scanners open links too.</summary>
[AllowAnonymous]
public sealed class AnswerModel(ISender sender) : PageModel
{
    private static readonly Actor _linkHolder = new(null, "Support contact", Roles.LinkHolder);

    /// <summary>Null when the link is used up, expired or wrong.</summary>
    public NominationView? Nomination { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        KeepTheLinkSecret();
        Nomination = await sender.Send(new GetNomination(_linkHolder, secret), cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(string secret, bool yes, CancellationToken cancellationToken)
    {
        KeepTheLinkSecret();
        if (await sender.Send(new AnswerNomination(_linkHolder, secret, yes), cancellationToken))
            return RedirectToPage("/Contacts/Thanks", new { answer = yes ? "yes" : "no" });
        return Page();
    }

    private void KeepTheLinkSecret()
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Response.Headers.CacheControl = "no-store";
    }
}
