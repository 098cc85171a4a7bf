using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Wellbeing.App.Accounts;

namespace Wellbeing.Web.SignIn;

/// <summary>Refuses accounts that an administrator disabled; knows passkeys; remembers when somebody signed
/// in.</summary>
internal sealed class EnabledSignInManager(
    UserManager<Account> users,
    IHttpContextAccessor context,
    IUserClaimsPrincipalFactory<Account> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Account>> log,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Account> confirmation,
    SecondFactor secondFactor,
    TimeProvider clock
) : SignInManager<Account>(users, context, claims, options, log, schemes, confirmation)
{
    private static readonly Claim _byPasskey = new("amr", "hwk");

    /// <summary>A link in a mail proves the mailbox: one factor, in place of the password.</summary>
    public Task<SignInResult> SignInByMail(Account user, bool keep) => SignInByOneFactor(user, keep);

    /// <summary>A passkey is both factors: something somebody has, opened by what they know or are.</summary>
    /// <param name="credential">What the browser's dialogue gave.</param>
    public async Task<(SignInResult Result, Account? Account)> SignInByPasskey(string? credential, bool keep)
    {
        if (await OwnerOf(credential) is not { } account)
            return (SignInResult.Failed, null);
        if (await PreSignInCheck(account) is { } refused)
            return (refused, account);
        await UserManager.ResetAccessFailedCountAsync(account);
        await SignInWithClaimsAsync(account, keep, [_byPasskey]);
        return (SignInResult.Success, account);
    }

    /// <summary>Whoever just made a passkey showed both factors.</summary>
    public Task SignInByNewPasskey(Account account) =>
        SignInWithClaimsAsync(account, isPersistent: false, [_byPasskey]);

    /// <summary>True when the browser's dialogue was answered with a passkey of this account.</summary>
    public async Task<bool> IsPasskeyOf(Account account, string? credential) =>
        (await OwnerOf(credential))?.Id == account.Id;

    /// <summary>The passkey that the browser made for this account; null where something does not fit.</summary>
    public async Task<UserPasskeyInfo?> ReadNewPasskey(Account account, string? credential)
    {
        if (string.IsNullOrEmpty(credential))
            return null;
        try
        {
            var made = await PerformPasskeyAttestationAsync(credential);
            return made.Succeeded && made.UserEntity.Id == account.Id.ToString("D") ? made.Passkey : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Nobody asked for one in this browser, or it was used already.
        }
    }

    public override async Task<bool> CanSignInAsync(Account user) => user.Enabled && await base.CanSignInAsync(user);

    /// <summary>Staff whose second factor is a passkey are asked for it after the password, as for a code.</summary>
    public override async Task<bool> IsTwoFactorEnabledAsync(Account user) =>
        await base.IsTwoFactorEnabledAsync(user)
        || (secondFactor.IsNeededBy(user, await UserManager.GetRolesAsync(user)) && await secondFactor.IsSetUp(user));

    // Every way of signing in ends here. A session that is only renewed keeps the moment at which it began.
    public override Task SignInWithClaimsAsync(
        Account user,
        AuthenticationProperties? authenticationProperties,
        IEnumerable<Claim> additionalClaims
    )
    {
        authenticationProperties ??= new AuthenticationProperties();
        if (!authenticationProperties.Items.ContainsKey(RecentSignIn.ConfirmedAt))
            RecentSignIn.Record(authenticationProperties, clock.GetUtcNow());
        return base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
    }

    // Asked about cookies every minute, about tokens at each use: disabling an account ends what it began.
    public override async Task<Account?> ValidateSecurityStampAsync(ClaimsPrincipal? principal) =>
        await base.ValidateSecurityStampAsync(principal) is { } user && await CanSignInAsync(user) ? user : null;

    private async Task<SignInResult> SignInByOneFactor(Account user, bool keep) =>
        await PreSignInCheck(user) ?? await SignInOrTwoFactorAsync(user, keep);

    private async Task<Account?> OwnerOf(string? credential)
    {
        if (string.IsNullOrEmpty(credential))
            return null;
        try
        {
            var fits = await PerformPasskeyAssertionAsync(credential);
            // With the count that tells a copy of the passkey from the passkey.
            return fits.Succeeded && (await UserManager.AddOrUpdatePasskeyAsync(fits.User, fits.Passkey)).Succeeded
                ? fits.User
                : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Nobody asked in this browser, or it was answered already.
        }
    }
}
