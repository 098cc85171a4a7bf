using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>Mails the link once more, to somebody who has not used it.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record InviteStaffAgain(Actor By, Guid AccountId) : IRequest<StaffChange>, IActed;

internal sealed class InviteStaffAgainHandler(WellbeingDb db, StaffDirectory staffDirectory, TimeProvider clock)
    : IRequestHandler<InviteStaffAgain, StaffChange>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<StaffChange> Handle(InviteStaffAgain request, CancellationToken cancellationToken)
    {
        if (
            await staffDirectory.Staff(request.AccountId, cancellationToken)
            is not { Enabled: true, PasswordHash: null } account
        )
            return StaffChange.NotFound;
        await staffDirectory.Mail(account, cancellationToken);
        db.Audit(request.By, AuditActions.AccountInvitedAgain, Now, detail: new AccountDetail(account.Id));
        await db.SaveChangesAsync(cancellationToken);
        return StaffChange.Done;
    }
}
