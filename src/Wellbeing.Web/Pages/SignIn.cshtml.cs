using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Accounts;
using Wellbeing.App.Outbox;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.SignIn;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Wellbeing.Web.Pages;

/// <summary>
/// A link by mail, a passkey, or a password; first the way that last worked in this browser. Every refusal sounds the
/// same: nobody learns here who takes part.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class SignInModel(
    SignInManager<Account> signIn,
    SignInAudit audit,
    ISender sender,
    IStringLocalizer<ParticipantText> text
) : PageModel
{
    /// <summary>Under which a page before this one hands on the address it knows.</summary>
    internal const string AddressKey = "sign-in-address";

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public bool Keep { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>A password was just chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Chosen { get; set; }

    /// <summary>Which way stands first: <see cref="SignInWay"/>.</summary>
    public string Way => SignInWay.First(HttpContext, ReturnUrl);

    /// <summary>What somebody wrote waits for them to sign in.</summary>
    public bool SomethingWaits => UnsentForm.Waits(HttpContext);

    /// <summary>What became of a form that was sent when its session had ended.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Ended { get; set; }

    /// <summary>What was sent just now says that somebody is not safe: nobody has heard of it.</summary>
    public bool NotTold =>
        Ended is not null && string.Equals(ReturnUrl, Navigation.NotSafe, StringComparison.OrdinalIgnoreCase);

    /// <summary>It is not kept.</summary>
    public bool SomethingIsLost => Ended == UnsentForm.Lost;

    /// <summary>The form was sent to sign in by a password: it stays in sight.</summary>
    public bool PasswordTried { get; private set; }

    public bool PasskeyFailed { get; private set; }

    public IActionResult OnGet()
    {
        if (User.Identity?.IsAuthenticated == true)
            return Onward();
        Email = TempData[AddressKey] as string;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        PasswordTried = true;
        if (string.IsNullOrWhiteSpace(Email))
            ModelState.AddModelError(nameof(Email), text["SignIn.Email.Missing"]);
        if (string.IsNullOrEmpty(Password))
            ModelState.AddModelError(nameof(Password), text["SignIn.Password.Missing"]);
        if (!ModelState.IsValid)
            return Page();

        var account = await signIn.UserManager.FindByEmailAsync(Email!.Trim());
        if (account is null)
            signIn.UserManager.PasswordHasher.HashPassword(new Account(), Password!); // An unknown address takes as long.
        var result = account is null
            ? SignInResult.Failed
            : await signIn.PasswordSignInAsync(account, Password!, Keep, lockoutOnFailure: true);
        if (account is not null && result.Succeeded)
        {
            SignInWay.Remember(HttpContext, SignInWay.Password);
            await audit.SignedIn(account, SignInMeans.Page);
            return Onward();
        }

        if (result.RequiresTwoFactor)
            SignInWay.Remember(HttpContext, SignInWay.Password);
        if (result.RequiresTwoFactor)
            return RedirectToPage("/SignInMail/Code", new { keep = Keep, returnUrl = ReturnUrl });

        await audit.Refused(account, result);
        ModelState.AddModelError(nameof(Email), text["SignIn.Refused"]);
        return Page();
    }

    /// <summary>The form's first button: also what Enter in the password means, so a password that was typed
    /// counts.</summary>
    public async Task<IActionResult> OnPostMailAsync(CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(Password))
            return await OnPostAsync();
        if (!AskModel.CanBe(Email))
        {
            ModelState.AddModelError(nameof(Email), text["SignIn.Email.Missing"]);
            return Page();
        }

        await AskModel.Ask(sender, Email!, LinkPurpose.SignIn, cancellationToken);
        return RedirectToPage("/SignInMail/Ask", new { asked = true });
    }

    /// <summary>What the browser's dialogue is opened with: the same for everybody.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential)
    {
        var (result, account) = await ((EnabledSignInManager)signIn).SignInByPasskey(credential, keep: false);
        if (result.Succeeded)
        {
            SignInWay.Remember(HttpContext, SignInWay.Passkey);
            await audit.SignedIn(account!, SignInMeans.Passkey);
            return Onward();
        }

        await audit.Refused(account, result);
        PasskeyFailed = true;
        return Page();
    }

    private LocalRedirectResult Onward() =>
        LocalRedirect(UnsentForm.Onward(HttpContext, Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/"));
}
