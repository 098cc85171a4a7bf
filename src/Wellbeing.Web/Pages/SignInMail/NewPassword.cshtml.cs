using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Accounts;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.Web.Pages.MyAccount;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.SignInMail;

/// <summary>A password is chosen: a new one, or the first of a colleague who was invited, who may make a passkey in its
/// place. Ends every session begun with the old one.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class NewPasswordModel(
    ISender sender,
    SignInManager<Account> signIn,
    SignInAudit audit,
    IStringLocalizer<ParticipantText> text
) : PageModel
{
    private static readonly LinkPurpose[] _purposes = [LinkPurpose.NewPassword, LinkPurpose.StaffInvitation];

    private UserManager<Account> Accounts => signIn.UserManager;

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? PasskeyName { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    public AccountLink? Link { get; private set; }

    /// <summary>Whoever joins the team chooses. A link for a lost password changes the password alone.</summary>
    public bool MayBePasskey => Link?.Purpose == LinkPurpose.StaffInvitation;

    /// <summary>A passkey was tried, and something stands at its field.</summary>
    public bool PasskeyTried => ModelState[nameof(PasskeyName)]?.Errors.Count > 0;

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
        var account = (await Accounts.FindByIdAsync(Link.AccountId.ToString("D")))!;
        if (!await Accounts.IsGoodPassword(account, Password))
        {
            ModelState.AddModelError(nameof(Password), text["NewPassword.Weak"]); // The link is not used up by a password that is too short.
            return Page();
        }

        Link = await sender.Send(new UseAccountLink(AskModel.LinkHolder, secret, _purposes), cancellationToken);
        if (Link is null)
            return Page();
        account = (await Accounts.FindByIdAsync(Link.AccountId.ToString("D")))!;
        if (account.PasswordHash is not null)
            await Accounts.RemovePasswordAsync(account);
        await Accounts.AddPasswordAsync(account, Password!); // Also a new security stamp.
        await Accounts.SetLockoutEndDateAsync(account, null);
        await Accounts.ResetAccessFailedCountAsync(account);
        SignInWay.Remember(HttpContext, SignInWay.Password);
        await audit.PasswordChanged(account, SignInMeans.Mail);
        TempData[SignInModel.AddressKey] = account.Email; // Known already: nobody types it again.
        return RedirectToPage("/SignIn", new { chosen = true });
    }

    /// <summary>What the browser's dialogue is opened with.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        if (await Invited(secret, cancellationToken) is not { } account)
            return NotFound();
        return Content(
            await signIn.MakePasskeyCreationOptionsAsync(
                new PasskeyUserEntity
                {
                    Id = account.Id.ToString("D"),
                    Name = account.Email!,
                    DisplayName = account.DisplayName,
                }
            ),
            "application/json"
        );
    }

    /// <summary>The passkey is both factors: whoever made it is signed in.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        if (await Invited(secret, cancellationToken) is not { } account)
            return Page();
        var manager = (EnabledSignInManager)signIn;
        if (string.IsNullOrWhiteSpace(PasskeyName) || PasskeyName.Length > PasskeysModel.LongestName)
        {
            ModelState.AddModelError(nameof(PasskeyName), text["Passkeys.Name.Missing"]);
            return Page();
        }

        if (await manager.ReadNewPasskey(account, Credential) is not { } passkey)
        {
            // The link is not used up by a dialogue that was closed.
            ModelState.AddModelError(
                nameof(PasskeyName),
                "That did not work, and nothing was changed. Try again, or choose a password."
            );
            return Page();
        }

        Link = await sender.Send(
            new UseAccountLink(AskModel.LinkHolder, secret, LinkPurpose.StaffInvitation),
            cancellationToken
        );
        if (Link is null)
            return Page();
        account = (await Accounts.FindByIdAsync(Link.AccountId.ToString("D")))!;
        passkey.Name = PasskeyName.Trim();
        await Accounts.AddOrUpdatePasskeyAsync(account, passkey);
        await Accounts.UpdateSecurityStampAsync(account); // As with a password: whatever began before has ended.
        await audit.PasskeysChanged(account, PasskeyChange.Added, SignInMeans.Mail);
        await manager.SignInByNewPasskey(account);
        SignInWay.Remember(HttpContext, SignInWay.Passkey);
        await audit.SignedIn(account, SignInMeans.Passkey);
        return LocalRedirect("/");
    }

    private async Task<Account?> Invited(string secret, CancellationToken cancellationToken)
    {
        Link = await sender.Send(
            new GetAccountLink(AskModel.LinkHolder, secret, LinkPurpose.StaffInvitation),
            cancellationToken
        );
        return Link is null ? null : await Accounts.FindByIdAsync(Link.AccountId.ToString("D"));
    }
}
