using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Whether the mailbox of mails that come back can be read.</summary>
/// <returns>Null where none is set.</returns>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record GetBounceReading(Actor By) : IRequest<BounceReading?>, IActed;

/// <param name="ReadAtUtc">When it was last read to its end; null before the first time.</param>
/// <param name="FailsSinceUtc">Since when no look has succeeded; null while they do.</param>
/// <param name="Problem">What was wrong at the last look, and the setting to look at.</param>
public sealed record BounceReading(DateTime? ReadAtUtc, DateTime? FailsSinceUtc, string? Problem, DateTime AtUtc)
{
    /// <summary>A mail server that is started anew is back before this; a wrong password is not.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>It has failed for so long that somebody must mend it.</summary>
    public bool MustBeMended => FailsSinceUtc <= AtUtc - Patience;
}

internal sealed class GetBounceReadingHandler(WellbeingDb db, ReturnAddresses addresses, TimeProvider clock)
    : IRequestHandler<GetBounceReading, BounceReading?>
{
    public async Task<BounceReading?> Handle(GetBounceReading request, CancellationToken cancellationToken)
    {
        if (!addresses.Enabled)
            return null;
        var status =
            await db.EngineStatus.AsNoTracking().SingleOrDefaultAsync(s => s.Id == EngineStatus.Only, cancellationToken)
            ?? new EngineStatus();
        return new BounceReading(
            status.BouncesReadAtUtc,
            status.BouncesFailSinceUtc,
            status.BouncesProblem,
            clock.GetUtcNow().UtcDateTime
        );
    }
}
