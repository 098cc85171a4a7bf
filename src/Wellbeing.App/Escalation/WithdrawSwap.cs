using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>The nurse keeps the turn after all.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record WithdrawSwap(Actor By, Guid OfferId) : IRequest<RotaResult>, IActed;

internal sealed class WithdrawSwapHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<WithdrawSwap, RotaResult>
{
    public async Task<RotaResult> Handle(WithdrawSwap request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db.SwapOffers.SingleOrDefaultAsync(
                s => s.Id == request.OfferId && s.OfferedBy == request.By.UserId,
                cancellationToken
            )
            is not { } offer
        )
            return RotaResult.NotFound;
        if (!offer.IsOpen(now))
            return RotaResult.Answered;
        offer.Answer(offer.OfferedBy, SwapState.Withdrawn, now);
        db.Audit(
            request.By,
            AuditActions.SwapAnswered,
            now,
            detail: new SwapAnswerDetail(offer.Id, SwapAnswer.Withdrawn)
        );
        await db.SaveChangesAsync(cancellationToken);
        return RotaResult.Done;
    }
}
