using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Accounts;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.SignInMail;

/// <summary>A password is chosen: a new one, or the first of a colleague who was invited. Ends every session begun with
/// the old one.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class NewPasswordModel(
    ISender sender,
    UserManager<Account> accounts,
    SignInAudit audit,
    IStringLocalizer<ParticipantText> text
) : PageModel
{
    private static readonly LinkPurpose[] _purposes = [LinkPurpose.NewPassword, LinkPurpose.StaffInvitation];

    [BindProperty]
    public string? Password { get; set; }

    public AccountLink? Link { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        Link = await sender.Send(new GetAccountLink(AskModel.LinkHolder, secret, _purposes), cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        Link = await sender.Send(new GetAccountLink(AskModel.LinkHolder, secret, _purposes), cancellationToken);
        if (Link is null)
            return Page();
        var account = (await accounts.FindByIdAsync(Link.AccountId.ToString("D")))!;
        if (!await accounts.IsGoodPassword(account, Password))
        {
            ModelState.AddModelError(nameof(Password), text["NewPassword.Weak"]); // The link is not used up by a password that is too short.
            return Page();
        }

        Link = await sender.Send(new UseAccountLink(AskModel.LinkHolder, secret, _purposes), cancellationToken);
        if (Link is null)
            return Page();
        account = (await accounts.FindByIdAsync(Link.AccountId.ToString("D")))!;
        if (account.PasswordHash is not null)
            await accounts.RemovePasswordAsync(account);
        await accounts.AddPasswordAsync(account, Password!); // Also a new security stamp.
        await accounts.SetLockoutEndDateAsync(account, null);
        await accounts.ResetAccessFailedCountAsync(account);
        SignInWay.Remember(HttpContext, SignInWay.Password);
        await audit.PasswordChanged(account, "by=mail");
        TempData[SignInModel.AddressKey] = account.Email; // Known already: nobody types it again.
        return RedirectToPage("/SignIn", new { chosen = true });
    }
}
