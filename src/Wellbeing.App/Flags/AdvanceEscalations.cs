using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Escalation;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;

namespace Wellbeing.App.Flags;

/// <summary>
/// Nobody acknowledged in time: takes the next step. An acknowledgement that ended re-opens its flag. Timers are
/// rows, so it may be called by anybody, at any time, twice at once, or late.
/// </summary>
[AllowedTo(Roles.System)]
public sealed record AdvanceEscalations(Actor By) : IRequest<int>, IActed;

internal sealed class AdvanceEscalationsHandler(
    WellbeingDb db,
    Ladder ladder,
    Outage outage,
    HeldWork held,
    ThresholdsInForce thresholds,
    Duty duty,
    TimeProvider clock
) : IRequestHandler<AdvanceEscalations, int>
{
    /// <returns>How many flags were advanced.</returns>
    public async Task<int> Handle(AdvanceEscalations request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var heldBefore = await held.BeforeUtc(cancellationToken) ?? DateTime.UnixEpoch;
        var due = await db
            .Flags.AsNoTracking()
            .Where(f => f.NextActionAtUtc <= now)
            .Since(db, heldBefore)
            .OrderByDescending(f => f.Severity)
            .ThenBy(f => f.NextActionAtUtc)
            .Select(f => f.Id)
            .ToListAsync(cancellationToken);

        var waited = false;
        try
        {
            return await Sweep.Each(
                db,
                due,
                async id =>
                {
                    var flag = await db.Flags.SingleAsync(f => f.Id == id, cancellationToken);
                    if (!flag.IsDue(now))
                        return false; // Another server was faster.
                    var late = now - flag.NextActionAtUtc!.Value;
                    if (flag.State == FlagState.Acknowledged)
                    {
                        // Once somebody was in touch a snooze is an answer: what follows is counted from its end. While
                        // nobody was, the first promise stands, and the flag is as late as it is.
                        flag.ExpireAcknowledgement(
                            now,
                            flag.SnoozedUntilUtc is { } ended && !await db.IsUnanswered(flag, cancellationToken)
                                ? await duty.RespondBy(
                                    (await thresholds.Settings(cancellationToken)).Respond,
                                    flag.Severity,
                                    ended,
                                    cancellationToken
                                )
                                : null
                        );
                        db.Audit(
                            Actor.System,
                            AuditActions.AcknowledgementEnded,
                            now,
                            flag.ParticipantId,
                            flag.Id,
                            new AcknowledgementEndDetail(AcknowledgementEnd.OutOfTime)
                        );
                    }

                    await ladder.TakeDueSteps(flag, now, cancellationToken, late);
                    await db.SaveChangesAsync(cancellationToken); // One flag, one transaction.
                    waited |= late >= Outage.Shortest;
                    return true;
                },
                cancellationToken
            );
        }
        finally
        {
            // Whatever else failed: what did move on late is told.
            if (waited)
                await outage.Tell(cancellationToken);
        }
    }
}
