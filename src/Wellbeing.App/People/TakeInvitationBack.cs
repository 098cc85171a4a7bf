using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Takes an invitation back: its link stops working, a mail that has not left does not leave, and nothing is
/// kept of it.</summary>
/// <returns>False when they have answered meanwhile, or it was taken back.</returns>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record TakeInvitationBack(Actor By, Guid InvitationId) : IRequest<bool>, IActed;

internal sealed class TakeInvitationBackHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<TakeInvitationBack, bool>
{
    public async Task<bool> Handle(TakeInvitationBack request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await db.EndInvitation(request.InvitationId, now, cancellationToken) is not { } old)
            return false;
        db.Audit(request.By, AuditActions.InvitationTakenBack, now, detail: new InvitationDetail(old.Id));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return true;
    }
}
