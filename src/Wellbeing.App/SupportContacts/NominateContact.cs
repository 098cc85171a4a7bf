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

/// <summary>The participant takes a nomination back; it takes effect before the next message leaves.</summary>
[AllowedTo(Roles.Participant)]
public sealed record WithdrawContact(Actor By, Guid ContactId) : IRequest<bool>, IActed;

/// <summary>The participant's own nominations, in order.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyContacts(Actor By) : IRequest<IReadOnlyList<MyContact>>, IActed;

public sealed record MyContact(
    Guid Id,
    string Name,
    string Email,
    string? Phone,
    string Relation,
    Severity ConsentFrom,
    SupportContactState State,
    ContactScope Scope,
    string Language,
    ContactHours Hours
);

internal sealed class NominateContactValidator : AbstractValidator<NominateContact>
{
    public NominateContactValidator() => Include(new ContactDetailsValidator());
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

internal sealed class ContactHandlers(WellbeingDb db, NoticeWriter notices, Ladder ladder, TimeProvider clock)
    : IRequestHandler<NominateContact, Guid>,
        IRequestHandler<WithdrawContact, bool>,
        IRequestHandler<GetMyContacts, IReadOnlyList<MyContact>>
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
        await notices.Write(
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
            detail: $"contact={contact.Id:D};from={contact.ConsentFrom};scope={contact.Scope}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return contact.Id;
    }

    public async Task<bool> Handle(WithdrawContact request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var contact = await db.SupportContacts.SingleOrDefaultAsync(
            c => c.Id == request.ContactId && c.ParticipantId == request.By.ParticipantId,
            cancellationToken
        );
        if (contact is null)
            return false;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var countingOn = await ladder.CountingOn(contact, cancellationToken);
        contact.Withdraw();
        db.Audit(
            request.By,
            AuditActions.ContactWithdrawn,
            now,
            contact.ParticipantId,
            detail: $"contact={contact.Id:D}"
        );
        await db.SaveChangesAsync(cancellationToken);
        await db.CancelUnsentTo(contact.Id, cancellationToken);
        // Where they had been counted on, the next one is told now.
        if (countingOn is not null)
            await ladder.TellContacts(countingOn, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return true;
    }

    public async Task<IReadOnlyList<MyContact>> Handle(GetMyContacts request, CancellationToken cancellationToken)
    {
        var zone = await db
            .Participants.Where(p => p.Id == request.By.ParticipantId)
            .Select(p => p.TimeZone)
            .SingleAsync(cancellationToken);
        var contacts = await db
            .SupportContacts.AsNoTracking()
            .Where(c => c.ParticipantId == request.By.ParticipantId && c.State != SupportContactState.Withdrawn)
            .OrderBy(c => c.Order)
            .ToListAsync(cancellationToken);
        return
        [
            .. contacts.Select(c => new MyContact(
                c.Id,
                c.Name,
                c.Email,
                c.Phone,
                c.Relation,
                c.ConsentFrom,
                c.State,
                c.Scope,
                c.Language,
                c.Hours(zone)
            )),
        ];
    }
}
