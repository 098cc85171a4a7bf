using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;

namespace Wellbeing.App.Flags;

/// <summary>Who had a flag that is open again.</summary>
internal static class LastHolders
{
    /// <summary>Of those of the flags that are open, and were taken before: the name of whoever had each last, or ""
    /// where that is not known any more.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> LastHoldersOf(
        this WellbeingDb db,
        IEnumerable<Flag> flags,
        CancellationToken cancellationToken
    ) =>
        (
            await Of(
                db,
                [
                    .. flags
                        .Where(f => f.State == FlagState.Open && f.FirstAcknowledgedAtUtc is not null)
                        .Select(f => f.Id),
                ],
                cancellationToken
            )
        ).ToDictionary(f => f.Key, f => f.Value?.Name ?? "");

    /// <summary>Those of the flags that are open again, are given to nobody, and were last with this nurse. One whose time
    /// ran out is given to whoever had it.</summary>
    public static async Task<IReadOnlyList<Guid>> LastWith(
        this WellbeingDb db,
        Guid? nurse,
        CancellationToken cancellationToken
    )
    {
        if (nurse is null)
            return [];
        // Whoever never took one of them had none: most nurses' lists ask no further.
        var again = await db
            .Flags.AsNoTracking()
            .Where(f =>
                f.State == FlagState.Open
                && f.FirstAcknowledgedAtUtc != null
                && f.AssignedTo == null
                && db.AuditRecords.Any(a => a.FlagId == f.Id && a.ActorId == nurse && _takes.Contains(a.Action))
            )
            .Select(f => f.Id)
            .ToListAsync(cancellationToken);
        return [.. (await Of(db, again, cancellationToken)).Where(f => f.Value?.Id == nurse).Select(f => f.Key)];
    }

    private static readonly string[] _takes =
    [
        AuditActions.FlagAcknowledged,
        AuditActions.ContactAttempted,
        AuditActions.FlagSnoozed,
    ];

    private static async Task<IReadOnlyDictionary<Guid, Holder?>> Of(
        WellbeingDb db,
        List<Guid> again,
        CancellationToken cancellationToken
    )
    {
        if (again.Count == 0)
            return new Dictionary<Guid, Holder?>();
        string[] acts = [.. _takes, AuditActions.AcknowledgementEnded, AuditActions.FlagEscalated];
        var records = (
            await db
                .AuditRecords.AsNoTracking()
                .Where(a => a.FlagId != null && again.Contains(a.FlagId.Value) && acts.Contains(a.Action))
                .OrderBy(a => a.Sequence)
                .Select(a => new
                {
                    Flag = a.FlagId!.Value,
                    a.Action,
                    a.ActorId,
                    a.ActorName,
                    a.Detail,
                })
                .ToListAsync(cancellationToken)
        ).Where(a => !AttemptDetail.IsOneThatTakesNothing(a.Action, a.Detail)).ToLookup(a => a.Flag, a => (a.Action, new Holder(a.ActorId, a.ActorName)));
        return again.ToDictionary(id => id, id => LastOf(records[id]));
    }

    private static Holder? LastOf(IEnumerable<(string Action, Holder By)> acts)
    {
        Holder? holder = null,
            last = null;
        foreach (var (action, by) in acts)
        {
            if (action is AuditActions.AcknowledgementEnded or AuditActions.FlagEscalated)
                holder = null;
            else if (action == AuditActions.FlagAcknowledged)
                last = holder = by;
            else if (holder is null)
                last = holder = by; // A call takes an open flag; one to a colleague's flag leaves it where it is.
        }

        return last;
    }

    private sealed record Holder(Guid? Id, string Name);
}
