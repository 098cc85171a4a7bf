using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.People;

/// <summary>One person's treatment events.</summary>
internal static class TreatmentEventQueries
{
    public static IQueryable<TreatmentEvent> TreatmentEventsOf(this WellbeingDb db, Guid participantId) =>
        db
            .TreatmentEvents.AsNoTracking()
            .Where(e => e.ParticipantId == participantId && e.RemovedAtUtc == null)
            .OrderByDescending(e => e.On)
            .ThenByDescending(e => e.RecordedAtUtc);
}
