using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>Tells nurses that their turn begins: the hand-over. A turn that began long ago is not told.</summary>
[AllowedTo(Roles.System)]
public sealed record TellHandOvers(Actor By) : IRequest<int>, IActed;

internal sealed class TellHandOversHandler(
    WellbeingDb db,
    RotaReader rota,
    MessageWriter messages,
    Recipients recipients,
    TimeProvider clock
) : IRequestHandler<TellHandOvers, int>
{
    private static readonly TimeSpan _news = TimeSpan.FromHours(1);

    public async Task<int> Handle(TellHandOvers request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var since = now - _news;
        // Where a cover ends, the turn beneath it begins again.
        if (
            !await db.OnCallShifts.AnyAsync(
                s =>
                    (s.StartsAtUtc > since && s.StartsAtUtc <= now)
                    || (s.IsOverride && s.EndsAtUtc > since && s.EndsAtUtc <= now),
                cancellationToken
            )
        )
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
                    await messages.WriteRota(
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
