using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Accounts;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.MyAccount;

/// <summary>Somebody changes their password, or chooses their first. Ends every other session.</summary>
[Authorize(Policy = Policies.OwnAccount)]
[KeepsNothing]
[EnableRateLimiting(RateLimits.SignIn)]
[NeedsRecentSignIn]
public sealed class PasswordModel(
    SignInManager<Account> signIn,
    SignInAudit audit,
    IStringLocalizer<ParticipantText> text
) : PageModel
{
    private UserManager<Account> Accounts => signIn.UserManager;

    [BindProperty]
    public string? Password { get; set; }

    public bool HasPassword { get; private set; }

    public string Email { get; private set; } = "";

    public async Task OnGetAsync() => Show((await Accounts.GetUserAsync(User))!);

    public async Task<IActionResult> OnPostAsync()
    {
        var account = (await Accounts.GetUserAsync(User))!;
        if (!await Accounts.IsGoodPassword(account, Password))
        {
            ModelState.AddModelError(nameof(Password), text["NewPassword.Weak"]);
            Show(account);
            return Page();
        }

        if (account.PasswordHash is not null)
            await Accounts.RemovePasswordAsync(account);
        await Accounts.AddPasswordAsync(account, Password!); // Also a new security stamp.
        await audit.PasswordChanged(account, SignInMeans.Page);
        await signIn.RefreshSignInAsync(account);
        return RedirectToPage("/MyAccount/Security", new { saved = true });
    }

    private void Show(Account account) => (HasPassword, Email) = (account.PasswordHash is not null, account.Email!);
}
