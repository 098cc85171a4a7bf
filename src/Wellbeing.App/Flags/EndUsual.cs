using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>Any nurse ends it: from now on a repeat is as grave as its rule says.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record EndUsual(Actor By, Guid ParticipantId, Guid UsualId) : IRequest<bool>, IActed;

internal sealed class EndUsualHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<EndUsual, bool>
{
    /// <returns>False where there is none.</returns>
    public async Task<bool> Handle(EndUsual request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db.UsualForPeople.SingleOrDefaultAsync(
                u => u.Id == request.UsualId && u.ParticipantId == request.ParticipantId,
                cancellationToken
            )
            is not { } usual
        )
            return false;
        if (!usual.HoldsAt(now))
            return true; // A second click, or its time was over.
        usual.End(UsualEnd.ByNurse, request.By.Name, now);
        db.Audit(
            request.By,
            AuditActions.UsualEnded,
            now,
            request.ParticipantId,
            detail: new UsualEndDetail(UsualEnd.ByNurse, usual.Id)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
