using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Participants;

/// <summary>How and when the participant is asked.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMySettings(Actor By) : IRequest<MySettings>, IActed;

/// <param name="NextPromptAtUtc">When the person is asked next, a pause taken into account.</param>
public sealed record MySettings(string TimeZone, CheckInSchedule Schedule, DateTime? PausedUntilUtc, bool AllOnOnePage, DateTime? NextPromptAtUtc);

/// <summary>The participant changes how and when they are asked.</summary>
/// <param name="PausedUntil">No prompts before this local date, or null for no pause.</param>
[AllowedTo(Roles.Participant)]
public sealed record ChangeMySettings(Actor By, CheckInSchedule Schedule, DateOnly? PausedUntil, bool AllOnOnePage) : IRequest<MySettings>, IActed;

internal sealed class MySettingsHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetMySettings, MySettings>, IRequestHandler<ChangeMySettings, MySettings>
{
    public async Task<MySettings> Handle(GetMySettings request, CancellationToken cancellationToken) =>
        View(await db.Participants.AsNoTracking().SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken));

    public async Task<MySettings> Handle(ChangeMySettings request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        if (participant.Schedule != request.Schedule)
        {
            participant.Reschedule(request.Schedule, now);
            db.Audit(request.By, AuditActions.ScheduleChanged, now, participant.Id, detail: $"cadence={request.Schedule.Cadence}");
        }

        participant.PausedUntilUtc = request.PausedUntil is { } date ? CheckInSchedule.StartOf(date, participant.TimeZone) : null;
        participant.AllQuestionsOnOnePage = request.AllOnOnePage;
        db.Audit(request.By, AuditActions.PreferencesChanged, now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
        return View(participant);
    }

    private static MySettings View(Participant p) => new(p.TimeZone, p.Schedule, p.PausedUntilUtc, p.AllQuestionsOnOnePage, p.NextAskedAtUtc());
}
