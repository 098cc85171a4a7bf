using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Accounts;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.MyAccount;

/// <summary>The ways somebody signs in, in one place.</summary>
[Authorize(Policy = Policies.OwnAccount)]
public sealed class SecurityModel(UserManager<Account> accounts) : PageModel
{
    public bool HasPassword { get; private set; }

    public bool IsStaff { get; private set; }

    /// <summary>A password was just saved.</summary>
    public bool Saved { get; private set; }

    public async Task OnGetAsync(bool saved)
    {
        var account = (await accounts.GetUserAsync(User))!;
        (HasPassword, Saved) = (account.PasswordHash is not null, saved);
        IsStaff = (await accounts.GetRolesAsync(account)).Any(SecondFactor.IsStaff);
    }
}
