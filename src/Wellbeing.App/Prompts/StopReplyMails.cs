using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>By the link in such a mail and without a sign-in: no more mails that say there is a note. The notes stay on
/// their page.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record StopReplyMails(Actor By, string Token) : IRequest<bool>, IActed;

internal sealed class StopReplyMailsHandler(WellbeingDb db, ReminderLinks links, TimeProvider clock)
    : IRequestHandler<StopReplyMails, bool>
{
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
                detail: new ReplyMailsDetail(false, MailsChangedBy.Link)
            );
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }
}
