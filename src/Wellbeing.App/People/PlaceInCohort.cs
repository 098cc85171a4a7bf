using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Puts somebody into a cohort, or out of any. Who never chose when to be asked is asked as often as the
/// cohort is.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record PlaceInCohort(Actor By, Guid ParticipantId, Guid? CohortId) : IRequest<bool>, IActed;

internal sealed class PlaceInCohortHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<PlaceInCohort, bool>
{
    public async Task<bool> Handle(PlaceInCohort request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db.Participants.SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken)
            is not { } participant
        )
            return false;
        var cohort = request.CohortId is { } id
            ? await db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
            : null;
        if (request.CohortId is not null && cohort is null)
            return false;
        if (participant.CohortId == request.CohortId)
            return true;
        participant.CohortId = request.CohortId;
        // Any other schedule somebody chose for themselves.
        if (
            cohort is not null
            && cohort.Cadence != participant.Schedule.Cadence
            && participant.Schedule == CheckInSchedule.Default
        )
        {
            participant.Reschedule(participant.Schedule with { Cadence = cohort.Cadence }, now);
            db.Audit(
                request.By,
                AuditActions.ScheduleChanged,
                now,
                participant.Id,
                detail: new ScheduleDetail(participant.Schedule.Cadence)
            );
        }

        db.Audit(request.By, AuditActions.CohortChanged, now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
