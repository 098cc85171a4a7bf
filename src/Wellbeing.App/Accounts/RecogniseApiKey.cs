using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>Whose key it is, asked at every request: a client that was revoked a moment ago is nobody.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record RecogniseApiKey(Actor By, string Secret) : IRequest<Actor?>, IActed;

internal sealed class RecogniseApiKeyHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<RecogniseApiKey, Actor?>
{
    /// <summary>Its last use is written down so often at most: reading must not wait for the one writer each
    /// time.</summary>
    private static readonly TimeSpan _grain = TimeSpan.FromMinutes(1);

    /// <returns>The client as who acts; null whatever is wrong with the key.</returns>
    public async Task<Actor?> Handle(RecogniseApiKey request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var hash = ApiKey.HashOf(request.Secret);
        if (
            await db
                .ApiClients.AsNoTracking()
                .Include(c => c.Keys.Where(k => k.Hash == hash))
                .SingleOrDefaultAsync(c => c.Keys.Any(k => k.Hash == hash), cancellationToken)
                is not { Keys: [var key] } client
            || !client.IsOpen(now)
            || !key.IsOpen(now)
        )
            return null;

        var before = now - _grain;
        if (key.LastUsedAtUtc is null || key.LastUsedAtUtc <= before)
        {
            await db.Set<ApiKey>()
                .Where(k => k.Id == key.Id && (k.LastUsedAtUtc == null || k.LastUsedAtUtc <= before))
                .ExecuteUpdateAsync(k => k.SetProperty(x => x.LastUsedAtUtc, now), cancellationToken);
        }

        return new Actor(client.Id, $"{client.Name} (API)", client.Roles);
    }
}
