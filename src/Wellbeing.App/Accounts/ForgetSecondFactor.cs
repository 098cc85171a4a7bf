using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>A colleague lost their phone: they set up a second factor anew when they sign in next. Ends their
/// sessions.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ForgetSecondFactor(Actor By, Guid AccountId) : IRequest<StaffChange>, IActed;

internal sealed class ForgetSecondFactorHandler(WellbeingDb db, StaffDirectory staffDirectory, TimeProvider clock)
    : IRequestHandler<ForgetSecondFactor, StaffChange>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<StaffChange> Handle(ForgetSecondFactor request, CancellationToken cancellationToken)
    {
        if (await staffDirectory.Staff(request.AccountId, cancellationToken) is not { } account)
            return StaffChange.NotFound;
        if (account.Id == request.By.UserId)
            return StaffChange.NotYourself;
        account.TwoFactorEnabled = false;
        account.SecurityStamp = NewAccount.NewStamp();
        db.UserTokens.RemoveRange(
            await db.UserTokens.Where(t => t.UserId == account.Id).ToListAsync(cancellationToken)
        );
        db.UserPasskeys.RemoveRange(
            await db.UserPasskeys.Where(p => p.UserId == account.Id).ToListAsync(cancellationToken)
        );
        db.Audit(request.By, AuditActions.SecondFactorForgotten, Now, detail: new AccountDetail(account.Id));
        await db.SaveChangesAsync(cancellationToken);
        return StaffChange.Done;
    }
}
