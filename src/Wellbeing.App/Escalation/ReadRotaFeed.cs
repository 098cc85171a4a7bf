using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.Escalation;

/// <summary>
/// The turns behind a calendar link, as they count after swaps, covers and take-overs, for whoever has the secret.
/// Names of nurses, and nothing of any participant.
/// </summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record ReadRotaFeed(Actor By, string Secret) : IRequest<RotaFeedView?>, IActed;

/// <param name="Calendar">An iCalendar file; the same as long as nothing changes.</param>
public sealed record RotaFeedView(RotaFeed Feed, string Calendar);

internal sealed class ReadRotaFeedHandler(
    WellbeingDb db,
    RotaReader rota,
    SiteInForce inForce,
    IOptions<SiteOptions> site,
    TimeProvider clock
) : IRequestHandler<ReadRotaFeed, RotaFeedView?>
{
    /// <returns>Null for a secret that opens nothing: never made, withdrawn, or of who is no nurse any more.</returns>
    public async Task<RotaFeedView?> Handle(ReadRotaFeed request, CancellationToken cancellationToken)
    {
        var hash = LinkToken.HashOf(request.Secret);
        if (
            await db
                .LinkTokens.AsNoTracking()
                .SingleOrDefaultAsync(
                    t =>
                        t.Hash == hash
                        && t.UsedAtUtc == null
                        && (t.Purpose == LinkPurpose.MyTurns || t.Purpose == LinkPurpose.TeamTurns),
                    cancellationToken
                )
                is not { } link
            || !await db.EnabledIn(Roles.Nurse).AnyAsync(a => a.Id == link.SubjectId, cancellationToken)
        )
            return null;

        // From a first of a month, so that a turn that reaches back further does not begin elsewhere each day.
        var now = clock.GetUtcNow().UtcDateTime;
        var from = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(-1);
        var stretches = await rota.From(from, cancellationToken);
        var people = stretches.SelectMany(s => s.OnCall).Distinct().ToList();
        var names = await db
            .Users.AsNoTracking()
            .Where(a => people.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken);
        var changed = await db
            .OnCallShifts.Where(s => s.EndsAtUtc > from)
            .MaxAsync(s => (DateTime?)s.CreatedAtUtc, cancellationToken);
        await inForce.Refresh(db, now: false, cancellationToken);
        var feed = link.Purpose == LinkPurpose.MyTurns ? RotaFeed.Mine : RotaFeed.Team;
        var calendar = new TurnsCalendar(inForce.Name, site.Value, link.SubjectId, names, changed ?? from);
        return new RotaFeedView(feed, calendar.Write(feed, stretches));
    }
}
