using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Accounts;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages;

/// <summary>Only a POST signs out, so that no other site's link can.</summary>
[AllowAnonymous]
public sealed class SignOutModel(SignInManager<Account> signIn) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        await HttpContext.SignOutAsync(CheckInLinks.Scheme);
        return RedirectToPage();
    }
}
