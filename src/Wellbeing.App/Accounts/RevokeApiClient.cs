using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>Ends a client at once, for good: its next request is refused.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record RevokeApiClient(Actor By, Guid ClientId) : IRequest<bool>, IActed;

internal sealed class RevokeApiClientHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<RevokeApiClient, bool>
{
    /// <returns>False where there is no such client, or it was revoked before.</returns>
    public async Task<bool> Handle(RevokeApiClient request, CancellationToken cancellationToken)
    {
        if (
            await db.ApiClients.SingleOrDefaultAsync(
                c => c.Id == request.ClientId && c.RevokedAtUtc == null,
                cancellationToken
            )
            is not { } client
        )
            return false;
        var now = clock.GetUtcNow().UtcDateTime;
        client.Revoke(request.By.Name, now);
        db.Audit(request.By, AuditActions.ApiClientRevoked, now, detail: new ApiClientDetail(client.Id));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
