using System.Globalization;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>A nurse takes over from whoever is on call, now, until the turn ends. Whoever was on call is
/// told.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record TakeOverOnCall(Actor By) : IRequest<RotaResult>, IActed;

internal sealed class TakeOverOnCallHandler(
    WellbeingDb db,
    RotaReader rota,
    MessageWriter messages,
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
            await messages.WriteRota(
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
