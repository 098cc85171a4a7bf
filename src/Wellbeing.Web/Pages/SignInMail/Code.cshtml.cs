using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Wellbeing.App.Accounts;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.SignInMail;

/// <summary>The second factor: a code of the authenticator app, or a recovery code. Wrong ones count towards the lock
/// as wrong passwords do.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class CodeModel(SignInManager<Account> signIn, SignInAudit audit) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Keep { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What they can show: an authenticator app, a passkey.</summary>
    public bool HasApp { get; private set; }

    public bool HasPasskey { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } account)
            return RedirectToPage("/Index");
        await Load(account);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } account)
            return RedirectToPage("/Index");
        var code = SecondFactorCode.Clean(Code);
        var result =
            code.Length == 0 ? Microsoft.AspNetCore.Identity.SignInResult.Failed
            : SecondFactorCode.IsRecovery(code) ? await signIn.TwoFactorRecoveryCodeSignInAsync(code)
            : await signIn.TwoFactorAuthenticatorSignInAsync(code, Keep, rememberClient: false);
        if (result.Succeeded)
        {
            await audit.SignedIn(
                account,
                SecondFactorCode.IsRecovery(code) ? SignInMeans.RecoveryCode : SignInMeans.PageAndCode
            );
            return LocalRedirect(UnsentForm.Onward(HttpContext, Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/"));
        }

        await Load(account);
        // A recovery code that is none is a guess like any other.
        if (code.Length > 0 && SecondFactorCode.IsRecovery(code))
            await signIn.UserManager.AccessFailedAsync(account);
        await audit.Refused(account, result);
        ModelState.AddModelError(
            nameof(Code),
            result.IsLockedOut
                ? "Too many wrong codes. Wait 5 minutes, then sign in again."
                : "This code does not fit, or was used already. Type the six digits shown now, or a recovery code that you have not used."
        );
        return Page();
    }

    private async Task Load(Account account) =>
        (HasApp, HasPasskey) = (
            account.TwoFactorEnabled,
            (await signIn.UserManager.GetPasskeysAsync(account)).Count > 0
        );
}

/// <summary>What people type: digits in groups, or a recovery code such as <c>ABCDE-FGHIJ</c>.</summary>
internal static class SecondFactorCode
{
    public static string Clean(string? typed) => (typed ?? "").Replace(" ", "", StringComparison.Ordinal).Trim();

    public static bool IsRecovery(string code) => code.Length > 8;
}
