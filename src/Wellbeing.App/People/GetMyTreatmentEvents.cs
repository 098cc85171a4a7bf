using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>The participant's own, newest first: kind and day, without the team's notes.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyTreatmentEvents(Actor By) : IRequest<IReadOnlyList<MyTreatmentEvent>>, IActed;

public sealed record MyTreatmentEvent(TreatmentEventKind Kind, DateOnly On);

internal sealed class GetMyTreatmentEventsHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetMyTreatmentEvents, IReadOnlyList<MyTreatmentEvent>>
{
    public async Task<IReadOnlyList<MyTreatmentEvent>> Handle(
        GetMyTreatmentEvents request,
        CancellationToken cancellationToken
    )
    {
        if (request.By.ParticipantId is not { } me)
            return [];
        var events = await db.TreatmentEventsOf(me)
            .Select(e => new MyTreatmentEvent(e.Kind, e.On))
            .ToListAsync(cancellationToken);
        db.Audit(request.By, AuditActions.TreatmentEventsViewed, clock.GetUtcNow().UtcDateTime, me);
        await db.SaveChangesAsync(cancellationToken);
        return events;
    }
}
