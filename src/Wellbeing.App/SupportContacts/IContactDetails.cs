using FluentValidation;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.SupportContacts;

/// <summary>What a participant says about a support contact.</summary>
public interface IContactDetails
{
    string Name { get; }
    string Email { get; }
    string? Phone { get; }
    string Relation { get; }
    Severity ConsentFrom { get; }
    string Language { get; }
    ContactScope Scope { get; }

    /// <summary>
    /// When mails that can wait may reach them; null for what stands, at first from 8 to 20 where the participant
    /// lives.
    /// </summary>
    ContactHours? Hours { get; }
}

/// <summary>The same rules for a new nomination and a change.</summary>
internal sealed class ContactDetailsValidator : AbstractValidator<IContactDetails>
{
    public ContactDetailsValidator()
    {
        RuleFor(r => r.Name)
            .NotEmpty()
            .MaximumLength(100)
            .OverridePropertyName("name")
            .WithOneMessage("Enter their name.");
        RuleFor(r => r.Email)
            .EmailAddress()
            .MaximumLength(254)
            .OverridePropertyName("email")
            .WithOneMessage("Enter their e-mail address, like name@example.org.");
        RuleFor(r => r.Phone)
            .MaximumLength(40)
            .OverridePropertyName("phone")
            .WithMessage("Shorten the phone number to 40 characters.");
        RuleFor(r => r.Language)
            .NotEmpty()
            .MaximumLength(20)
            .OverridePropertyName("language")
            .WithOneMessage("Choose a language from the list.");
        RuleFor(r => r.Relation)
            .NotEmpty()
            .MaximumLength(60)
            .OverridePropertyName("relation")
            .WithOneMessage("Say who they are to you, such as sister or friend.");
        RuleFor(r => r.ConsentFrom)
            .IsInEnum()
            .OverridePropertyName("consentFrom")
            .WithMessage("Choose when we may write to them.");
        RuleFor(r => r.Hours)
            .Must(hours => hours is null || hours.AreGood)
            .OverridePropertyName("hoursUntil")
            .WithMessage(ContactWords.TooShort);
        RuleFor(r => r.Scope).IsInEnum().OverridePropertyName("scope").WithMessage("Choose what we may tell them.");
    }
}
