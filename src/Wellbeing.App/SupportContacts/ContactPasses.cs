using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>What follows when a support contact cannot, or wants no more mails.</summary>
internal sealed class ContactPasses(WellbeingDb db, Ladder ladder)
{
    /// <summary>This contact is out: the next one is told, and the next step of the team's ladder is taken
    /// now.</summary>
    public async Task On(
        Actor by,
        string action,
        SupportContact contact,
        Flag? flag,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        db.Audit(by, action, now, contact.ParticipantId, flag?.Id, new ContactDetail(contact.Id));
        if (flag is not { State: FlagState.Open })
            return;
        await ladder.TellContacts(flag, now, cancellationToken);
        if (!flag.AdvanceNextStep(now))
            return;
        db.Audit(Actor.System, AuditActions.LadderPulledForward, now, flag.ParticipantId, flag.Id);
        await ladder.TakeDueSteps(flag, now, cancellationToken);
    }

    /// <summary>No more mails to them.</summary>
    public async Task Stop(Actor by, SupportContact contact, DateTime now, CancellationToken cancellationToken)
    {
        contact.Decline(now);
        await db.SaveChangesAsync(cancellationToken); // Within the transaction: who is told next is asked of the database.
        await db.CancelUnsentTo(contact.Id, cancellationToken);
        // Where they had been counted on, somebody else is told now.
        var flag = await db.Flags.SingleOrDefaultAsync(
            f =>
                f.ParticipantId == contact.ParticipantId
                && f.State != FlagState.Resolved
                && db.Messages.Any(n => n.FlagId == f.Id && n.SupportContactId == contact.Id),
            cancellationToken
        );
        await On(by, AuditActions.ContactStopped, contact, flag, now, cancellationToken);
    }
}
