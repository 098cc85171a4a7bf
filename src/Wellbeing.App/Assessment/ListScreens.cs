using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Assessment;

/// <summary>What screens said of somebody, the newest first.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record ListScreens(Actor By, Guid ParticipantId) : IRequest<IReadOnlyList<ScreenView>>, IActed;

/// <param name="Waiting">It can still be answered.</param>
/// <param name="EnteredByName">Who asked by telephone; null where the person answered themselves.</param>
public sealed record ScreenView(
    Guid Id,
    Instrument Instrument,
    ScreenState State,
    bool Waiting,
    DateTime AskedAtUtc,
    string AskedByName,
    DateTime? AnsweredAtUtc,
    string? EnteredByName,
    Phq4? Answers
);

internal sealed class ListScreensHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListScreens, IReadOnlyList<ScreenView>>
{
    private const int Most = 50;

    public async Task<IReadOnlyList<ScreenView>> Handle(ListScreens request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var screens = await db
            .Screens.AsNoTracking()
            .Where(s => s.ParticipantId == request.ParticipantId)
            .OrderByDescending(s => s.AskedAtUtc)
            .Take(Most)
            .ToListAsync(cancellationToken);
        db.Audit(request.By, AuditActions.ScreensViewed, now, request.ParticipantId);
        await db.SaveChangesAsync(cancellationToken);
        return
        [
            .. screens.Select(s => new ScreenView(
                s.Id,
                s.Instrument,
                s.State,
                s.IsOpen(now),
                s.AskedAtUtc,
                s.AskedByName,
                s.AnsweredAtUtc,
                s.EnteredByName,
                s.Answers
            )),
        ];
    }
}
