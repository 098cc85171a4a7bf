using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.SupportContacts;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>What the nominated person finds behind the link in their mail. Opening it changes nothing: mail scanners
/// open links too.</summary>
[AllowAnonymous]
public sealed class AnswerModel(ISender sender, IStringLocalizer<ParticipantText> text) : LinkPage, IHoursFields
{
    public bool AreMine => true;

    [BindProperty]
    public string? HoursFrom { get; set; }

    [BindProperty]
    public string? HoursUntil { get; set; }

    [BindProperty]
    public string? Zone { get; set; }

    /// <summary>Null when the link is used up, expired or wrong.</summary>
    public NominationView? Nomination { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        Nomination = await sender.Send(new GetNomination(SupportContact, secret), cancellationToken);
        if (Nomination is { } nomination)
            (HoursFrom, HoursUntil, Zone) = HoursForm.Write(nomination.Hours);
    }

    public async Task<IActionResult> OnPostAsync(string secret, bool yes, CancellationToken cancellationToken)
    {
        Nomination = await sender.Send(new GetNomination(SupportContact, secret), cancellationToken);
        if (Nomination is not { } nomination)
            return Page();
        // Who says no is asked nothing more.
        var hours = yes
            ? HoursForm.Read(HoursFrom, HoursUntil, Zone, nomination.Hours.TimeZone, ModelState, text)
            : null;
        if (!ModelState.IsValid)
            return Page();
        if (await sender.Send(new AnswerNomination(SupportContact, secret, yes, hours), cancellationToken))
            return RedirectToPage("/Contacts/Thanks", new { answer = yes ? "yes" : "no" });
        Nomination = null;
        return Page();
    }
}
