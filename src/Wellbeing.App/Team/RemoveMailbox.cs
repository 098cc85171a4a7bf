using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>No step tells this mailbox any more; a policy that relied on it shows on the readiness page.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record RemoveMailbox(Actor By, Guid MailboxId) : IRequest, IActed;

internal sealed class RemoveMailboxHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RemoveMailbox>
{
    public async Task Handle(RemoveMailbox request, CancellationToken cancellationToken)
    {
        if (
            await db.TeamMailboxes.SingleOrDefaultAsync(m => m.Id == request.MailboxId, cancellationToken)
            is not { } mailbox
        )
            return;
        db.TeamMailboxes.Remove(mailbox);
        db.Audit(
            request.By,
            AuditActions.MailboxesChanged,
            clock.GetUtcNow().UtcDateTime,
            detail: new MailboxDetail(MailboxChange.Removed)
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
