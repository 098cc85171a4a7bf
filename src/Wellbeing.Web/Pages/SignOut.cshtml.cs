using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Domain;

namespace Wellbeing.Web.Pages;

/// <summary>Only a POST signs out, so that no other site's link can.</summary>
[AllowAnonymous]
public sealed class SignOutModel(SignInManager<Account> signIn) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        return RedirectToPage();
    }
}
