using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
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

internal sealed class ListStaffHandler(WellbeingDb db, StaffDirectory staffDirectory, TimeProvider clock)
    : IRequestHandler<ListStaff, IReadOnlyList<StaffRow>>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<IReadOnlyList<StaffRow>> Handle(ListStaff request, CancellationToken cancellationToken)
    {
        var roles = await staffDirectory.StaffRoles(cancellationToken);
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
        var since = Now - StaffDirectory.LinkLives;
        var alive = await db
            .Messages.Where(n =>
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
}
