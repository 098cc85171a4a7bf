using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Escalation;

/// <summary>What a calendar link shows.</summary>
public enum RotaFeed
{
    /// <summary>The turns of whoever made the link.</summary>
    [Shown("own")]
    Mine,

    /// <summary>Everybody's.</summary>
    Team,
}

/// <summary>Links to a calendar: one open link of each kind a nurse.</summary>
internal static class RotaFeeds
{
    /// <summary>A calendar program asks for years; it ends when somebody ends it.</summary>
    public static readonly DateTime NoEnd = new(9999, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static LinkPurpose Purpose(this RotaFeed feed) =>
        feed == RotaFeed.Mine ? LinkPurpose.MyTurns : LinkPurpose.TeamTurns;

    /// <summary>Ends the open link, if there is one.</summary>
    /// <returns>True where there was one.</returns>
    public static async Task<bool> EndRotaLink(
        this WellbeingDb db,
        RotaFeed feed,
        Guid account,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var open = await db.OpenRotaLinks(feed, account).ToListAsync(cancellationToken);
        foreach (var link in open)
            link.UsedAtUtc = nowUtc;
        return open.Count > 0;
    }

    public static IQueryable<LinkToken> OpenRotaLinks(this WellbeingDb db, RotaFeed feed, Guid account)
    {
        var purpose = feed.Purpose();
        return db.LinkTokens.Where(t => t.SubjectId == account && t.Purpose == purpose && t.UsedAtUtc == null);
    }
}
