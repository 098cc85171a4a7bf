using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>A backup of the database was made: administrators are told when none was for too long.</summary>
[AllowedTo(Roles.System)]
public sealed record RecordBackup(Actor By) : IRequest, IActed
{
    /// <summary>One a day, and two hours for a night on which it took longer.</summary>
    public static readonly TimeSpan AtLeastEvery = TimeSpan.FromHours(26);
}

internal sealed class RecordBackupHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RecordBackup>
{
    public Task Handle(RecordBackup request, CancellationToken cancellationToken)
    {
        db.Audit(request.By, AuditActions.BackupMade, clock.GetUtcNow().UtcDateTime);
        return db.SaveChangesAsync(cancellationToken);
    }
}
