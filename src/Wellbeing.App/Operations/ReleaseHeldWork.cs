using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>An administrator has looked at what a restored database holds back, and lets it go.</summary>
/// <param name="CancelMessages">True: messages that waited in the backup are cancelled, because they left before it was
/// restored. Due steps are taken in either case.</param>
[AllowedTo(Roles.Administrator)]
public sealed record ReleaseHeldWork(Actor By, bool CancelMessages) : IRequest<ReleaseHeldWorkResult>, IActed;

public abstract record ReleaseHeldWorkResult
{
    /// <param name="Cancelled">How many messages were cancelled.</param>
    public sealed record Released(int Cancelled) : ReleaseHeldWorkResult;

    /// <summary>Nothing is held: a colleague was faster.</summary>
    public sealed record NothingHeld : ReleaseHeldWorkResult;
}

internal sealed class ReleaseHeldWorkHandler(WellbeingDb db, HeldWork held, TimeProvider clock)
    : IRequestHandler<ReleaseHeldWork, ReleaseHeldWorkResult>
{
    public async Task<ReleaseHeldWorkResult> Handle(ReleaseHeldWork request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await held.BeforeUtc(cancellationToken) is not { } before)
            return new ReleaseHeldWorkResult.NothingHeld();

        var cancelled = request.CancelMessages
            ? await db
                .Messages.Unsettled()
                .Where(n => n.CreatedAtUtc < before)
                .ExecuteUpdateAsync(
                    n =>
                        n.SetProperty(x => x.State, MessageState.Cancelled)
                            .SetProperty(x => x.LeaseOwner, (string?)null)
                            .SetProperty(x => x.LeaseUntilUtc, (DateTime?)null),
                    cancellationToken
                )
            : 0;
        await db
            .EngineStatus.Where(s => s.Id == EngineStatus.Only)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(x => x.HeldBeforeUtc, (DateTime?)null).SetProperty(x => x.HeldBecause, (string?)null),
                cancellationToken
            );
        db.Audit(request.By, AuditActions.WorkReleased, now, detail: new ReleaseDetail(cancelled));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new ReleaseHeldWorkResult.Released(cancelled);
    }
}
