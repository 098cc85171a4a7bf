using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>Tells nurses when somebody else changed when they are on call.</summary>
internal sealed class TurnChanges(WellbeingDb db, RotaReader rota, MessageWriter messages, Recipients recipients)
{
    private static readonly TimeSpan _worthSending = TimeSpan.FromDays(3);

    /// <summary>Compares what is to come with what the changes of this unit of work make of it, before they are
    /// saved.</summary>
    public async Task Tell(Actor by, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var before = await rota.ShiftsFrom(nowUtc, cancellationToken);
        var changes = db.ChangeTracker.Entries<OnCallShift>().ToList();
        var touched = changes.Select(c => c.Entity.Id).ToHashSet();
        List<OnCallShift> after =
        [
            .. before.Where(s => !touched.Contains(s.Id)),
            .. changes.Where(c => c.State != EntityState.Deleted && c.Entity.EndsAtUtc > nowUtc).Select(c => c.Entity),
        ];
        var ends = before.Concat(after).Select(s => s.EndsAtUtc).DefaultIfEmpty(nowUtc).Max();
        if (ends <= nowUtc)
            return;
        var (was, willBe) = (Rota.Between(before, nowUtc, ends), Rota.Between(after, nowUtc, ends));
        var told = (await recipients.InRole(Roles.Nurse, cancellationToken)).Where(r =>
            r.AccountId is { } nurse && nurse != by.UserId && !Times(was, nurse).SequenceEqual(Times(willBe, nurse))
        );
        foreach (var nurse in told)
        {
            await messages.WriteRota(
                TurnsChanged.Kind,
                nurse,
                $"turns-{Guid.CreateVersion7(nowUtc):N}",
                nowUtc,
                nowUtc + _worthSending,
                cancellationToken
            );
        }
    }

    private static IEnumerable<(DateTime, DateTime)> Times(IReadOnlyList<RotaStretch> stretches, Guid nurse) =>
        Rota.TurnsOf(stretches, nurse).Select(t => (t.FromUtc, t.ToUtc));
}
