using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>A backup was put in the database's place, and what was due in it is held already. Where it is not,
/// <see cref="HoldRestoredWork"/> says and does both.</summary>
[AllowedTo(Roles.System)]
public sealed record RecordRestore(Actor By) : IRequest, IActed;

internal sealed class RecordRestoreHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RecordRestore>
{
    public Task Handle(RecordRestore request, CancellationToken cancellationToken)
    {
        db.Audit(request.By, AuditActions.WorkHeld, clock.GetUtcNow().UtcDateTime);
        return db.SaveChangesAsync(cancellationToken);
    }
}
