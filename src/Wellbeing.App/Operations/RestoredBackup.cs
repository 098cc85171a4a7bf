using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

internal static class RestoredBackup
{
    /// <summary>What was put back is a backup, though none that knows of itself: a copy is whole before it is on record.
    /// It is as old as the last thing in it, where it does not say more.</summary>
    public static async Task AuditBackupRestored(
        this WellbeingDb db,
        Actor by,
        DateTime? madeAtUtc,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var made = new[]
        {
            madeAtUtc,
            await db.AuditRecords.MaxAsync(a => (DateTime?)a.AtUtc, cancellationToken),
            await db.EngineBeats.MaxAsync(b => (DateTime?)b.LastBeatAtUtc, cancellationToken),
        }.Max();
        db.Audit(by, AuditActions.BackupMade, made is { } at && at < nowUtc ? at : nowUtc);
    }
}
