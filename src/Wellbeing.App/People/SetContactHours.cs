using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>
/// A support contact says when mails that can wait may come, by the link that stops them. The link stays: they may stop
/// the mails with it later.
/// </summary>
/// <returns>False when the link is used up, expired or wrong.</returns>
[AllowedTo(Roles.LinkHolder)]
public sealed record SetContactHours(Actor By, string Secret, ContactHours Hours) : IRequest<bool>, IActed;

internal sealed class SetContactHoursValidator : AbstractValidator<SetContactHours>
{
    public SetContactHoursValidator() =>
        RuleFor(r => r.Hours)
            .Must(hours => hours.AreGood)
            .OverridePropertyName("hoursUntil")
            .WithMessage(ContactWords.TooShort);
}

internal static class ContactWords
{
    public const string TooShort = "Choose at least two hours, and a place from the list.";
}

internal sealed class SetContactHoursHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<SetContactHours, bool>
{
    public async Task<bool> Handle(SetContactHours request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await db.FindLink(LinkPurpose.StopMails, request.Secret, cancellationToken) is not { } token)
            return false;
        if (!token.IsUsable(now))
            return false;
        var contact = await db.SupportContacts.SingleAsync(c => c.Id == token.SubjectId, cancellationToken);
        if (contact.State == SupportContactState.Withdrawn)
            return false;
        contact.Choose(request.Hours);
        db.Audit(
            request.By,
            AuditActions.ContactChanged,
            now,
            contact.ParticipantId,
            detail: new ChangedContactDetail(contact.Id, Hours: true)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
