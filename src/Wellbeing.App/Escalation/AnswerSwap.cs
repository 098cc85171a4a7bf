using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>A colleague takes the offered turn, or declines it.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record AnswerSwap(Actor By, Guid OfferId, bool Accept) : IRequest<RotaResult>, IActed;

internal sealed class AnswerSwapHandler(
    WellbeingDb db,
    RotaReader rota,
    MessageWriter messages,
    Recipients recipients,
    TimeProvider clock
) : IRequestHandler<AnswerSwap, RotaResult>
{
    public async Task<RotaResult> Handle(AnswerSwap request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var me = request.By.UserId!.Value;
        if (
            await db.SwapOffers.SingleOrDefaultAsync(s => s.Id == request.OfferId, cancellationToken) is not { } offer
            || offer.OfferedBy == me
            || (offer.OfferedTo is { } to && to != me)
        )
            return RotaResult.NotFound;
        if (!offer.IsOpen(now))
            return RotaResult.Answered;
        if (!request.Accept && offer.OfferedTo is null)
            return RotaResult.NotFound; // Open to everybody: one of them does not decline for the others.

        if (request.Accept)
        {
            var theirs = await rota.IsOnCall(
                offer.OfferedBy,
                offer.StartsAtUtc,
                offer.EndsAtUtc,
                now,
                cancellationToken
            );
            var mine =
                offer.ReturnStartsAtUtc is not { } starts
                || await rota.IsOnCall(me, starts, offer.ReturnEndsAtUtc!.Value, now, cancellationToken);
            if (!theirs || !mine)
            {
                // A colleague who took it between our two looks is why it is not theirs any more.
                var answered = await db
                    .SwapOffers.AsNoTracking()
                    .AnyAsync(s => s.Id == offer.Id && s.State != SwapState.Offered, cancellationToken);
                return answered ? RotaResult.Answered : RotaResult.NotTheirs;
            }

            db.Cover(me, Later(now, offer.StartsAtUtc), offer.EndsAtUtc, now);
            if (offer.ReturnStartsAtUtc is { } from)
                db.Cover(offer.OfferedBy, Later(now, from), offer.ReturnEndsAtUtc!.Value, now);
        }

        offer.Answer(me, request.Accept ? SwapState.Accepted : SwapState.Declined, now); // Its version settles a race: the second is told.
        if (
            (await recipients.InRole(Roles.Nurse, cancellationToken)).FirstOrDefault(r =>
                r.AccountId == offer.OfferedBy
            ) is
            { } asker
        )
            await messages.WriteRota(
                SwapAnswered.Kind,
                asker,
                $"swap-{offer.Id:N}",
                now,
                offer.EndsAtUtc,
                cancellationToken
            );
        db.Audit(
            request.By,
            AuditActions.SwapAnswered,
            now,
            detail: new SwapAnswerDetail(offer.Id, request.Accept ? SwapAnswer.Accepted : SwapAnswer.Declined)
        );
        await db.SaveChangesAsync(cancellationToken);
        return RotaResult.Done;
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}
