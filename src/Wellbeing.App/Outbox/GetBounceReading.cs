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

    /// <summary>Machine answers to messages about flags count for so long.</summary>
    public static readonly TimeSpan AnswersFor = TimeSpan.FromDays(7);

    /// <summary>Mails that no program understood and nobody has decided about.</summary>
    public int Unknown { get; init; }

    /// <summary>Colleagues for whom a machine answered a message about a flag of late, and when last.</summary>
    public IReadOnlyList<(string Name, DateTime LastUtc)> Answers { get; init; } = [];
}

internal sealed class GetBounceReadingHandler(WellbeingDb db, ReturnAddresses addresses, TimeProvider clock)
    : IRequestHandler<GetBounceReading, BounceReading?>
{
    public async Task<BounceReading?> Handle(GetBounceReading request, CancellationToken cancellationToken)
    {
        if (!addresses.Enabled)
            return null;
        var now = clock.GetUtcNow().UtcDateTime;
        var since = now - BounceReading.AnswersFor;
        var answers = await db
            .Bounces.Where(b => b.Kind == BounceKind.Answered && b.AtUtc > since)
            .Join(
                db.Messages.Where(n => n.FlagId != null && n.AccountId != null && n.SupportContactId == null),
                b => b.MessageId,
                n => n.Id,
                (b, n) => new { n.RecipientName, b.AtUtc }
            )
            .ToListAsync(cancellationToken);
        var status =
            await db.EngineStatus.AsNoTracking().SingleOrDefaultAsync(s => s.Id == EngineStatus.Only, cancellationToken)
            ?? new EngineStatus();
        return new BounceReading(status.BouncesReadAtUtc, status.BouncesFailSinceUtc, status.BouncesProblem, now)
        {
            Unknown = await db.Bounces.CountAsync(
                b => b.Kind == BounceKind.Unknown && b.DecidedAtUtc == null,
                cancellationToken
            ),
            Answers =
                answers.Count == 0
                    ? []
                    : [.. answers.GroupBy(a => a.RecipientName).Select(g => (g.Key, g.Max(a => a.AtUtc)))],
        };
    }
}
