using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>A participant who calls our mail spam gets none that may be stopped, as if they had chosen so. They are asked as
/// before, on their page.</summary>
internal sealed class StopAfterComplaint(WellbeingDb db) : INotificationHandler<MessageComplainedOf>
{
    public async Task Handle(MessageComplainedOf notification, CancellationToken cancellationToken)
    {
        var (message, now) = notification;
        if (
            message is not { SupportContactId: null, ParticipantId: { } id }
            || await db.Participants.SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } participant
            || !string.Equals(participant.Email, message.Address, StringComparison.OrdinalIgnoreCase) // A colleague's, or changed.
        )
            return;
        if (participant.PromptMails != PromptMails.None)
        {
            participant.PromptMails = PromptMails.None;
            db.Audit(
                Actor.System,
                AuditActions.PromptMailsChanged,
                now,
                id,
                detail: new PromptMailsDetail(PromptMails.None, MailsChangedBy.Complaint)
            );
        }

        if (participant.ReplyMails != false)
        {
            participant.ReplyMails = false;
            db.Audit(
                Actor.System,
                AuditActions.ReplyMailsChanged,
                now,
                id,
                detail: new ReplyMailsDetail(false, MailsChangedBy.Complaint)
            );
        }
    }
}
