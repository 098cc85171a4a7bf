using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>A backup was put in the database's place, and what was due in it is held already. Where it is not,
/// <see cref="HoldRestoredWork"/> says and does both.</summary>
[AllowedTo(Roles.System)]
public sealed record RecordRestore(Actor By) : IRequest, IActed
{
    /// <summary>When the backup was made, where it says so itself.</summary>
    public DateTime? BackupAtUtc { get; init; }
}

internal sealed class RecordRestoreHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RecordRestore>
{
    public async Task Handle(RecordRestore request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await db.AuditBackupRestored(request.By, request.BackupAtUtc, now, cancellationToken);
        db.Audit(request.By, AuditActions.WorkHeld, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
