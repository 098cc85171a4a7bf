using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>Every way an act on the rota can end.</summary>
public enum RotaResult
{
    Done,
    NotFound,

    /// <summary>The turn has changed hands meanwhile, or is over.</summary>
    NotTheirs,

    /// <summary>Somebody else answered it first, or it was withdrawn.</summary>
    Answered,

    /// <summary>There is nobody to take over from: the nurse is on call already.</summary>
    AlreadyOnCall,
}

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
    NoticeWriter notices,
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
            await notices.WriteRota(
                SwapOffered.Kind,
                colleague,
                $"swap-{offer.Id:N}",
                now,
                request.ToUtc,
                cancellationToken
            );
        db.Audit(request.By, AuditActions.SwapOffered, now, detail: $"offer={offer.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return RotaResult.Done;
    }
}

/// <summary>A colleague takes the offered turn, or declines it.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record AnswerSwap(Actor By, Guid OfferId, bool Accept) : IRequest<RotaResult>, IActed;

internal sealed class AnswerSwapHandler(
    WellbeingDb db,
    RotaReader rota,
    NoticeWriter notices,
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
            await notices.WriteRota(
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
            detail: $"offer={offer.Id:D};accepted={(request.Accept ? 1 : 0)}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return RotaResult.Done;
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}

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
        db.Audit(request.By, AuditActions.SwapAnswered, now, detail: $"offer={offer.Id:D};withdrawn=1");
        await db.SaveChangesAsync(cancellationToken);
        return RotaResult.Done;
    }
}

/// <summary>A nurse takes over from whoever is on call, now, until the turn ends. Whoever was on call is
/// told.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record TakeOverOnCall(Actor By) : IRequest<RotaResult>, IActed;

internal sealed class TakeOverOnCallHandler(
    WellbeingDb db,
    RotaReader rota,
    NoticeWriter notices,
    Recipients recipients,
    TimeProvider clock
) : IRequestHandler<TakeOverOnCall, RotaResult>
{
    /// <summary>Where nobody is on call and nobody follows.</summary>
    private static readonly TimeSpan _gap = TimeSpan.FromHours(12);

    public async Task<RotaResult> Handle(TakeOverOnCall request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var me = request.By.UserId!.Value;
        var running = (await rota.Between(now, now.AddDays(35), cancellationToken))[0];
        if (running.OnCall.Count == 1 && running.OnCall[0] == me)
            return RotaResult.AlreadyOnCall;
        var until = running.OnCall.Count == 0 && running.ToUtc - now > _gap ? now + _gap : running.ToUtc;
        db.Cover(me, now, until, now);
        foreach (
            var before in (await recipients.InRole(Roles.Nurse, cancellationToken)).Where(r =>
                r.AccountId != me && running.OnCall.Contains(r.AccountId!.Value)
            )
        )
        {
            await notices.WriteRota(
                OnCallTakenOver.Kind,
                before,
                string.Create(CultureInfo.InvariantCulture, $"taken-over-{me:N}-{now.Ticks}"),
                now,
                until,
                cancellationToken
            );
        }

        db.Audit(request.By, AuditActions.RotaTakenOver, now);
        await db.SaveChangesAsync(cancellationToken);
        return RotaResult.Done;
    }
}

/// <summary>Tells nurses that their turn begins: the hand-over. A turn that began long ago is not told.</summary>
[AllowedTo(Roles.System)]
public sealed record TellHandOvers(Actor By) : IRequest<int>, IActed;

internal sealed class TellHandOversHandler(
    WellbeingDb db,
    RotaReader rota,
    NoticeWriter notices,
    Recipients recipients,
    TimeProvider clock
) : IRequestHandler<TellHandOvers, int>
{
    private static readonly TimeSpan _news = TimeSpan.FromHours(1);

    public async Task<int> Handle(TellHandOvers request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var since = now - _news;
        if (!await db.OnCallShifts.AnyAsync(s => s.StartsAtUtc > since && s.StartsAtUtc <= now, cancellationToken))
            return 0;
        var stretches = await rota.Between(since.AddMinutes(-1), now.AddTicks(1), cancellationToken);
        var told = 0;
        for (var i = 1; i < stretches.Count; i++)
        {
            // Who took over knows it, and who goes on does not begin.
            var began = stretches[i].OnCall.Except(stretches[i - 1].OnCall).ToList();
            if (
                began.Count == 0
                || await db.OnCallShifts.AnyAsync(
                    s => s.IsOverride && s.StartsAtUtc == stretches[i].FromUtc && s.CreatedAtUtc == s.StartsAtUtc,
                    cancellationToken
                )
            )
                continue;
            foreach (
                var nurse in (await recipients.InRole(Roles.Nurse, cancellationToken)).Where(r =>
                    began.Contains(r.AccountId!.Value)
                )
            )
            {
                var cause = string.Create(CultureInfo.InvariantCulture, $"on-call-{stretches[i].FromUtc.Ticks}");
                if (
                    await notices.WriteRota(
                        OnCallBegins.Kind,
                        nurse,
                        cause,
                        now,
                        now + TimeSpan.FromHours(12),
                        cancellationToken
                    )
                )
                    told++;
            }
        }

        if (told > 0)
            await db.SaveChangesAsync(cancellationToken);
        return told;
    }
}

internal static class RotaNotices
{
    public static Task<bool> WriteRota(
        this NoticeWriter notices,
        string kind,
        Recipient to,
        string cause,
        DateTime nowUtc,
        DateTime deadlineUtc,
        CancellationToken cancellationToken
    ) =>
        notices.Write(
            new NewMessage(
                kind,
                to,
                cause,
                nowUtc,
                deadlineUtc > nowUtc.AddHours(1) ? deadlineUtc : nowUtc.AddHours(1)
            ),
            cancellationToken
        );
}
