using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>
/// The service was away, and several flags waited: each has its own late message, and every nurse one that says how
/// many. The flags are counted in the database, whichever server moved them on.
/// </summary>
public sealed class Outage(WellbeingDb db, MessageWriter messages, Recipients recipients, TimeProvider clock)
{
    /// <summary>A step that came later than this, for more than one flag, means that the service was away.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);

    /// <summary>Servers that come back work off what waited within this; a second outage so soon after is told with the
    /// first.</summary>
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan _lives = TimeSpan.FromHours(24);

    /// <summary>Flags whose steps came late around an instant.</summary>
    public static Task<int> CountLateFlags(WellbeingDb db, DateTime aroundUtc, CancellationToken cancellationToken)
    {
        var (from, to, minutes) = (aroundUtc - _window, aroundUtc + _window, (int)Shortest.TotalMinutes);
        return db
            .StepRuns.Where(s => s.TakenAtUtc >= from && s.TakenAtUtc <= to && s.LateMinutes >= minutes)
            .Select(s => s.FlagId)
            .Distinct()
            .CountAsync(cancellationToken);
    }

    /// <summary>A unit of work of its own: the late steps are saved before it, so that of two servers at least the
    /// slower one sees them all.</summary>
    public Task Tell(CancellationToken cancellationToken) =>
        Sweep.Each(
            db,
            [Guid.Empty],
            async _ =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                var waited = await CountLateFlags(db, now, cancellationToken);
                var told = now - _window;
                if (
                    waited < 2
                    || await db.Messages.AnyAsync(
                        n => n.Kind == OutageDigest.Kind && n.CreatedAtUtc >= told,
                        cancellationToken
                    )
                )
                    return false;
                foreach (var nurse in await recipients.InRole(Roles.Nurse, cancellationToken))
                {
                    // Two servers at once: the key is there once, and the loser looks again and finds it told.
                    await messages.Write(
                        new NewMessage(
                            OutageDigest.Kind,
                            nurse,
                            string.Create(CultureInfo.InvariantCulture, $"outage-{now:yyyyMMddHH}"),
                            now,
                            now + _lives
                        ),
                        cancellationToken
                    );
                }

                db.Audit(Actor.System, AuditActions.OutageTold, now, detail: new OutageDetail(waited));
                await db.SaveChangesAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );
}
