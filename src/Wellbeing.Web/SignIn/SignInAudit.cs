using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.Web.SignIn;

/// <summary>Writes sign-ins and refusals to the audit log. Never the address that was typed: a password is sometimes
/// typed there.</summary>
public sealed class SignInAudit(WellbeingDb db, UserManager<Account> accounts, TimeProvider clock)
{
    public async Task SignedIn(Account account, SignInMeans by) =>
        await Write(await ActorOf(account), AuditActions.SignedIn, new SignInDetail(by));

    /// <param name="account">Null for an address that nobody has.</param>
    public async Task Refused(Account? account, SignInResult why) =>
        await Write(
            account is null ? new Actor(null, "", Roles.None) : await ActorOf(account),
            AuditActions.SignInRefused,
            new RefusedSignInDetail(
                account is null ? SignInRefusal.Unknown
                : why.IsLockedOut ? SignInRefusal.LockedOut
                : why.IsNotAllowed ? SignInRefusal.Disabled
                : why.RequiresTwoFactor ? SignInRefusal.SecondFactor
                : SignInRefusal.Password
            )
        );

    public async Task PasswordChanged(Account account, SignInMeans by) =>
        await Write(await ActorOf(account), AuditActions.PasswordChanged, new SignInDetail(by));

    public async Task PasskeysChanged(Account account, PasskeyChange change, SignInMeans? by = null) =>
        await Write(await ActorOf(account), AuditActions.PasskeysChanged, new PasskeyDetail(change, by));

    /// <summary>Somebody signed in showed that it is still them.</summary>
    public async Task Confirmed(Account account, SignInMeans by) =>
        await Write(await ActorOf(account), AuditActions.IdentityConfirmed, new SignInDetail(by));

    public async Task SecondFactorChanged(Account account, SecondFactorChange change) =>
        await Write(await ActorOf(account), AuditActions.SecondFactorChanged, new SecondFactorDetail(change));

    private async Task Write(Actor by, string action, AuditDetail detail)
    {
        // Where somebody else changed the account at the same moment, Identity gave up and left its change lying there.
        foreach (var account in db.ChangeTracker.Entries<Account>().Where(e => e.State == EntityState.Modified))
            account.State = EntityState.Unchanged;
        db.Audit(by, action, clock.GetUtcNow().UtcDateTime, by.ParticipantId, detail: detail);
        await db.SaveChangesAsync();
    }

    private async Task<Actor> ActorOf(Account account) =>
        new(
            account.Id,
            account.DisplayName,
            (await accounts.GetRolesAsync(account)).Aggregate(Roles.None, (all, role) => all | Enum.Parse<Roles>(role)),
            await db.Participants.Where(p => p.AccountId == account.Id).Select(p => (Guid?)p.Id).SingleOrDefaultAsync()
        );
}
