using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.SupportContacts;

/// <summary>
/// The participant changes what they said about a contact. Another address is asked anew, and links in mails to the old
/// one stop working; so is one that refused our mail, even where it is the same.
/// </summary>
[AllowedTo(Roles.Participant)]
public sealed record ChangeContact(
    Actor By,
    Guid ContactId,
    string Name,
    string Email,
    string? Phone,
    string Relation,
    Severity ConsentFrom,
    string Language,
    ContactScope Scope
) : IRequest<ChangeContactResult>, IActed, IContactDetails
{
    /// <inheritdoc/>
    public ContactHours? Hours { get; init; }
}

public abstract record ChangeContactResult
{
    /// <param name="AskedAgain">The contact must say yes before anything else is sent.</param>
    public sealed record Saved(bool AskedAgain) : ChangeContactResult;

    public sealed record NotFound : ChangeContactResult;
}

internal sealed class ChangeContactValidator : AbstractValidator<ChangeContact>
{
    public ChangeContactValidator() => Include(new ContactDetailsValidator());
}

internal sealed class ChangeContactHandler(WellbeingDb db, MessageWriter messages, Ladder ladder, TimeProvider clock)
    : IRequestHandler<ChangeContact, ChangeContactResult>
{
    public async Task<ChangeContactResult> Handle(ChangeContact request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var contact = await db
            .SupportContacts.NotWithdrawn()
            .SingleOrDefaultAsync(
                c => c.Id == request.ContactId && c.ParticipantId == request.By.ParticipantId,
                cancellationToken
            );
        if (contact is null)
            return new ChangeContactResult.NotFound();

        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var countingOn = await ladder.CountingOn(contact, cancellationToken);
        var email = request.Email.Trim();
        var askAgain =
            !string.Equals(email, contact.Email, StringComparison.OrdinalIgnoreCase)
            || contact.State == SupportContactState.Unreachable;
        contact.Name = request.Name.Trim();
        contact.Phone = request.Phone;
        contact.Relation = request.Relation.Trim();
        contact.Language = request.Language;
        contact.ConsentFrom = request.ConsentFrom;
        contact.Scope = request.Scope;
        if (request.Hours is { } hours)
            contact.Choose(hours);
        db.Audit(
            request.By,
            AuditActions.ContactChanged,
            now,
            contact.ParticipantId,
            detail: new ChangedContactDetail(contact.Id, contact.ConsentFrom, contact.Scope, askAgain)
        );
        if (askAgain)
        {
            contact.AskAgainAt(email);
            foreach (
                var link in await db
                    .LinkTokens.Where(t => t.SubjectId == contact.Id && t.UsedAtUtc == null)
                    .ToListAsync(cancellationToken)
            )
                link.UsedAtUtc = now;
            await db.CancelUnsentTo(contact.Id, cancellationToken);
            await messages.Write(
                new NewMessage(
                    Nomination.Kind,
                    new Recipient(contact.Email, contact.Name, contact.Language, SupportContactId: contact.Id),
                    $"nomination-{contact.Id:N}/{contact.Version + 1}",
                    now,
                    now + Nomination.Lives
                )
                {
                    ParticipantId = contact.ParticipantId,
                },
                cancellationToken
            );
        }

        await db.SaveChangesAsync(cancellationToken);
        if (countingOn is not null && !contact.MayBeTold(countingOn.Severity))
        {
            // Not to be told of this one any more, or asked anew: the next one is told now.
            await db.CancelUnsentTo(contact.Id, FlagToSupportContact.Kind, cancellationToken);
            await ladder.TellContacts(countingOn, now, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitIfOwn(cancellationToken);
        return new ChangeContactResult.Saved(askAgain);
    }
}
