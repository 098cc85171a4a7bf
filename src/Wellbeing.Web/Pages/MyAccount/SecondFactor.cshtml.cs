using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using QRCoder;
using Wellbeing.App.Accounts;
using Wellbeing.App.Site;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.MyAccount;

/// <summary>Staff set up an authenticator app. Before that their account may do nothing else.</summary>
[Authorize(Policy = Policies.OwnSecondFactor)]
[KeepsNothing]
[EnableRateLimiting(RateLimits.SignIn)]
[NeedsRecentSignIn]
public sealed class SecondFactorModel(SignInManager<Account> signIn, SignInAudit audit, SiteInForce site) : PageModel
{
    private const int RecoveryCodeCount = 10;

    private UserManager<Account> Accounts => signIn.UserManager;

    [BindProperty]
    public string? Code { get; set; }

    public bool IsSetUp { get; private set; }

    public int CodesLeft { get; private set; }

    /// <summary>In groups of four, as people type it.</summary>
    public string SharedKey { get; private set; } = "";

    public string QrSvg { get; private set; } = "";

    /// <summary>Shown once, right after they were made.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await Show((await Accounts.GetUserAsync(User))!);

    public async Task<IActionResult> OnPostAsync()
    {
        var account = (await Accounts.GetUserAsync(User))!;
        if (account.TwoFactorEnabled)
            return RedirectToPage();
        if (!await Fits(account))
            return await Refuse(account);
        await Accounts.SetTwoFactorEnabledAsync(account, true);
        return await ShowNewCodes(account, SecondFactorChange.SetUp);
    }

    public async Task<IActionResult> OnPostCodesAsync()
    {
        var account = (await Accounts.GetUserAsync(User))!;
        if (!account.TwoFactorEnabled)
            return RedirectToPage();
        return await Fits(account) ? await ShowNewCodes(account, SecondFactorChange.NewCodes) : await Refuse(account);
    }

    private async Task<bool> Fits(Account account) =>
        !await Accounts.IsLockedOutAsync(account)
        && SecondFactorCode.Clean(Code) is { Length: > 0 } code
        && await Accounts.VerifyTwoFactorTokenAsync(account, Accounts.Options.Tokens.AuthenticatorTokenProvider, code);

    private async Task<IActionResult> Refuse(Account account)
    {
        await Accounts.AccessFailedAsync(account);
        ModelState.AddModelError(
            nameof(Code),
            "This code does not fit, or was used already. Type the six digits shown now."
        );
        return await Show(account);
    }

    private async Task<IActionResult> ShowNewCodes(Account account, SecondFactorChange change)
    {
        RecoveryCodes = [.. (await Accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodeCount))!];
        await audit.SecondFactorChanged(account, change);
        await signIn.RefreshSignInAsync(account); // With the roles that were held back.
        return Page();
    }

    private async Task<PageResult> Show(Account account)
    {
        Response.Headers.CacheControl = SecurityHeaders.NeverKept;
        IsSetUp = account.TwoFactorEnabled;
        if (IsSetUp)
        {
            CodesLeft = await Accounts.CountRecoveryCodesAsync(account);
            return Page();
        }

        if (await Accounts.GetAuthenticatorKeyAsync(account) is not { Length: > 0 } key)
        {
            await Accounts.ResetAuthenticatorKeyAsync(account);
            await signIn.RefreshSignInAsync(account); // A new key is a new security stamp.
            key = (await Accounts.GetAuthenticatorKeyAsync(account))!;
        }

        SharedKey = string.Join(' ', key.Chunk(4).Select(part => new string(part))).ToLowerInvariant();
        var name = Uri.EscapeDataString(site.Name);
        var uri = string.Create(
            CultureInfo.InvariantCulture,
            $"otpauth://totp/{name}:{Uri.EscapeDataString(account.Email!)}?secret={key}&issuer={name}&digits=6"
        );
        using var qr = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(qr);
        QrSvg = svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
        return Page();
    }
}
