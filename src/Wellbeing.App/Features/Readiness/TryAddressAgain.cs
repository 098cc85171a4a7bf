using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Readiness;

/// <summary>A colleague's mailbox works again: they are told by mail once more. A server that still refuses it shows that at once.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record TryAddressAgain(Actor By, Guid AccountId) : IRequest<bool>, IActed;

internal sealed class TryAddressAgainHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<TryAddressAgain, bool>
{
    /// <returns>False where no refusal is known any more.</returns>
    public async Task<bool> Handle(TryAddressAgain request, CancellationToken cancellationToken)
    {
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == request.AccountId && a.AddressRefusedAtUtc != null, cancellationToken) is not { } account) return false;
        (account.AddressRefusedAtUtc, account.AddressRefusal) = (null, null);
        db.Audit(request.By, AuditActions.AddressTriedAgain, clock.GetUtcNow().UtcDateTime, detail: $"account={account.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
