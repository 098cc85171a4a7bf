using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>The accounts of staff, and the mail that lets them in.</summary>
internal sealed class StaffDirectory(WellbeingDb db, MessageWriter messages, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public static readonly TimeSpan LinkLives = TimeSpan.FromDays(7);

    public async Task Mail(Account account, CancellationToken cancellationToken)
    {
        await messages.Write(
            new NewMessage(
                StaffInvitation.Kind,
                new Recipient(account.Email!, account.DisplayName, "en", AccountId: account.Id),
                $"staff-{Guid.CreateVersion7(Now):N}",
                Now,
                Now + LinkLives
            )
            {
                Link = new MessageLink(LinkPurpose.StaffInvitation, account.Id, Now + LinkLives),
            },
            cancellationToken
        );
    }

    public async Task<Account?> Staff(Guid id, CancellationToken cancellationToken) =>
        (await StaffRoles(cancellationToken)).ContainsKey(id)
            ? await db.Users.SingleAsync(a => a.Id == id, cancellationToken)
            : null;

    public async Task<Dictionary<Guid, Roles>> StaffRoles(CancellationToken cancellationToken) =>
        (
            await db
                .UserRoles.Join(db.Roles, r => r.RoleId, x => x.Id, (r, x) => new { r.UserId, x.Name })
                .Where(r => r.Name == nameof(Roles.Nurse) || r.Name == nameof(Roles.Administrator))
                .ToListAsync(cancellationToken)
        )
            .GroupBy(r => r.UserId)
            .ToDictionary(g => g.Key, g => g.Aggregate(Roles.None, (all, r) => all | Enum.Parse<Roles>(r.Name!)));
}
