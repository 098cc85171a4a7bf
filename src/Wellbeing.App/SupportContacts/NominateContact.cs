using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.SupportContacts;

/// <summary>The participant nominates somebody and consents to their being told; the person is asked by mail.</summary>
/// <param name="ConsentFrom">They may be told about flags of this severity and graver ones.</param>
[AllowedTo(Roles.Participant)]
public sealed record NominateContact(
    Actor By,
    string Name,
    string Email,
    string? Phone,
    string Relation,
    Severity ConsentFrom,
    string Language = "en",
    ContactScope Scope = ContactScope.Call
) : IRequest<Guid>, IActed, IContactDetails
{
    /// <inheritdoc/>
    public ContactHours? Hours { get; init; }
}

internal sealed class NominateContactValidator : AbstractValidator<NominateContact>
{
    public NominateContactValidator() => Include(new ContactDetailsValidator());
}

internal sealed class NominateContactHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<NominateContact, Guid>
{
    public async Task<Guid> Handle(NominateContact request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var participantId = request.By.ParticipantId!.Value;
        // The form sent again: nobody is asked twice.
        var askedSince = now - Nomination.Lives;
        var named = await db
            .SupportContacts.Where(c =>
                c.ParticipantId == participantId
                && (
                    c.State == SupportContactState.Confirmed
                    || (c.State == SupportContactState.Pending && c.NominatedAtUtc > askedSince)
                )
            )
            .Select(c => new { c.Id, c.Email })
            .ToListAsync(cancellationToken);
        if (
            named.Find(c => string.Equals(c.Email, request.Email.Trim(), StringComparison.OrdinalIgnoreCase)) is
            { } already
        )
            return already.Id;
        var order = await db.SupportContacts.CountAsync(c => c.ParticipantId == participantId, cancellationToken) + 1;
        var contact = new SupportContact
        {
            Id = Guid.CreateVersion7(now),
            ParticipantId = participantId,
            Name = request.Name.Trim(),
            Email = request.Email.Trim(),
            Phone = request.Phone,
            Relation = request.Relation.Trim(),
            Language = request.Language,
            Order = order,
            ConsentFrom = request.ConsentFrom,
            Scope = request.Scope,
            NominatedAtUtc = now,
        };
        if (request.Hours is { } hours)
            contact.Choose(hours);
        db.SupportContacts.Add(contact);
        await messages.Write(
            new NewMessage(
                Nomination.Kind,
                new Recipient(contact.Email, contact.Name, contact.Language, SupportContactId: contact.Id),
                $"nomination-{contact.Id:N}",
                now,
                now + Nomination.Lives
            )
            {
                ParticipantId = participantId,
            },
            cancellationToken
        );
        db.Audit(
            request.By,
            AuditActions.ContactNominated,
            now,
            participantId,
            detail: new NominationDetail(contact.Id, contact.ConsentFrom, contact.Scope)
        );
        await db.SaveChangesAsync(cancellationToken);
        return contact.Id;
    }
}
