using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>A nurse offers a turn to a colleague, or to whoever takes it first.</summary>
/// <param name="To">Null for anybody.</param>
/// <param name="ReturnFromUtc">The colleague's turn taken in return; only with <paramref name="To"/>.</param>
[AllowedTo(Roles.Nurse)]
public sealed record OfferSwap(
    Actor By,
    DateTime FromUtc,
    DateTime ToUtc,
    Guid? To,
    DateTime? ReturnFromUtc = null,
    DateTime? ReturnToUtc = null
) : IRequest<RotaResult>, IActed;

internal sealed class OfferSwapHandler(
    WellbeingDb db,
    RotaReader rota,
    MessageWriter messages,
    Recipients recipients,
    TimeProvider clock
) : IRequestHandler<OfferSwap, RotaResult>
{
    public async Task<RotaResult> Handle(OfferSwap request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var me = request.By.UserId!.Value;
        if (!await rota.IsOnCall(me, request.FromUtc, request.ToUtc, now, cancellationToken))
            return RotaResult.NotTheirs;
        var inReturn = request is { To: not null, ReturnFromUtc: not null, ReturnToUtc: not null };
        if (
            inReturn
            && !await rota.IsOnCall(
                request.To!.Value,
                request.ReturnFromUtc!.Value,
                request.ReturnToUtc!.Value,
                now,
                cancellationToken
            )
        )
            return RotaResult.NotTheirs;
        var colleagues = (await recipients.InRole(Roles.Nurse, cancellationToken))
            .Where(r => r.AccountId != me && (request.To is null || r.AccountId == request.To))
            .ToList();
        if (request.To is not null && colleagues.Count == 0)
            return RotaResult.NotFound;

        // One open offer a turn: a new one takes the place of the old.
        foreach (
            var old in await db
                .SwapOffers.Where(s =>
                    s.OfferedBy == me && s.State == SwapState.Offered && s.StartsAtUtc == request.FromUtc
                )
                .ToListAsync(cancellationToken)
        )
            old.Answer(me, SwapState.Withdrawn, now);
        var offer = new SwapOffer
        {
            Id = Guid.CreateVersion7(now),
            OfferedBy = me,
            OfferedAtUtc = now,
            StartsAtUtc = request.FromUtc,
            EndsAtUtc = request.ToUtc,
            OfferedTo = request.To,
            ReturnStartsAtUtc = inReturn ? request.ReturnFromUtc : null,
            ReturnEndsAtUtc = inReturn ? request.ReturnToUtc : null,
        };
        db.SwapOffers.Add(offer);
        foreach (var colleague in colleagues)
            await messages.WriteRota(
                SwapOffered.Kind,
                colleague,
                $"swap-{offer.Id:N}",
                now,
                request.ToUtc,
                cancellationToken
            );
        db.Audit(request.By, AuditActions.SwapOffered, now, detail: new SwapOfferDetail(offer.Id));
        await db.SaveChangesAsync(cancellationToken);
        return RotaResult.Done;
    }
}
