using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>A nurse takes the flag in hand: the ladder stops, and messages of it that have not left are
/// cancelled.</summary>
[AllowedTo(Roles.Nurse | Roles.ClientWorksOnFlags)]
public sealed record AcknowledgeFlag(Actor By, Guid FlagId) : IRequest<FlagChangeResult>, IActed;

/// <summary>Every way a nurse's act on a flag can end.</summary>
public abstract record FlagChangeResult
{
    public sealed record Done : FlagChangeResult;

    public sealed record NotFound : FlagChangeResult;

    /// <summary>A colleague was first: who, and when.</summary>
    public sealed record TakenBy(string Name, DateTime AtUtc) : FlagChangeResult;

    public sealed record AlreadyResolved(string ByName, DateTime AtUtc) : FlagChangeResult;

    /// <summary>'Unable to reach' needs more recorded attempts.</summary>
    public sealed record NeedsMoreAttempts(int Recorded, int Needed) : FlagChangeResult;
}

internal sealed class AcknowledgeFlagHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<AcknowledgeFlag, FlagChangeResult>
{
    public async Task<FlagChangeResult> Handle(AcknowledgeFlag request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await db.Flags.SingleOrDefaultAsync(f => f.Id == request.FlagId, cancellationToken) is not { } flag)
            return new FlagChangeResult.NotFound();
        var owedBy = await db.ContactOwedBy(flag, cancellationToken);
        switch (flag.State)
        {
            case FlagState.Resolved:
                return new FlagChangeResult.AlreadyResolved(flag.ResolvedByName!, flag.ResolvedAtUtc!.Value);
            case FlagState.Acknowledged when flag.AcknowledgedBy == request.By.UserId:
                return new FlagChangeResult.Done(); // A second click.
            case FlagState.Acknowledged when flag.AssignedTo == request.By.UserId:
                flag.TakeOver(request.By.UserId!.Value, request.By.Name, now, owedBy); // A colleague gave it to them.
                break;
            case FlagState.Acknowledged:
                return new FlagChangeResult.TakenBy(flag.AcknowledgedByName!, flag.AcknowledgedAtUtc!.Value);
        }

        if (flag.State == FlagState.Open)
            flag.Acknowledge(request.By.UserId!.Value, request.By.Name, now, owedBy);
        db.Audit(request.By, AuditActions.FlagAcknowledged, now, flag.ParticipantId, flag.Id);
        await db.SaveChangesAsync(cancellationToken); // The flag's row first, then its messages.
        await db.CancelUnsent(flag.Id, cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new FlagChangeResult.Done();
    }
}
