using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

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

internal sealed class ListRefusedAddressesHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListRefusedAddresses, IReadOnlyList<RefusedAddress>>
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
}
