using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>
/// Which mails about check-ins the participant wants, by the link in one of them and without a sign-in. Nothing else
/// changes: a check-in that is not answered is missed as before, and the team is told of what it must know.
/// </summary>
/// <param name="Mails">Null for the mail program's own button: fewer than the mail it stood on.</param>
[AllowedTo(Roles.LinkHolder)]
public sealed record ChangePromptMails(Actor By, string Token, PromptMails? Mails) : IRequest<PromptMails?>, IActed;

internal sealed class ChangePromptMailsHandler(WellbeingDb db, ReminderLinks links, TimeProvider clock)
    : IRequestHandler<ChangePromptMails, PromptMails?>
{
    public async Task<PromptMails?> Handle(ChangePromptMails request, CancellationToken cancellationToken)
    {
        if (
            links.Read(request.Token) is not { } link
            || await db.Participants.SingleOrDefaultAsync(p => p.Id == link.ParticipantId, cancellationToken)
                is not { } participant
        )
            return null;

        // A button on an old mail never brings more mails back.
        var mails =
            request.Mails ?? (link.OneClick > participant.PromptMails ? link.OneClick : participant.PromptMails);
        if (mails != participant.PromptMails)
        {
            participant.PromptMails = mails;
            db.Audit(
                request.By,
                AuditActions.PromptMailsChanged,
                clock.GetUtcNow().UtcDateTime,
                participant.Id,
                detail: new PromptMailsDetail(mails, MailsChangedBy.Link)
            );
            await db.SaveChangesAsync(cancellationToken);
        }

        return mails;
    }
}
