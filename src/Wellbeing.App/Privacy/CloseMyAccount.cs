using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;

namespace Wellbeing.App.Privacy;

/// <summary>
/// The participant leaves: nothing more is asked, nobody more is told, every session ends, the consent is taken back.
/// At once. A flag that is open stays with the nurses: leaving must not hide somebody in need.
/// </summary>
[AllowedTo(Roles.Participant)]
public sealed record CloseMyAccount(Actor By) : IRequest, IActed;

internal sealed class CloseMyAccountHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<CloseMyAccount>
{
    public async Task Handle(CloseMyAccount request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        participant.Close(now);
        foreach (
            var prompt in await db
                .Prompts.Open()
                .Where(p => p.ParticipantId == participant.Id)
                .ToListAsync(cancellationToken)
        )
            prompt.Pause();
        foreach (
            var contact in await db
                .SupportContacts.NotWithdrawn()
                .Where(c => c.ParticipantId == participant.Id)
                .ToListAsync(cancellationToken)
        )
            contact.Withdraw(); // Looked at again just before a message leaves.
        foreach (
            var consent in await db
                .Consents.Where(c => c.ParticipantId == participant.Id && c.WithdrawnAtUtc == null)
                .ToListAsync(cancellationToken)
        )
            consent.WithdrawnAtUtc = now;
        db.FamilyLinks.RemoveRange(
            await db
                .FamilyLinks.Where(l => l.AskerId == participant.Id || l.OtherId == participant.Id)
                .ToListAsync(cancellationToken)
        );
        db.CheckInDrafts.RemoveRange(
            await db.CheckInDrafts.Where(d => d.ParticipantId == participant.Id).ToListAsync(cancellationToken)
        );
        if (await db.Users.SingleOrDefaultAsync(a => a.Id == participant.AccountId, cancellationToken) is { } account)
        {
            account.Enabled = false;
            account.SecurityStamp = NewAccount.NewStamp();
        }

        db.Audit(request.By, AuditActions.AccountClosed, now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
    }
}
