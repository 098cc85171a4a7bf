using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>What the nominated person sees behind their link, or null when the link is used up, expired or wrong.
/// Changes nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetNomination(Actor By, string Secret) : IRequest<NominationView?>, IActed;

/// <param name="Hours">When mails that can wait may reach them, as it stands.</param>
public sealed record NominationView(string ContactName, string ParticipantName, ContactHours Hours);

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

internal sealed class AnswerNominationHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetNomination, NominationView?>,
        IRequestHandler<AnswerNomination, bool>
{
    public async Task<NominationView?> Handle(GetNomination request, CancellationToken cancellationToken)
    {
        if (await Find(request.Secret, cancellationToken) is not { Contact: var contact })
            return null;
        var person = await db
            .Participants.Where(p => p.Id == contact.ParticipantId)
            .Select(p => new { p.Name, p.TimeZone })
            .SingleAsync(cancellationToken);
        return new NominationView(contact.Name, person.Name, contact.Hours(person.TimeZone));
    }

    /// <returns>False when the link is used up, expired or wrong.</returns>
    public async Task<bool> Handle(AnswerNomination request, CancellationToken cancellationToken)
    {
        if (await Find(request.Secret, cancellationToken) is not { Token: var token, Contact: var contact })
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
            detail: $"contact={contact.Id:D}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private async Task<(LinkToken Token, SupportContact Contact)?> Find(
        string secret,
        CancellationToken cancellationToken
    )
    {
        var hash = LinkToken.HashOf(secret);
        var token = await db.LinkTokens.SingleOrDefaultAsync(
            t => t.Hash == hash && t.Purpose == LinkPurpose.AnswerNomination,
            cancellationToken
        );
        if (token is null || !token.IsUsable(clock.GetUtcNow().UtcDateTime))
            return null;
        var contact = await db.SupportContacts.SingleAsync(c => c.Id == token.SubjectId, cancellationToken);
        return contact.State == SupportContactState.Pending ? (token, contact) : null;
    }
}
