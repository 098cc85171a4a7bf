using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>A colleague's invitation that a mail server would not take, or gave back.</summary>
/// <param name="Reply">The mail server's words; empty where it said none.</param>
internal sealed record RefusedInvitation(DateTime AtUtc, string Reply);

internal static class StaffInvitations
{
    /// <summary>Of those who have not joined: the newest invitation of each, where it was refused.</summary>
    public static async Task<IReadOnlyDictionary<Guid, RefusedInvitation>> RefusedInvitations(
        this WellbeingDb db,
        IReadOnlyCollection<Guid> accounts,
        CancellationToken cancellationToken
    )
    {
        if (accounts.Count == 0)
            return new Dictionary<Guid, RefusedInvitation>();
        var newest = (
            await db
                .Messages.AsNoTracking()
                .Where(n =>
                    n.Kind == StaffInvitation.Kind && n.AccountId != null && accounts.Contains(n.AccountId.Value)
                )
                .Select(n => new
                {
                    n.Id,
                    Account = n.AccountId!.Value,
                    n.CreatedAtUtc,
                    n.State,
                })
                .ToListAsync(cancellationToken)
        ).GroupBy(n => n.Account).Select(g => g.OrderBy(n => n.CreatedAtUtc).ThenBy(n => n.Id).Last()).Where(n => n.State is MessageState.Rejected or MessageState.RetryWait).ToDictionary(n => n.Id);
        var ids = newest.Keys.ToList();
        return (
            await db.MessageAttempts.AsNoTracking().Where(a => ids.Contains(a.MessageId)).ToListAsync(cancellationToken)
        )
            .GroupBy(a => a.MessageId)
            .Select(g => g.MaxBy(a => a.Number)!)
            .Where(a => newest[a.MessageId].State == MessageState.Rejected || a.IsRefusal)
            .ToDictionary(a => newest[a.MessageId].Account, a => new RefusedInvitation(a.BeganAtUtc, a.Detail ?? ""));
    }

    /// <summary>Who has joined: chosen a password, or made a passkey. Nobody else can sign in.</summary>
    public static IQueryable<Account> Joined(this IQueryable<Account> accounts, WellbeingDb db) =>
        accounts.Where(a => a.PasswordHash != null || db.UserPasskeys.Any(p => p.UserId == a.Id));

    /// <summary>Who has a second factor: an authenticator app, or a passkey, which is both factors in one.</summary>
    public static IQueryable<Account> WithSecondFactor(this IQueryable<Account> accounts, WellbeingDb db) =>
        accounts.Where(a => a.TwoFactorEnabled || db.UserPasskeys.Any(p => p.UserId == a.Id));

    /// <summary>Of these, who can be told and can then act: they have joined, and their address takes mail.</summary>
    public static IQueryable<Account> ThatCanAct(this IQueryable<Account> accounts, WellbeingDb db) =>
        accounts.Joined(db).Where(a => a.Email != null && a.AddressRefusedAtUtc == null);

    /// <summary>Whether there is any nurse at all who can be told and can then act: without one nothing may be promised
    /// to anybody.</summary>
    public static Task<bool> AnyNurseCanAct(this WellbeingDb db, CancellationToken cancellationToken) =>
        db.EnabledIn(Roles.Nurse).ThatCanAct(db).AnyAsync(cancellationToken);
}
