using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;

namespace Wellbeing.App.Flags;

/// <summary>What has become of a list that was drawn a while ago: what waits now, and which of the check-ins shown were
/// read since. It names nobody.</summary>
/// <param name="Shown">Those on the page; at most 100 are looked at.</param>
[AllowedTo(Roles.Nurse)]
public sealed record CountToReadNow(Actor By, IReadOnlyCollection<Guid> Shown) : IRequest<ToReadNow>, IActed;

/// <param name="Counts">As <see cref="ToReadPage.Counts"/>.</param>
/// <param name="Overdue">As <see cref="ToReadPage.Overdue"/>.</param>
/// <param name="Read">Of those shown, the ones that need no reading any more.</param>
public sealed record ToReadNow(
    IReadOnlyDictionary<ToReadGroup, int> Counts,
    int Overdue,
    bool ReadsEveryCheckIn,
    IReadOnlyList<Guid> Read
)
{
    public int Total => Counts.Values.Sum();
}

internal sealed class CountToReadNowHandler(WellbeingDb db, Unread unread, ReadingPromises promises, TimeProvider clock)
    : IRequestHandler<CountToReadNow, ToReadNow>
{
    public async Task<ToReadNow> Handle(CountToReadNow request, CancellationToken cancellationToken)
    {
        var shown = request.Shown.Distinct().Take(100).ToList();
        var waiting = await db
            .CheckIns.Where(c => shown.Contains(c.Id) && c.ReadAtUtc == null)
            .Select(c => c.Id)
            .ToListAsync(cancellationToken);
        return new ToReadNow(
            await Unread.Counts(await unread.Placed(cancellationToken), cancellationToken),
            await unread.Overdue(clock.GetUtcNow().UtcDateTime, cancellationToken),
            (await promises.Get(cancellationToken)).ReadsEveryCheckIn,
            [.. shown.Except(waiting)]
        );
    }
}
