using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>Ends a calendar link: from the next look on there is nothing behind it.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record WithdrawRotaLink(Actor By, RotaFeed Feed) : IRequest, IActed;

internal sealed class WithdrawRotaLinkHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<WithdrawRotaLink>
{
    public async Task Handle(WithdrawRotaLink request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (!await db.EndRotaLink(request.Feed, request.By.UserId!.Value, now, cancellationToken))
            return;
        db.Audit(request.By, AuditActions.RotaLinkWithdrawn, now, detail: new RotaLinkDetail(request.Feed));
        await db.SaveChangesAsync(cancellationToken);
    }
}
