using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Features.Contacts;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>What the nominated person finds behind the link in their mail. Opening it changes nothing: mail scanners open links too.</summary>
[AllowAnonymous]
public sealed class AnswerModel(ISender sender) : LinkPage
{
    /// <summary>Null when the link is used up, expired or wrong.</summary>
    public NominationView? Nomination { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        Nomination = await sender.Send(new GetNomination(SupportContact, secret), cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(string secret, bool yes, CancellationToken cancellationToken)
    {
        if (await sender.Send(new AnswerNomination(SupportContact, secret, yes), cancellationToken))
            return RedirectToPage("/Contacts/Thanks", new { answer = yes ? "yes" : "no" });
        return Page();
    }
}
