using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>Whether the link in a mail about a note is ours, and such mails still come; null for a link we did not
/// write. Changes nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetReplyMails(Actor By, string Token) : IRequest<bool?>, IActed;

/// <summary>By the link in such a mail and without a sign-in: no more mails that say there is a note. The notes stay on
/// their page.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record StopReplyMails(Actor By, string Token) : IRequest<bool>, IActed;

internal sealed class StopReplyMailsHandler(WellbeingDb db, ReminderLinks links, TimeProvider clock)
    : IRequestHandler<GetReplyMails, bool?>,
        IRequestHandler<StopReplyMails, bool>
{
    public async Task<bool?> Handle(GetReplyMails request, CancellationToken cancellationToken) =>
        links.ReadNotes(request.Token) is { } id
            ? (
                await db.Participants.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken)
            )?.WantsReplyMails
            : null;

    public async Task<bool> Handle(StopReplyMails request, CancellationToken cancellationToken)
    {
        if (
            links.ReadNotes(request.Token) is not { } id
            || await db.Participants.SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } participant
        )
            return false;
        if (participant.ReplyMails != false)
        {
            participant.ReplyMails = false;
            db.Audit(
                request.By,
                AuditActions.ReplyMailsChanged,
                clock.GetUtcNow().UtcDateTime,
                participant.Id,
                detail: "mails=False;by=link"
            );
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }
}
