using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.Web.Components.Questions;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>The fields of a nomination: the same for a new contact and a change.</summary>
public abstract class ContactForm(IStringLocalizer<ParticipantText> text) : PageModel, IHoursFields
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Relation { get; set; }

    [BindProperty]
    public string? ConsentFrom { get; set; }

    [BindProperty]
    public string? Scope { get; set; }

    /// <summary>Often the participant's own, so that is chosen beforehand.</summary>
    [BindProperty]
    public string? Language { get; set; } = App.Wording.Language.Current.Tag;

    public IEnumerable<Choice> Consents =>
        new[] { Severity.Urgent, Severity.Soon, Severity.Review }.Select(s => new Choice(
            s.ToString(),
            text[$"Contacts.Consent.{s}"],
            text[$"Contacts.Consent.{s}.Hint"]
        ));

    public IEnumerable<Choice> Scopes =>
        Enum.GetNames<ContactScope>().Select(s => new Choice(s, text[$"Contacts.Scope.{s}"]));

    /// <summary>Languages we can write in, by their own names.</summary>
    public static IEnumerable<Choice> Languages => App.Wording.Language.All.Select(l => new Choice(l.Tag, l.OwnName));

    protected string? PhoneOrNone => string.IsNullOrWhiteSpace(Phone) ? null : Phone.Trim();

    protected Severity ConsentChosen => Enum.Parse<Severity>(ConsentFrom!);

    protected ContactScope ScopeChosen => Enum.Parse<ContactScope>(Scope!);

    protected string LanguageChosen => Language!;

    public bool AreMine => false;

    [BindProperty]
    public string? HoursFrom { get; set; }

    [BindProperty]
    public string? HoursUntil { get; set; }

    [BindProperty]
    public string? Zone { get; set; }

    /// <summary>What was chosen; null where a field is not good, which is then said beside it.</summary>
    protected ContactHours? HoursChosen { get; private set; }

    /// <summary>Puts hours into the form's fields.</summary>
    protected void Fill(ContactHours hours) => (HoursFrom, HoursUntil, Zone) = HoursForm.Write(hours);

    /// <summary>Notes at each field what is wrong with it.</summary>
    protected void CheckFields()
    {
        Require(nameof(Name), Name is { Length: <= 100 } && !string.IsNullOrWhiteSpace(Name), "Contacts.Name.Missing");
        Require(
            nameof(Email),
            Email?.Trim() is { Length: > 2 and <= 254 } email
                && email.IndexOf('@') is > 0 and var i
                && i < email.Length - 1,
            "Contacts.EmailAddress.Missing"
        );
        Require(nameof(Phone), Phone is not { Length: > 30 }, "Contacts.Phone.TooLong");
        Require(
            nameof(Relation),
            Relation is { Length: <= 60 } && !string.IsNullOrWhiteSpace(Relation),
            "Contacts.RelationOf.Missing"
        );
        Require(nameof(ConsentFrom), Enum.GetNames<Severity>().Contains(ConsentFrom), "Contacts.Consent.Missing");
        Require(nameof(Scope), Enum.GetNames<ContactScope>().Contains(Scope), "Contacts.Scope.Missing");
        Require(nameof(Language), App.Wording.Language.All.Any(l => l.Tag == Language), "Contacts.Language.Missing");
    }

    /// <summary>Notes at the fields of the hours what is wrong with them.</summary>
    /// <param name="present">A zone that is none of the list stays as long as nobody chooses another.</param>
    protected void CheckHours(string? present = null) =>
        HoursChosen = HoursForm.Read(HoursFrom, HoursUntil, Zone, present, ModelState, text);

    private void Require(string field, bool good, string message)
    {
        if (!good)
            ModelState.AddModelError(field, text[message]);
    }
}
