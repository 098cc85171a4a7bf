using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>Everybody who works here, or did.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListStaff(Actor By) : IRequest<IReadOnlyList<StaffRow>>, IActed;

/// <param name="SecondFactor">They have set one up.</param>
/// <param name="Joined">They have chosen a password, or made a passkey.</param>
/// <param name="InvitationRefused">What the mail server said when it refused their invitation; null when it did not, or
/// they have joined.</param>
public sealed record StaffRow(
    Guid Id,
    string Name,
    string Email,
    Roles Roles,
    bool Enabled,
    bool SecondFactor,
    bool Joined,
    bool IsMe,
    string? InvitationRefused = null
)
{
    /// <summary>They were invited, and the link ended before they used it.</summary>
    public bool InvitationEnded { get; init; }
}

/// <summary>Makes an account for a colleague and mails them a link to choose by how they sign in.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record InviteStaff(Actor By, string Name, string Email, Roles Roles) : IRequest<StaffChange>, IActed;

/// <summary>Mails the link once more, to somebody who has not used it.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record InviteStaffAgain(Actor By, Guid AccountId) : IRequest<StaffChange>, IActed;

/// <summary>Changes what a colleague may do. Ends their sessions.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ChangeStaff(Actor By, Guid AccountId, Roles Roles, bool Enabled) : IRequest<StaffChange>, IActed;

/// <summary>A colleague lost their phone: they set up a second factor anew when they sign in next. Ends their
/// sessions.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ForgetSecondFactor(Actor By, Guid AccountId) : IRequest<StaffChange>, IActed;

public enum StaffChange
{
    Done,
    NotFound,

    /// <summary>Somebody has an account with this address.</summary>
    AddressTaken,

    /// <summary>Nobody takes rights from themselves: somebody must be left who can give them back.</summary>
    NotYourself,
}

internal sealed class InviteStaffValidator : AbstractValidator<InviteStaff>
{
    public InviteStaffValidator()
    {
        RuleFor(r => r.Name)
            .NotEmpty()
            .MaximumLength(100)
            .OverridePropertyName("name")
            .WithOneMessage("Enter a name of at most 100 characters.");
        RuleFor(r => r.Email)
            .NotEmpty()
            .EmailAddress()
            .MaximumLength(254)
            .OverridePropertyName("email")
            .WithOneMessage("Enter an e-mail address, like name@example.org.");
        RuleFor(r => r.Roles).Must(BeStaff).OverridePropertyName("roles").WithMessage("Choose at least one role.");
    }

    internal static bool BeStaff(Roles roles) =>
        roles != Roles.None && (roles & ~(Roles.Nurse | Roles.Administrator)) == Roles.None;
}

internal sealed class ChangeStaffValidator : AbstractValidator<ChangeStaff>
{
    public ChangeStaffValidator() =>
        RuleFor(r => r.Roles)
            .Must(InviteStaffValidator.BeStaff)
            .OverridePropertyName("roles")
            .WithMessage("Choose at least one role, or disable the account.");
}

internal sealed class StaffHandlers(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<ListStaff, IReadOnlyList<StaffRow>>,
        IRequestHandler<InviteStaff, StaffChange>,
        IRequestHandler<InviteStaffAgain, StaffChange>,
        IRequestHandler<ChangeStaff, StaffChange>,
        IRequestHandler<ForgetSecondFactor, StaffChange>
{
    private static readonly TimeSpan _linkLives = TimeSpan.FromDays(7);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<IReadOnlyList<StaffRow>> Handle(ListStaff request, CancellationToken cancellationToken)
    {
        var roles = await StaffRoles(cancellationToken);
        var ids = roles.Keys.ToList();
        var accounts = await db
            .Users.AsNoTracking()
            .Where(a => ids.Contains(a.Id))
            .OrderBy(a => a.DisplayName)
            .ToListAsync(cancellationToken);
        var passkeys = await db
            .UserPasskeys.Where(p => ids.Contains(p.UserId))
            .Select(p => p.UserId)
            .Distinct()
            .ToListAsync(cancellationToken);
        List<Guid> waiting =
        [
            .. accounts.Where(a => a.Enabled && a.PasswordHash is null && !passkeys.Contains(a.Id)).Select(a => a.Id),
        ];
        var refused = await db.RefusedInvitations(waiting, cancellationToken);
        var since = Now - _linkLives;
        var alive = await db
            .Notices.Where(n =>
                n.Kind == StaffInvitation.Kind
                && n.CreatedAtUtc > since
                && n.AccountId != null
                && waiting.Contains(n.AccountId.Value)
            )
            .Select(n => n.AccountId!.Value)
            .ToListAsync(cancellationToken);
        return
        [
            .. accounts.Select(a => new StaffRow(
                a.Id,
                a.DisplayName,
                a.Email!,
                roles[a.Id],
                a.Enabled,
                a.TwoFactorEnabled || passkeys.Contains(a.Id),
                a.PasswordHash is not null || passkeys.Contains(a.Id),
                a.Id == request.By.UserId,
                refused.GetValueOrDefault(a.Id)?.Reply
            )
            {
                InvitationEnded = waiting.Contains(a.Id) && !alive.Contains(a.Id),
            }),
        ];
    }

    public async Task<StaffChange> Handle(InviteStaff request, CancellationToken cancellationToken)
    {
        if (await db.HasAccount(request.Email, cancellationToken))
            return StaffChange.AddressTaken;
        var account = await db.AddAccount(
            request.Name.Trim(),
            request.Email.Trim(),
            request.Roles,
            Now,
            cancellationToken
        );
        await Mail(account, cancellationToken);
        db.Audit(
            request.By,
            AuditActions.AccountCreated,
            Now,
            detail: $"account={account.Id:D};roles={Words(request.Roles)}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return StaffChange.Done;
    }

    public async Task<StaffChange> Handle(InviteStaffAgain request, CancellationToken cancellationToken)
    {
        if (await Staff(request.AccountId, cancellationToken) is not { Enabled: true, PasswordHash: null } account)
            return StaffChange.NotFound;
        await Mail(account, cancellationToken);
        db.Audit(request.By, AuditActions.AccountInvitedAgain, Now, detail: $"account={account.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return StaffChange.Done;
    }

    public async Task<StaffChange> Handle(ChangeStaff request, CancellationToken cancellationToken)
    {
        if (await Staff(request.AccountId, cancellationToken) is not { } account)
            return StaffChange.NotFound;
        if (account.Id == request.By.UserId)
            return StaffChange.NotYourself;
        var now = (await StaffRoles(cancellationToken))[account.Id];
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
        db.Audit(
            request.By,
            AuditActions.AccountChanged,
            Now,
            detail: $"account={account.Id:D};roles={Words(request.Roles)};enabled={request.Enabled}"
        );
        await db.SaveChangesAsync(cancellationToken);
        return StaffChange.Done;
    }

    public async Task<StaffChange> Handle(ForgetSecondFactor request, CancellationToken cancellationToken)
    {
        if (await Staff(request.AccountId, cancellationToken) is not { } account)
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
        db.Audit(request.By, AuditActions.SecondFactorForgotten, Now, detail: $"account={account.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return StaffChange.Done;
    }

    private async Task Mail(Account account, CancellationToken cancellationToken)
    {
        await notices.Write(
            new NewMessage(
                StaffInvitation.Kind,
                new Recipient(account.Email!, account.DisplayName, "en", AccountId: account.Id),
                $"staff-{Guid.CreateVersion7(Now):N}",
                Now,
                Now + _linkLives
            )
            {
                Link = new NoticeLink(LinkPurpose.StaffInvitation, account.Id, Now + _linkLives),
            },
            cancellationToken
        );
    }

    private async Task<Account?> Staff(Guid id, CancellationToken cancellationToken) =>
        (await StaffRoles(cancellationToken)).ContainsKey(id)
            ? await db.Users.SingleAsync(a => a.Id == id, cancellationToken)
            : null;

    private async Task<Dictionary<Guid, Roles>> StaffRoles(CancellationToken cancellationToken) =>
        (
            await db
                .UserRoles.Join(db.Roles, r => r.RoleId, x => x.Id, (r, x) => new { r.UserId, x.Name })
                .Where(r => r.Name == nameof(Roles.Nurse) || r.Name == nameof(Roles.Administrator))
                .ToListAsync(cancellationToken)
        )
            .GroupBy(r => r.UserId)
            .ToDictionary(g => g.Key, g => g.Aggregate(Roles.None, (all, r) => all | Enum.Parse<Roles>(r.Name!)));

    private static string Words(Roles roles) => roles.ToString().Replace(", ", "+", StringComparison.Ordinal);
}
