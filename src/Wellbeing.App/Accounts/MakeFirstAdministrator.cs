using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>
/// Makes the account that everybody else is invited from, as long as no administrator can sign in. The operator of the
/// server asks for it: nobody else could be trusted yet, and mail may not work yet, so the link is handed back and not
/// mailed.
/// </summary>
/// <remarks>Asked again before the link was used (it ran out, or the address was mistyped) it gives a new link, and the
/// old one ends.</remarks>
/// <param name="Email">The administrator's address, at most 254 characters.</param>
/// <param name="Name">As colleagues read it, at most 100 characters.</param>
[AllowedTo(Roles.System)]
public sealed record MakeFirstAdministrator(Actor By, string Email, string Name)
    : IRequest<MakeFirstAdministratorResult>,
        IActed;

public abstract record MakeFirstAdministratorResult
{
    /// <param name="Secret">Of the link under which a password is chosen.</param>
    public sealed record Made(string Secret, DateTime ExpiresAtUtc) : MakeFirstAdministratorResult;

    /// <summary>Somebody can sign in as an administrator: they invite colleagues.</summary>
    public sealed record ThereIsOne : MakeFirstAdministratorResult;

    /// <summary>Somebody who is no administrator has an account with this address.</summary>
    public sealed record AddressTaken : MakeFirstAdministratorResult;
}

internal sealed class MakeFirstAdministratorValidator : AbstractValidator<MakeFirstAdministrator>
{
    public MakeFirstAdministratorValidator()
    {
        RuleFor(r => r.Name)
            .Must(n => !string.IsNullOrWhiteSpace(n) && n.Length <= 100)
            .OverridePropertyName("name")
            .WithMessage("Enter a name of at most 100 characters.");
        RuleFor(r => r.Email)
            .EmailAddress()
            .OverridePropertyName("email")
            .WithMessage("Enter an email address, like name@example.org.");
        RuleFor(r => r.Email)
            .MaximumLength(254)
            .OverridePropertyName("email")
            .WithMessage("Enter an address of at most 254 characters.");
    }
}

internal sealed class MakeFirstAdministratorHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<MakeFirstAdministrator, MakeFirstAdministratorResult>
{
    /// <summary>It is used at once, by whoever sits beside the operator.</summary>
    private static readonly TimeSpan _linkLives = TimeSpan.FromHours(1);

    public async Task<MakeFirstAdministratorResult> Handle(
        MakeFirstAdministrator request,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var administrators = await db
            .Users.Where(a =>
                db.UserRoles.Any(r =>
                    r.UserId == a.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == nameof(Roles.Administrator))
                )
            )
            .ToListAsync(cancellationToken);
        var passkeys = await db.UserPasskeys.Select(p => p.UserId).ToListAsync(cancellationToken);
        if (administrators.Exists(a => a.Enabled && (a.PasswordHash is not null || passkeys.Contains(a.Id))))
            return new MakeFirstAdministratorResult.ThereIsOne();

        var (email, name) = (request.Email.Trim(), request.Name.Trim());
        // Whoever never joined was meant to be this one: a mistyped address must not leave a second way in behind.
        var account = administrators.Find(a => a.Enabled && a.PasswordHash is null);
        if (
            !email.Equals(account?.Email, StringComparison.OrdinalIgnoreCase)
            && await db.HasAccount(email, cancellationToken)
        )
            return new MakeFirstAdministratorResult.AddressTaken();
        if (account is null)
        {
            account = await db.AddAccount(name, email, Roles.Administrator, now, cancellationToken);
            db.Audit(
                request.By,
                AuditActions.AccountCreated,
                now,
                detail: new NewAccountDetail(account.Id, Roles.Administrator)
            );
        }
        else
        {
            (account.DisplayName, account.Email, account.UserName) = (name, email, email);
            account.NormalizedEmail = account.NormalizedUserName = email.ToUpperInvariant();
            await db
                .LinkTokens.Where(t => t.SubjectId == account.Id && t.UsedAtUtc == null)
                .ExecuteUpdateAsync(t => t.SetProperty(x => x.UsedAtUtc, now), cancellationToken);
            db.Audit(request.By, AuditActions.AccountInvitedAgain, now, detail: new AccountDetail(account.Id));
        }

        var secret = LinkToken.NewSecret();
        db.LinkTokens.Add(
            new LinkToken
            {
                Id = Guid.CreateVersion7(now),
                Hash = LinkToken.HashOf(secret),
                Purpose = LinkPurpose.StaffInvitation,
                SubjectId = account.Id,
                ExpiresAtUtc = now + _linkLives,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new MakeFirstAdministratorResult.Made(secret, now + _linkLives);
    }
}
