using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Privacy;

/// <summary>The new address answers: from now on it is the one. Uses the link up.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record ConfirmEmailChange(Actor By, string? Secret) : IRequest<bool>, IActed;

internal sealed class ConfirmEmailChangeHandler(WellbeingDb db, EmailChangeLinks emailChangeLinks, TimeProvider clock)
    : IRequestHandler<ConfirmEmailChange, bool>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<bool> Handle(ConfirmEmailChange request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await emailChangeLinks.Find(request.Secret, cancellationToken)
                is not { Token: var token, Change: var change }
            || await db.HasAccount(change.NewEmail, cancellationToken)
            || await db.Users.SingleOrDefaultAsync(a => a.Id == change.AccountId && a.Enabled, cancellationToken)
                is not { } account
            || !await db.UseUp(token, Now, cancellationToken)
        )
            return false;
        var participant = await db.Participants.SingleAsync(p => p.AccountId == account.Id, cancellationToken);
        participant.Email = account.Email = account.UserName = change.NewEmail;
        account.NormalizedEmail = account.NormalizedUserName = change.NewEmail.ToUpperInvariant();
        account.SecurityStamp = NewAccount.NewStamp(); // Whoever else was signed in is no longer.
        db.EmailChanges.RemoveRange(
            await db.EmailChanges.Where(e => e.AccountId == account.Id).ToListAsync(cancellationToken)
        );
        db.Audit(request.By, AuditActions.EmailChanged, Now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return true;
    }
}
