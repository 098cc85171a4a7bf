using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;

namespace Wellbeing.App.Escalation;

/// <summary>The rota as it counts: turns of accounts that are disabled are gaps.</summary>
public sealed class RotaReader(WellbeingDb db)
{
    public async Task<IReadOnlyList<Guid>> OnCall(DateTime atUtc, CancellationToken cancellationToken) =>
        Rota.OnCallAt(await Shifts(atUtc, atUtc.AddTicks(1), cancellationToken), atUtc);

    /// <summary>Who is told after those on call: whoever comes next of those who have joined.</summary>
    public async Task<Guid?> Second(DateTime atUtc, CancellationToken cancellationToken)
    {
        var shifts = await ShiftsFrom(atUtc, cancellationToken);
        var joined = await db.Users.Joined(db).Select(a => a.Id).ToHashSetAsync(cancellationToken);
        return Rota.NextAfter(shifts.FindAll(s => joined.Contains(s.AccountId)), atUtc);
    }

    /// <summary>True where the nurse is on call for what is left of the whole time, and something is left.</summary>
    public async Task<bool> IsOnCall(
        Guid nurse,
        DateTime fromUtc,
        DateTime toUtc,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var from = fromUtc > nowUtc ? fromUtc : nowUtc;
        return from < toUtc && (await Between(from, toUtc, cancellationToken)).All(s => s.OnCall.Contains(nurse));
    }

    public async Task<IReadOnlyList<RotaStretch>> Between(
        DateTime fromUtc,
        DateTime toUtc,
        CancellationToken cancellationToken
    ) => Rota.Between(await Shifts(fromUtc, toUtc, cancellationToken), fromUtc, toUtc);

    /// <summary>Everything from an instant to the end of what is on the rota.</summary>
    public async Task<IReadOnlyList<RotaStretch>> From(DateTime fromUtc, CancellationToken cancellationToken)
    {
        var shifts = await ShiftsFrom(fromUtc, cancellationToken);
        return shifts.Count == 0 ? [] : Rota.Between(shifts, fromUtc, shifts.Max(s => s.EndsAtUtc));
    }

    /// <summary>Whatever on the rota ends after an instant.</summary>
    public Task<List<OnCallShift>> ShiftsFrom(DateTime fromUtc, CancellationToken cancellationToken) =>
        Shifts(fromUtc, DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), cancellationToken);

    private Task<List<OnCallShift>> Shifts(DateTime fromUtc, DateTime toUtc, CancellationToken cancellationToken) =>
        db
            .OnCallShifts.AsNoTracking()
            .Where(s =>
                s.StartsAtUtc < toUtc
                && fromUtc < s.EndsAtUtc
                && db.Users.Any(a => a.Id == s.AccountId && a.Enabled && a.Email != null)
            )
            .ToListAsync(cancellationToken);
}
