using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>Changes what a colleague may do. Ends their sessions.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ChangeStaff(Actor By, Guid AccountId, Roles Roles, bool Enabled) : IRequest<StaffChange>, IActed;

internal sealed class ChangeStaffValidator : AbstractValidator<ChangeStaff>
{
    public ChangeStaffValidator() =>
        RuleFor(r => r.Roles)
            .Must(InviteStaffValidator.BeStaff)
            .OverridePropertyName("roles")
            .WithMessage("Choose at least one role, or disable the account.");
}

internal sealed class ChangeStaffHandler(WellbeingDb db, StaffDirectory staffDirectory, TimeProvider clock)
    : IRequestHandler<ChangeStaff, StaffChange>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<StaffChange> Handle(ChangeStaff request, CancellationToken cancellationToken)
    {
        if (await staffDirectory.Staff(request.AccountId, cancellationToken) is not { } account)
            return StaffChange.NotFound;
        if (account.Id == request.By.UserId)
            return StaffChange.NotYourself;
        var now = (await staffDirectory.StaffRoles(cancellationToken))[account.Id];
        if (now != request.Roles)
        {
            db.UserRoles.RemoveRange(
                await db
                    .UserRoles.Where(r =>
                        r.UserId == account.Id
                        && db.Roles.Any(x =>
                            x.Id == r.RoleId && (x.Name == nameof(Roles.Nurse) || x.Name == nameof(Roles.Administrator))
                        )
                    )
                    .ToListAsync(cancellationToken)
            );
            await db.SaveChangesAsync(cancellationToken); // Before they are given: a role that stays is one row all along.
            await db.GiveRoles(account.Id, request.Roles, cancellationToken);
        }

        if (account.Enabled != request.Enabled || now != request.Roles)
            account.SecurityStamp = NewAccount.NewStamp();
        account.Enabled = request.Enabled;
        if (!request.Enabled || !request.Roles.HasFlag(Roles.Nurse))
            await EndCalendarLinks(account.Id, cancellationToken);
        db.Audit(
            request.By,
            AuditActions.AccountChanged,
            Now,
            detail: new ChangedAccountDetail(account.Id, request.Roles, request.Enabled)
        );
        await db.SaveChangesAsync(cancellationToken);
        return StaffChange.Done;
    }

    /// <summary>For good: who is let in again makes new ones.</summary>
    private async Task EndCalendarLinks(Guid account, CancellationToken cancellationToken)
    {
        foreach (
            var link in await db
                .LinkTokens.Where(t =>
                    t.SubjectId == account
                    && t.UsedAtUtc == null
                    && (t.Purpose == LinkPurpose.MyTurns || t.Purpose == LinkPurpose.TeamTurns)
                )
                .ToListAsync(cancellationToken)
        )
            link.UsedAtUtc = Now;
    }
}
