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
    )
    {
        var again = flags
            .Where(f => f.State == FlagState.Open && f.FirstAcknowledgedAtUtc is not null)
            .Select(f => f.Id)
            .ToList();
        if (again.Count == 0)
            return new Dictionary<Guid, string>();
        string[] acts =
        [
            AuditActions.FlagAcknowledged,
            AuditActions.ContactAttempted,
            AuditActions.FlagSnoozed,
            AuditActions.AcknowledgementEnded,
            AuditActions.FlagEscalated,
        ];
        var records = (
            await db
                .AuditRecords.AsNoTracking()
                .Where(a => a.FlagId != null && again.Contains(a.FlagId.Value) && acts.Contains(a.Action))
                .OrderBy(a => a.Sequence)
                .Select(a => new
                {
                    Flag = a.FlagId!.Value,
                    a.Action,
                    a.ActorName,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(a => a.Flag, a => (a.Action, a.ActorName));
        return again.ToDictionary(id => id, id => LastOf(records[id]));
    }

    private static string LastOf(IEnumerable<(string Action, string ActorName)> acts)
    {
        string? holder = null;
        var last = "";
        foreach (var (action, name) in acts)
        {
            if (action is AuditActions.AcknowledgementEnded or AuditActions.FlagEscalated)
                holder = null;
            else if (action == AuditActions.FlagAcknowledged)
                last = holder = name;
            else if (holder is null)
                last = holder = name; // A call takes an open flag; one to a colleague's flag leaves it where it is.
        }

        return last;
    }
}
