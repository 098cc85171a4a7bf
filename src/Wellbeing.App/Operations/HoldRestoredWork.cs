using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>The database came back from a backup: holds everything that was due in it. Holding twice changes
/// nothing.</summary>
/// <param name="Because">Shown to the administrator.</param>
[AllowedTo(Roles.System)]
public sealed record HoldRestoredWork(Actor By, string Because) : IRequest, IActed
{
    /// <summary>Whoever put it back says so. Without that it may be any copy, such as another machine's.</summary>
    public bool FromBackup { get; init; }
}

internal sealed class HoldRestoredWorkHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<HoldRestoredWork>
{
    public async Task Handle(HoldRestoredWork request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var held = await db
            .EngineStatus.Where(s => s.Id == EngineStatus.Only && s.HeldBeforeUtc == null)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.HeldBeforeUtc, now).SetProperty(x => x.HeldBecause, request.Because),
                cancellationToken
            );
        if (held == 0)
            return;

        if (request.FromBackup)
            await db.AuditBackupRestored(request.By, null, now, cancellationToken);
        db.Audit(request.By, AuditActions.WorkHeld, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
    }
}
