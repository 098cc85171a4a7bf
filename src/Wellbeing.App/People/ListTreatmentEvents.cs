using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>What happened in the course of somebody's illness, newest first, for the team.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record ListTreatmentEvents(Actor By, Guid ParticipantId)
    : IRequest<IReadOnlyList<TreatmentEventView>>,
        IActed;

/// <param name="LevelAtDiagnosis">For a diagnosis: as the nurse was told.</param>
public sealed record TreatmentEventView(
    Guid Id,
    TreatmentEventKind Kind,
    DateOnly On,
    bool StartsNewPhase,
    int? LevelAtDiagnosis,
    string? Note,
    string RecordedByName,
    DateTime RecordedAtUtc
);

/// <summary>The participant's own, newest first: kind and day, without the team's notes.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyTreatmentEvents(Actor By) : IRequest<IReadOnlyList<MyTreatmentEvent>>, IActed;

public sealed record MyTreatmentEvent(TreatmentEventKind Kind, DateOnly On);

internal sealed class TreatmentEventsHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<ListTreatmentEvents, IReadOnlyList<TreatmentEventView>>,
        IRequestHandler<GetMyTreatmentEvents, IReadOnlyList<MyTreatmentEvent>>
{
    public async Task<IReadOnlyList<TreatmentEventView>> Handle(
        ListTreatmentEvents request,
        CancellationToken cancellationToken
    )
    {
        var events = await Of(request.ParticipantId).ToListAsync(cancellationToken);
        db.Audit(request.By, AuditActions.TreatmentEventsViewed, clock.GetUtcNow().UtcDateTime, request.ParticipantId);
        await db.SaveChangesAsync(cancellationToken);
        return
        [
            .. events.Select(e => new TreatmentEventView(
                e.Id,
                e.Kind,
                e.On,
                e.StartsNewPhase,
                e.LevelThen,
                text.Open(e.SealedNote),
                e.RecordedByName,
                e.RecordedAtUtc
            )),
        ];
    }

    public async Task<IReadOnlyList<MyTreatmentEvent>> Handle(
        GetMyTreatmentEvents request,
        CancellationToken cancellationToken
    )
    {
        if (request.By.ParticipantId is not { } me)
            return [];
        var events = await Of(me).Select(e => new MyTreatmentEvent(e.Kind, e.On)).ToListAsync(cancellationToken);
        db.Audit(request.By, AuditActions.TreatmentEventsViewed, clock.GetUtcNow().UtcDateTime, me);
        await db.SaveChangesAsync(cancellationToken);
        return events;
    }

    private IQueryable<TreatmentEvent> Of(Guid participantId) =>
        db
            .TreatmentEvents.AsNoTracking()
            .Where(e => e.ParticipantId == participantId && e.RemovedAtUtc == null)
            .OrderByDescending(e => e.On)
            .ThenByDescending(e => e.RecordedAtUtc);
}
