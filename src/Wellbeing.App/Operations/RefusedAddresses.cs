using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>Whose an address is. Administrators learn no more of a participant or a support contact than
/// this.</summary>
public enum AddressOwner
{
    Staff,
    Participant,
    SupportContact,
}

/// <summary>Addresses that refuse our mail, those of colleagues first: they are not counted as told. That somebody
/// looked is recorded.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListRefusedAddresses(Actor By) : IRequest<IReadOnlyList<RefusedAddress>>, IActed;

/// <param name="Id">The account or the support contact.</param>
/// <param name="Name">A colleague's; empty for others.</param>
/// <param name="SinceUtc">Null where it was not kept.</param>
/// <param name="Refusal">The mail server's words, where they were kept.</param>
public sealed record RefusedAddress(
    AddressOwner Owner,
    Guid Id,
    string Name,
    string Address,
    DateTime? SinceUtc,
    string? Refusal
);

/// <summary>
/// The address works again, or was refused by mistake: it is written to as before. A support contact stands where they
/// stood: one who had said yes is told again, one who had not yet answered is asked again.
/// </summary>
/// <returns>False when it is not refused (any more).</returns>
[AllowedTo(Roles.Administrator)]
public sealed record TryAddressAgain(Actor By, AddressOwner Owner, Guid Id) : IRequest<bool>, IActed;

internal sealed class RefusedAddressesHandler(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<ListRefusedAddresses, IReadOnlyList<RefusedAddress>>,
        IRequestHandler<TryAddressAgain, bool>
{
    private const int Most = 200;

    public async Task<IReadOnlyList<RefusedAddress>> Handle(
        ListRefusedAddresses request,
        CancellationToken cancellationToken
    )
    {
        var accounts = await db
            .Users.AsNoTracking()
            .Where(a => a.AddressRefusedAtUtc != null && a.Enabled)
            .OrderBy(a => a.AddressRefusedAtUtc)
            .Take(Most)
            .Select(a => new { Account = a, IsParticipant = db.Participants.Any(p => p.AccountId == a.Id) })
            .ToListAsync(cancellationToken);
        var contacts = await db
            .SupportContacts.AsNoTracking()
            .Where(c => c.State == SupportContactState.Unreachable)
            .OrderBy(c => c.NominatedAtUtc)
            .Take(Most)
            .ToListAsync(cancellationToken);
        db.Audit(request.By, AuditActions.RefusedAddressesListed, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
        return
        [
            .. accounts
                .OrderBy(a => a.IsParticipant)
                .Select(a => new RefusedAddress(
                    a.IsParticipant ? AddressOwner.Participant : AddressOwner.Staff,
                    a.Account.Id,
                    a.IsParticipant ? "" : a.Account.DisplayName,
                    a.Account.Email ?? "",
                    a.Account.AddressRefusedAtUtc,
                    a.Account.AddressRefusal
                )),
            .. contacts.Select(c => new RefusedAddress(AddressOwner.SupportContact, c.Id, "", c.Email, null, null)),
        ];
    }

    public async Task<bool> Handle(TryAddressAgain request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        Guid? participantId = null;
        if (request.Owner == AddressOwner.SupportContact)
        {
            if (
                await db.SupportContacts.SingleOrDefaultAsync(
                    c => c.Id == request.Id && c.State == SupportContactState.Unreachable,
                    cancellationToken
                )
                is not { } contact
            )
                return false;
            participantId = contact.ParticipantId;
            contact.ReachableAgain();
            if (contact.State == SupportContactState.Pending)
            {
                await notices.Write(
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
        }
        else
        {
            if (
                await db.Users.SingleOrDefaultAsync(
                    a => a.Id == request.Id && a.AddressRefusedAtUtc != null,
                    cancellationToken
                )
                is not { } account
            )
                return false;
            (account.AddressRefusedAtUtc, account.AddressRefusal) = (null, null);
        }

        db.Audit(
            request.By,
            AuditActions.AddressTriedAgain,
            now,
            participantId,
            detail: $"owner={request.Owner};id={request.Id:D}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
