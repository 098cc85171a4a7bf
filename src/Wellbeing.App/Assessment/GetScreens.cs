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

/// <summary>The screen that waits for the participant's answer; null where none does.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyScreen(Actor By) : IRequest<MyScreen?>, IActed;

public sealed record MyScreen(Guid Id, Instrument Instrument, string AskedByName);

internal sealed class GetScreensHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListScreens, IReadOnlyList<ScreenView>>,
        IRequestHandler<GetMyScreen, MyScreen?>
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

    public async Task<MyScreen?> Handle(GetMyScreen request, CancellationToken cancellationToken)
    {
        var screen = await db
            .Screens.AsNoTracking()
            .SingleOrDefaultAsync(
                s => s.ParticipantId == request.By.ParticipantId && s.State == ScreenState.Sent,
                cancellationToken
            );
        return screen?.IsOpen(clock.GetUtcNow().UtcDateTime) == true
            ? new MyScreen(screen.Id, screen.Instrument, screen.AskedByName)
            : null;
    }
}
