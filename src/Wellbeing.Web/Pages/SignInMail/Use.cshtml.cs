using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Wellbeing.App.Accounts;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.SignInMail;

/// <summary>Behind the link of a sign-in mail: one button. The mail is one factor; staff are asked for their
/// second.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class UseModel(ISender sender, SignInManager<Account> signIn, SignInAudit audit) : PageModel
{
    [BindProperty]
    public bool Keep { get; set; }

    public bool Usable { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        Usable =
            await sender.Send(new GetAccountLink(AskModel.LinkHolder, secret, LinkPurpose.SignIn), cancellationToken)
                is not null;
    }

    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        if (
            await sender.Send(new UseAccountLink(AskModel.LinkHolder, secret, LinkPurpose.SignIn), cancellationToken)
            is not { } link
        )
            return Page();
        var account = (await signIn.UserManager.FindByIdAsync(link.AccountId.ToString("D")))!;
        var result = await ((EnabledSignInManager)signIn).SignInByMail(account, Keep);
        if (result.RequiresTwoFactor)
            return RedirectToPage("/SignInMail/Code", new { keep = Keep });
        if (!result.Succeeded)
        {
            await audit.Refused(account, result);
            return Page();
        }

        SignInWay.Remember(HttpContext, SignInWay.Mail);
        await audit.SignedIn(account, SignInMeans.Mail);
        return LocalRedirect(UnsentForm.Onward(HttpContext, "/"));
    }
}
