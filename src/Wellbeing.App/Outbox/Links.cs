using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Outbox;

/// <summary>Secrets in links: found, used up.</summary>
internal static class Links
{
    /// <summary>A second tap of a shaking hand is not a second use.</summary>
    private static readonly TimeSpan _doubleTap = TimeSpan.FromSeconds(30);

    /// <summary>The link, used up or not; null for a secret that we never sent for this purpose.</summary>
    public static Task<LinkToken?> FindLink(
        this WellbeingDb db,
        LinkPurpose purpose,
        string? secret,
        CancellationToken cancellationToken
    )
    {
        var hash = LinkToken.HashOf(secret ?? "");
        return db
            .LinkTokens.AsNoTracking()
            .SingleOrDefaultAsync(t => t.Hash == hash && t.Purpose == purpose, cancellationToken);
    }

    /// <summary>Uses the link up, in the caller's transaction. Of two who try at once one succeeds.</summary>
    /// <param name="forgiveDoubleTap">True where using it twice within half a minute does no more than once.</param>
    public static async Task<bool> UseUp(
        this WellbeingDb db,
        LinkToken token,
        DateTime nowUtc,
        CancellationToken cancellationToken,
        bool forgiveDoubleTap = false
    )
    {
        var since = forgiveDoubleTap ? nowUtc - _doubleTap : DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);
        return await db
                .LinkTokens.Where(t =>
                    t.Id == token.Id && t.ExpiresAtUtc > nowUtc && (t.UsedAtUtc == null || t.UsedAtUtc > since)
                )
                .ExecuteUpdateAsync(t => t.SetProperty(x => x.UsedAtUtc, x => x.UsedAtUtc ?? nowUtc), cancellationToken)
            == 1;
    }
}
