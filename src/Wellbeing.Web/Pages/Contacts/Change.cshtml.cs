using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.SupportContacts;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>Changes what was said about a support contact, beside exactly what they would be sent.</summary>
[Authorize(Policy = Policies.Participant)]
[KeepsWhatWasTyped("Name", "Email", "Phone")]
public sealed class ChangeModel(ISender sender, IStringLocalizer<ParticipantText> text) : ContactForm(text), IShownAgain
{
    public MyContact Contact { get; private set; } = null!;

    public ContactMails Mails { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Load(id, cancellationToken))
            return RedirectToPage("/Contacts/Index");
        (Name, Email, Phone, Relation) = (Contact.Name, Contact.Email, Contact.Phone, Contact.Relation);
        (ConsentFrom, Scope, Language) = (Contact.ConsentFrom.ToString(), Contact.Scope.ToString(), Contact.Language);
        Fill(Contact.Hours);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await Load(id, cancellationToken))
            return RedirectToPage("/Contacts/Index");
        CheckFields();
        CheckHours(Contact.Hours.TimeZone);
        if (!ModelState.IsValid)
            return Page();
        var saved = await sender.Send(
            new ChangeContact(
                User.ToActor(),
                id,
                Name!,
                Email!.Trim(),
                PhoneOrNone,
                Relation!,
                ConsentChosen,
                LanguageChosen,
                ScopeChosen
            )
            {
                Hours = HoursChosen,
            },
            cancellationToken
        );
        return RedirectToPage(
            "/Contacts/Index",
            new { done = saved is ChangeContactResult.Saved { AskedAgain: true } ? "asked-again" : "changed", who = id }
        );
    }

    private async Task<bool> Load(Guid id, CancellationToken cancellationToken)
    {
        var by = User.ToActor();
        if (
            (await sender.Send(new GetMyContacts(by), cancellationToken)).FirstOrDefault(c => c.Id == id)
            is not { } contact
        )
            return false;
        Contact = contact;
        var scope = Enum.TryParse<ContactScope>(Scope, out var chosen) ? chosen : contact.Scope;
        Mails = await sender.Send(new PreviewContactMails(by, contact.Name, scope), cancellationToken);
        return true;
    }
}
