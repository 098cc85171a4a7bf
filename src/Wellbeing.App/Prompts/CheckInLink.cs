using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>What stands behind the one-tap link of an invitation. Looking changes nothing: mail scanners look
/// too.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetCheckInLink(Actor By, string? Secret) : IRequest<CheckInLinkState>, IActed;

/// <summary>Uses the link up, and says whose check-in may now be filled in and until when.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record UseCheckInLink(Actor By, string? Secret) : IRequest<UseCheckInLinkResult>, IActed;

/// <summary>The link was used already, and its check-in is still open: another one is mailed to the person, wherever
/// this is asked from.</summary>
/// <returns>False when there is nothing to open, or enough were sent.</returns>
[AllowedTo(Roles.LinkHolder)]
public sealed record SendCheckInLinkAgain(Actor By, string? Secret) : IRequest<bool>, IActed;

/// <summary>What somebody who came by such a link may still do. Asked at each request.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetCheckInLinkSession(Actor By, Guid ParticipantId, Guid PromptId)
    : IRequest<CheckInLinkSession>,
        IActed;

public enum CheckInLinkState
{
    /// <summary>One POST away from the check-in.</summary>
    Ready,

    /// <summary>Used before; the check-in is still open.</summary>
    Used,

    /// <summary>The check-in was sent.</summary>
    Sent,

    /// <summary>Its time is over, or no such link was ever sent.</summary>
    Over,
}

public abstract record UseCheckInLinkResult
{
    /// <param name="EndsAtUtc">When the session ends by itself.</param>
    public sealed record Begun(Guid ParticipantId, string Name, Guid PromptId, DateTime EndsAtUtc)
        : UseCheckInLinkResult;

    public sealed record Refused(CheckInLinkState State) : UseCheckInLinkResult;
}

public abstract record CheckInLinkSession
{
    /// <summary>The check-in may be filled in and sent.</summary>
    public sealed record Open : CheckInLinkSession;

    /// <summary>It was just sent: the thank-you page, and "I don't feel safe", for a little longer.</summary>
    public sealed record Sent(Guid SubmissionId) : CheckInLinkSession;

    public sealed record Over : CheckInLinkSession;
}

internal sealed class CheckInLinkHandlers(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<GetCheckInLink, CheckInLinkState>,
        IRequestHandler<UseCheckInLink, UseCheckInLinkResult>,
        IRequestHandler<SendCheckInLinkAgain, bool>,
        IRequestHandler<GetCheckInLinkSession, CheckInLinkSession>
{
    /// <summary>Links a prompt may have: two by themselves, the others because they were asked for.</summary>
    private const int MostLinks = 5;

    /// <summary>A phone that lies about keeps nothing open for longer.</summary>
    private static readonly TimeSpan _longestSession = TimeSpan.FromHours(12);

    private static readonly TimeSpan _afterSending = TimeSpan.FromMinutes(30);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<CheckInLinkState> Handle(GetCheckInLink request, CancellationToken cancellationToken) =>
        await db.FindLink(LinkPurpose.CheckIn, request.Secret, cancellationToken) is { } token
            ? await State(token, cancellationToken)
            : CheckInLinkState.Over;

    public async Task<UseCheckInLinkResult> Handle(UseCheckInLink request, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await db.FindLink(LinkPurpose.CheckIn, request.Secret, cancellationToken) is not { } token)
            return new UseCheckInLinkResult.Refused(CheckInLinkState.Over);
        var state = await State(token, cancellationToken);
        if (state is CheckInLinkState.Sent or CheckInLinkState.Over)
            return new UseCheckInLinkResult.Refused(state);
        if (!await db.UseUp(token, now, cancellationToken, forgiveDoubleTap: true))
            return new UseCheckInLinkResult.Refused(CheckInLinkState.Used);

        var prompt = await db.Prompts.SingleAsync(p => p.Id == token.SubjectId, cancellationToken);
        prompt.Opened(now);
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == prompt.ParticipantId, cancellationToken);
        db.Audit(request.By, AuditActions.CheckInLinkUsed, now, participant.Id, detail: $"prompt={prompt.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        var latest = now + _longestSession;
        return new UseCheckInLinkResult.Begun(
            participant.Id,
            participant.Name,
            prompt.Id,
            prompt.MissedAtUtc < latest ? prompt.MissedAtUtc : latest
        );
    }

    public async Task<bool> Handle(SendCheckInLinkAgain request, CancellationToken cancellationToken)
    {
        var now = Now;
        if (
            await db.FindLink(LinkPurpose.CheckIn, request.Secret, cancellationToken) is not { } token
            || await State(token, cancellationToken) != CheckInLinkState.Used
        )
            return false;
        var sent = await db.LinkTokens.CountAsync(
            t => t.Purpose == LinkPurpose.CheckIn && t.SubjectId == token.SubjectId,
            cancellationToken
        );
        if (sent >= MostLinks)
            return false;

        var prompt = await db.Prompts.AsNoTracking().SingleAsync(p => p.Id == token.SubjectId, cancellationToken);
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == prompt.ParticipantId, cancellationToken);
        await notices.Write(
            new NewMessage(
                CheckInLinkAgain.Kind,
                new Recipient(
                    participant.Email,
                    participant.CalledName,
                    participant.Language,
                    AccountId: participant.AccountId
                ),
                $"prompt-{prompt.Id:N}-{sent}",
                now,
                prompt.MissedAtUtc
            )
            {
                ParticipantId = participant.Id,
                PromptId = prompt.Id,
                Link = new NoticeLink(LinkPurpose.CheckIn, prompt.Id, prompt.MissedAtUtc),
            },
            cancellationToken
        );
        db.Audit(request.By, AuditActions.CheckInLinkSentAgain, now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task<CheckInLinkSession> Handle(GetCheckInLinkSession request, CancellationToken cancellationToken)
    {
        var now = Now;
        var prompt = await db
            .Prompts.AsNoTracking()
            .SingleOrDefaultAsync(
                p => p.Id == request.PromptId && p.ParticipantId == request.ParticipantId,
                cancellationToken
            );
        if (prompt is null || await IsClosed(request.ParticipantId, cancellationToken))
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

    private async Task<CheckInLinkState> State(LinkToken token, CancellationToken cancellationToken)
    {
        var now = Now;
        var prompt = await db
            .Prompts.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == token.SubjectId, cancellationToken);
        if (prompt is null || await IsClosed(prompt.ParticipantId, cancellationToken))
            return CheckInLinkState.Over;
        if (prompt.State == PromptState.Answered)
            return CheckInLinkState.Sent;
        if (!prompt.IsOpen || now >= prompt.MissedAtUtc || now >= token.ExpiresAtUtc)
            return CheckInLinkState.Over;
        return token.UsedAtUtc is null ? CheckInLinkState.Ready : CheckInLinkState.Used;
    }

    private Task<bool> IsClosed(Guid participantId, CancellationToken cancellationToken) =>
        db.Participants.AnyAsync(p => p.Id == participantId && p.ClosedAtUtc != null, cancellationToken);
}
