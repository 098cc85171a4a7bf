using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>The nominated person says yes or no. Uses the link up.</summary>
/// <param name="Hours">When mails that can wait may reach them; null for what stands.</param>
[AllowedTo(Roles.LinkHolder)]
public sealed record AnswerNomination(Actor By, string Secret, bool Yes, ContactHours? Hours = null)
    : IRequest<bool>,
        IActed;

internal sealed class AnswerNominationValidator : AbstractValidator<AnswerNomination>
{
    public AnswerNominationValidator() =>
        RuleFor(r => r.Hours)
            .Must(hours => hours is null || hours.AreGood)
            .OverridePropertyName("hoursUntil")
            .WithMessage(ContactWords.TooShort);
}

internal sealed class AnswerNominationHandler(WellbeingDb db, NominationLinks nominationLinks, TimeProvider clock)
    : IRequestHandler<AnswerNomination, bool>
{
    /// <returns>False when the link is used up, expired or wrong.</returns>
    public async Task<bool> Handle(AnswerNomination request, CancellationToken cancellationToken)
    {
        if (
            await nominationLinks.Find(request.Secret, cancellationToken)
            is not { Token: var token, Contact: var contact }
        )
            return false;
        var now = clock.GetUtcNow().UtcDateTime;
        token.UsedAtUtc = now;
        if (request.Yes && request.Hours is { } hours)
            contact.Choose(hours);
        if (request.Yes)
            contact.Confirm(now);
        else
            contact.Decline(now);
        db.Audit(
            request.By,
            request.Yes ? AuditActions.ContactConfirmed : AuditActions.ContactDeclined,
            now,
            contact.ParticipantId,
            detail: new ContactDetail(contact.Id)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
