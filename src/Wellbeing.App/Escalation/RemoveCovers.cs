using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>Takes an override off the rota again: what is planned counts.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record RemoveCovers(Actor By, DateTime FromUtc, DateTime ToUtc) : IRequest, IActed;

internal sealed class RemoveCoversHandler(WellbeingDb db, TurnChanges changes, TimeProvider clock)
    : IRequestHandler<RemoveCovers>
{
    public async Task Handle(RemoveCovers request, CancellationToken cancellationToken)
    {
        var covers = await db
            .OnCallShifts.Where(s => s.IsOverride && s.StartsAtUtc < request.ToUtc && request.FromUtc < s.EndsAtUtc)
            .ToListAsync(cancellationToken);
        if (covers.Count == 0)
            return;
        var now = clock.GetUtcNow().UtcDateTime;
        db.OnCallShifts.RemoveRange(covers);
        db.Audit(request.By, AuditActions.RotaChanged, now, detail: new RotaDetail(CoversRemoved: covers.Count));
        await changes.Tell(request.By, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
