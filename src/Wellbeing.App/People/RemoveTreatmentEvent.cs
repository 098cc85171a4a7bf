using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Takes back an event that was written down by mistake. The row is kept, and no longer counts.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record RemoveTreatmentEvent(Actor By, Guid ParticipantId, Guid EventId) : IRequest<bool>, IActed;

internal sealed class RemoveTreatmentEventHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<RemoveTreatmentEvent, bool>
{
    /// <returns>False where there is no such event.</returns>
    public async Task<bool> Handle(RemoveTreatmentEvent request, CancellationToken cancellationToken)
    {
        var found = await db.TreatmentEvents.SingleOrDefaultAsync(
            e => e.Id == request.EventId && e.ParticipantId == request.ParticipantId,
            cancellationToken
        );
        if (found is null)
            return false;
        if (found.RemovedAtUtc is not null)
            return true;
        var now = clock.GetUtcNow().UtcDateTime;
        found.Remove(request.By.Name, now);
        db.Audit(
            request.By,
            AuditActions.TreatmentEventRemoved,
            now,
            request.ParticipantId,
            detail: new TreatmentEventDetail(request.EventId)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
