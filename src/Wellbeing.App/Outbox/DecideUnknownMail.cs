using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>What a person made of a mail that no program understood.</summary>
public enum UnknownMailMeans
{
    /// <summary>The message arrived, or it says nothing about that.</summary>
    Nothing,

    /// <summary>It did not arrive.</summary>
    NotDelivered,

    /// <summary>It did not arrive, and the address does not work.</summary>
    AddressIsWrong,
}

/// <summary>An administrator has read it: what follows is what would have followed had a program understood it. Its text
/// is removed.</summary>
/// <returns>False when it was decided already, or is not there.</returns>
[AllowedTo(Roles.Administrator)]
public sealed record DecideUnknownMail(Actor By, Guid Id, UnknownMailMeans Means) : IRequest<bool>, IActed;

internal sealed class DecideUnknownMailHandler(WellbeingDb db, CameBack cameBack, TimeProvider clock)
    : IRequestHandler<DecideUnknownMail, bool>
{
    public async Task<bool> Handle(DecideUnknownMail request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var kind = request.Means switch
        {
            UnknownMailMeans.AddressIsWrong => BounceKind.Refused,
            UnknownMailMeans.NotDelivered => BounceKind.GivenUp,
            _ => BounceKind.Unknown,
        };
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await db
                .Bounces.AsNoTracking()
                .Where(b => b.Id == request.Id)
                .Join(db.Messages.AsNoTracking(), b => b.MessageId, n => n.Id, (b, n) => n)
                .SingleOrDefaultAsync(cancellationToken)
            is not { } message
        )
            return false;
        var decided = await db
            .Bounces.Where(b => b.Id == request.Id && b.Kind == BounceKind.Unknown && b.DecidedAtUtc == null)
            .ExecuteUpdateAsync(
                b =>
                    b.SetProperty(x => x.Kind, kind)
                        .SetProperty(x => x.DecidedAtUtc, now)
                        .SetProperty(x => x.SealedText, (string?)null),
                cancellationToken
            );
        if (decided == 0)
            return false;
        db.Audit(
            request.By,
            AuditActions.UnknownMailDecided,
            now,
            message.ParticipantId,
            message.FlagId,
            new UnknownMailDetail(message.Kind, request.Means)
        );
        if (kind != BounceKind.Unknown)
            await cameBack.NotDelivered(
                message,
                kind == BounceKind.Refused ? "An administrator read the answer, and marked the address." : null,
                [],
                now,
                cancellationToken
            );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return true;
    }
}
