using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>The link was used already, and its check-in is still open: another one is mailed to the person, wherever
/// this is asked from.</summary>
/// <returns>False when there is nothing to open, or enough were sent.</returns>
[AllowedTo(Roles.LinkHolder)]
public sealed record SendCheckInLinkAgain(Actor By, string? Secret) : IRequest<bool>, IActed;

internal sealed class SendCheckInLinkAgainHandler(
    WellbeingDb db,
    MessageWriter messages,
    CheckInLinkStates checkInLinkStates,
    TimeProvider clock
) : IRequestHandler<SendCheckInLinkAgain, bool>
{
    /// <summary>Links a prompt may have: two by themselves, the others because they were asked for.</summary>
    private const int MostLinks = 5;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<bool> Handle(SendCheckInLinkAgain request, CancellationToken cancellationToken)
    {
        var now = Now;
        if (
            await db.FindLink(LinkPurpose.CheckIn, request.Secret, cancellationToken) is not { } token
            || await checkInLinkStates.State(token, cancellationToken) != CheckInLinkState.Used
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
        await messages.Write(
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
                Link = new MessageLink(LinkPurpose.CheckIn, prompt.Id, prompt.MissedAtUtc),
            },
            cancellationToken
        );
        db.Audit(request.By, AuditActions.CheckInLinkSentAgain, now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
