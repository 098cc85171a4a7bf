using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Audit;

/// <summary>People may see that somebody had a list before them in which they stood.</summary>
internal static class NamedInLists
{
    /// <summary>A list is drawn anew all day long: that somebody looked is said once in so long.</summary>
    private static readonly TimeSpan _once = TimeSpan.FromHours(24);

    /// <summary>Records it for each of them of whom it is not recorded yet; saved with the unit of work.</summary>
    public static async Task AuditNamed(
        this WellbeingDb db,
        Actor by,
        IEnumerable<Guid> people,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var named = people.Distinct().ToList();
        if (by.UserId is not { } who || named.Count == 0)
            return;
        var since = nowUtc - _once;
        var said = await db
            .AuditRecords.AsNoTracking()
            .Where(a =>
                a.ParticipantId != null
                && named.Contains(a.ParticipantId.Value)
                && a.Action == AuditActions.NamedInList
                && a.ActorId == who
                && a.AtUtc > since
            )
            .Select(a => a.ParticipantId!.Value)
            .ToListAsync(cancellationToken);
        foreach (var person in named.Except(said))
            db.Audit(by, AuditActions.NamedInList, nowUtc, person);
    }
}
