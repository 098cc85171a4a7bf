using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>Uses the link up, and says whose check-in may now be filled in and until when.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record UseCheckInLink(Actor By, string? Secret) : IRequest<UseCheckInLinkResult>, IActed;

public abstract record UseCheckInLinkResult
{
    /// <param name="EndsAtUtc">When the session ends by itself.</param>
    public sealed record Begun(Guid ParticipantId, string Name, Guid PromptId, DateTime EndsAtUtc)
        : UseCheckInLinkResult;

    public sealed record Refused(CheckInLinkState State) : UseCheckInLinkResult;
}

internal sealed class UseCheckInLinkHandler(WellbeingDb db, CheckInLinkStates checkInLinkStates, TimeProvider clock)
    : IRequestHandler<UseCheckInLink, UseCheckInLinkResult>
{
    /// <summary>A phone that lies about keeps nothing open for longer.</summary>
    private static readonly TimeSpan _longestSession = TimeSpan.FromHours(12);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<UseCheckInLinkResult> Handle(UseCheckInLink request, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await db.FindLink(LinkPurpose.CheckIn, request.Secret, cancellationToken) is not { } token)
            return new UseCheckInLinkResult.Refused(CheckInLinkState.Over);
        var state = await checkInLinkStates.State(token, cancellationToken);
        if (state is CheckInLinkState.Sent or CheckInLinkState.Over)
            return new UseCheckInLinkResult.Refused(state);
        if (!await db.UseUp(token, now, cancellationToken, forgiveDoubleTap: true))
            return new UseCheckInLinkResult.Refused(CheckInLinkState.Used);

        var prompt = await db.Prompts.SingleAsync(p => p.Id == token.SubjectId, cancellationToken);
        prompt.Opened(now);
        var participant = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == prompt.ParticipantId, cancellationToken);
        db.Audit(request.By, AuditActions.CheckInLinkUsed, now, participant.Id, detail: new PromptDetail(prompt.Id));
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
}
