using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>What somebody who came by such a link may still do. Asked at each request.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetCheckInLinkSession(Actor By, Guid ParticipantId, Guid PromptId)
    : IRequest<CheckInLinkSession>,
        IActed;

public abstract record CheckInLinkSession
{
    /// <summary>The check-in may be filled in and sent.</summary>
    public sealed record Open : CheckInLinkSession;

    /// <summary>It was just sent: the thank-you page, and "I don't feel safe", for a little longer.</summary>
    public sealed record Sent(Guid SubmissionId) : CheckInLinkSession;

    public sealed record Over : CheckInLinkSession;
}

internal sealed class GetCheckInLinkSessionHandler(
    WellbeingDb db,
    CheckInLinkStates checkInLinkStates,
    TimeProvider clock
) : IRequestHandler<GetCheckInLinkSession, CheckInLinkSession>
{
    private static readonly TimeSpan _afterSending = TimeSpan.FromMinutes(30);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<CheckInLinkSession> Handle(GetCheckInLinkSession request, CancellationToken cancellationToken)
    {
        var now = Now;
        var prompt = await db
            .Prompts.AsNoTracking()
            .SingleOrDefaultAsync(
                p => p.Id == request.PromptId && p.ParticipantId == request.ParticipantId,
                cancellationToken
            );
        if (prompt is null || await checkInLinkStates.IsClosed(request.ParticipantId, cancellationToken))
            return new CheckInLinkSession.Over();
        if (prompt.IsOpen && now < prompt.MissedAtUtc)
            return new CheckInLinkSession.Open();
        if (
            prompt.CheckInId is { } id
            && await db.CheckIns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } checkIn
            && now < checkIn.SubmittedAtUtc + _afterSending
        )
            return new CheckInLinkSession.Sent(checkIn.SubmissionId);
        return new CheckInLinkSession.Over();
    }
}
