using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Features.Contacts;
using Wellbeing.Web.Components;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Setup;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>The people the participant trusts: who they are, what they answered, one more.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class IndexModel(ISender sender, IStringLocalizer<ParticipantText> text) : PageModel
{
    [BindProperty] public string? Name { get; set; }
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? Phone { get; set; }
    [BindProperty] public string? Relation { get; set; }
    [BindProperty] public string? ConsentFrom { get; set; }

    /// <summary>Often the participant's own, so that is chosen beforehand.</summary>
    [BindProperty] public string? Language { get; set; } = App.Wording.Language.Current.Tag;

    public static IEnumerable<Choice> Languages => App.Wording.Language.All.Select(l => new Choice(l.Tag, l.OwnName));

    public IReadOnlyList<MyContact> Mine { get; private set; } = [];

    public ContactMails Mails { get; private set; } = null!;

    public string? Added { get; private set; }

    public bool Withdrawn { get; private set; }

    public IEnumerable<Choice> Consents => new[] { Severity.Urgent, Severity.Soon, Severity.Review }
        .Select(s => new Choice(s.ToString(), text[$"Contacts.Consent.{s}"], text[$"Contacts.Consent.{s}.Hint"]));

    public async Task OnGetAsync(Guid? added, bool withdrawn, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        Added = Mine.FirstOrDefault(c => c.Id == added)?.Name;
        Withdrawn = withdrawn;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Require(nameof(Name), Name is { Length: <= 100 } && !string.IsNullOrWhiteSpace(Name), "Contacts.Name.Missing");
        Require(nameof(Email), Email?.Trim() is { Length: > 2 and <= 254 } email && email.IndexOf('@') is > 0 and var i && i < email.Length - 1, "Contacts.EmailAddress.Missing");
        Require(nameof(Phone), Phone is not { Length: > 30 }, "Contacts.Phone.TooLong");
        Require(nameof(Relation), Relation is { Length: <= 60 } && !string.IsNullOrWhiteSpace(Relation), "Contacts.RelationOf.Missing");
        Require(nameof(ConsentFrom), Enum.GetNames<Severity>().Contains(ConsentFrom), "Contacts.Consent.Missing");
        Require(nameof(Language), App.Wording.Language.All.Any(l => l.Tag == Language), "Contacts.Language.Missing");
        if (ModelState.IsValid)
        {
            try
            {
                var phone = string.IsNullOrWhiteSpace(Phone) ? null : Phone.Trim();
                var id = await sender.Send(new NominateContact(User.ToActor(), Name!, Email!.Trim(), phone, Relation!, Enum.Parse<Severity>(ConsentFrom!), Language!), cancellationToken);
                return RedirectToPage(new { added = id });
            }
            catch (ValidationException refused)
            {
                ModelState.AddFailures(refused);
            }
        }

        await Load(cancellationToken);
        return Page();
    }

    private void Require(string field, bool good, string message)
    {
        if (!good) ModelState.AddModelError(field, text[message]);
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        var by = User.ToActor();
        Mine = await sender.Send(new GetMyContacts(by), cancellationToken);
        Mails = await sender.Send(new PreviewContactMails(by, string.IsNullOrWhiteSpace(Name) ? text["Contacts.Preview.Name"] : Name), cancellationToken);
    }
}
