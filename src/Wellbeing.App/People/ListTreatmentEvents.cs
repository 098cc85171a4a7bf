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

internal sealed class ListTreatmentEventsHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<ListTreatmentEvents, IReadOnlyList<TreatmentEventView>>
{
    public async Task<IReadOnlyList<TreatmentEventView>> Handle(
        ListTreatmentEvents request,
        CancellationToken cancellationToken
    )
    {
        var events = await db.TreatmentEventsOf(request.ParticipantId).ToListAsync(cancellationToken);
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
}
