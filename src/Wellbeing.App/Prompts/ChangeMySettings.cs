using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.Prompts;

/// <summary>The participant changes how and when they are asked.</summary>
/// <param name="PausedUntil">No prompts before this local date, or null for no pause.</param>
[AllowedTo(Roles.Participant)]
public sealed record ChangeMySettings(Actor By, CheckInSchedule Schedule, DateOnly? PausedUntil, bool AllOnOnePage)
    : IRequest<MySettings>,
        IActed
{
    /// <summary>The local date a pause begins; null for at once.</summary>
    public DateOnly? PausedFrom { get; init; }

    /// <summary>False: asks no more, until the person chooses again.</summary>
    public bool Ask { get; init; } = true;

    /// <summary>Null leaves it as it is.</summary>
    public PromptMails? Mails { get; init; }

    /// <summary>Whether a mail tells them that a nurse left a note; null leaves it as it is.</summary>
    public bool? ReplyMails { get; init; }
}

internal sealed class ChangeMySettingsHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ChangeMySettings, MySettings>
{
    public async Task<MySettings> Handle(ChangeMySettings request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        if (!request.Ask)
        {
            if (participant.AskingStoppedAtUtc is null)
                await StopAsking(request.By, participant, now, cancellationToken);
        }
        else if (participant.Schedule != request.Schedule || participant.AskingStoppedAtUtc is not null)
        {
            participant.Reschedule(request.Schedule, now);
            db.Audit(
                request.By,
                AuditActions.ScheduleChanged,
                now,
                participant.Id,
                detail: new ScheduleDetail(request.Schedule.Cadence)
            );
        }

        participant.PausedUntilUtc = request.PausedUntil is { } date
            ? TimeZones.StartOf(date, participant.TimeZone)
            : null;
        participant.PausedFromUtc =
            request.PausedUntil is not null && request.PausedFrom is { } from
                ? TimeZones.StartOf(from, participant.TimeZone)
                : null;
        if (request.Mails is { } mails && mails != participant.PromptMails)
        {
            participant.PromptMails = mails;
            db.Audit(
                request.By,
                AuditActions.PromptMailsChanged,
                now,
                participant.Id,
                detail: new PromptMailsDetail(mails)
            );
        }

        if (request.ReplyMails is { } told && told != participant.WantsReplyMails)
        {
            participant.ReplyMails = told;
            db.Audit(
                request.By,
                AuditActions.ReplyMailsChanged,
                now,
                participant.Id,
                detail: new ReplyMailsDetail(told)
            );
        }

        participant.AllQuestionsOnOnePage = request.AllOnOnePage;
        db.Audit(request.By, AuditActions.PreferencesChanged, now, participant.Id, detail: new PreferencesDetail());
        await db.SaveChangesAsync(cancellationToken);
        return MySettings.Of(participant);
    }

    /// <summary>Nothing waits for an answer any more: neither reminder nor a missed check-in follows.</summary>
    private async Task StopAsking(Actor by, Participant participant, DateTime now, CancellationToken cancellationToken)
    {
        participant.StopAsking(now);
        foreach (
            var open in await db
                .Prompts.Open()
                .Where(p => p.ParticipantId == participant.Id)
                .ToListAsync(cancellationToken)
        )
        {
            open.Pause();
        }

        db.Audit(by, AuditActions.AskingStopped, now, participant.Id);
    }
}
