using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Accounts;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.SignIn;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace Wellbeing.Web.Pages.MyAccount;

/// <summary>
/// Somebody who signed in a while ago shows that it is still them, by password, passkey or a mailed code, and goes on
/// with what they were about to do. What they had typed waits here, sealed.
/// </summary>
[Authorize(Policy = Policies.OwnAccount)]
[KeepsNothing]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class ConfirmModel(
    SignInManager<Account> signIn,
    SignInAudit audit,
    MailedCode codes,
    ISender sender,
    IStringLocalizer<ParticipantText> text
) : PageModel
{
    private UserManager<Account> Accounts => signIn.UserManager;

    private Account _account = null!;

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? KeptForm { get; set; }

    [BindProperty]
    public string? MyPassword { get; set; }

    [BindProperty]
    public string? MailCode { get; set; }

    /// <summary>Which code this page asked for, sealed.</summary>
    [BindProperty]
    public string? MailAsk { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    [BindProperty]
    public bool CodeSent { get; set; }

    public string Email => _account.Email!;

    public bool HasPassword => _account.PasswordHash is not null;

    public bool HasPasskey { get; private set; }

    /// <summary>Somebody whose roles are held back until their second factor is set up cannot ask for a mail.</summary>
    public bool CanMail => User.ToActor().Is(Roles.Participant | Roles.Nurse | Roles.Administrator);

    /// <summary>They have no password, or signed in here by mail: a password is not what they are asked for
    /// first.</summary>
    public bool MailFirst => CanMail && (!HasPassword || SignInWay.First(HttpContext) == SignInWay.Mail);

    public bool Enough { get; private set; }

    public bool PasskeyFailed { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        _account = (await Accounts.GetUserAsync(User))!;
        HasPasskey = (await Accounts.GetPasskeysAsync(_account)).Count > 0;
        await next();
    }

    public IActionResult OnGet() => RecentSignIn.Is(HttpContext) ? Onward() : Page();

    /// <summary>Somebody had sent a form: it comes here first.</summary>
    public async Task<IActionResult> OnPostKeepAsync()
    {
        KeptForm = HttpContext.RequestServices.GetRequiredService<KeptForm>().Seal(User, await Request.ReadFormAsync());
        ModelState.Clear(); // Its fields are not this page's.
        (MyPassword, MailCode, MailAsk, CodeSent) = (null, null, null, false);
        return Page();
    }

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        var result = string.IsNullOrEmpty(MyPassword)
            ? SignInResult.Failed
            : await signIn.CheckPasswordSignInAsync(_account, MyPassword, lockoutOnFailure: true);
        return result.Succeeded
            ? await Confirmed(SignInMeans.Password)
            : await Refuse(nameof(MyPassword), "Confirm.Password.Wrong", result);
    }

    public async Task<IActionResult> OnPostMailAsync(CancellationToken cancellationToken)
    {
        if (!CanMail)
            return Page();
        (MailAsk, var code) = await codes.Make(_account);
        Enough =
            await sender.Send(new MailConfirmCode(User.ToActor(), code), cancellationToken) == MailCodeResult.Enough;
        CodeSent = !Enough;
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostCodeAsync()
    {
        var code = SecondFactorCode.Clean(MailCode);
        if (!await Accounts.IsLockedOutAsync(_account) && code.Length > 0 && await codes.Take(_account, MailAsk, code))
            return await Confirmed(SignInMeans.Mail);
        if (code.Length > 0)
            await Accounts.AccessFailedAsync(_account);
        CodeSent = true;
        return await Refuse(nameof(MailCode), "Confirm.Code.Wrong", SignInResult.Failed);
    }

    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Content(await signIn.MakePasskeyRequestOptionsAsync(_account), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync() =>
        await ((EnabledSignInManager)signIn).IsPasskeyOf(_account, Credential)
            ? await Confirmed(SignInMeans.Passkey)
            : Failed();

    private PageResult Failed()
    {
        PasskeyFailed = true;
        return Page();
    }

    private async Task<IActionResult> Confirmed(SignInMeans how)
    {
        await Accounts.ResetAccessFailedCountAsync(_account);
        await RecentSignIn.Confirm(HttpContext);
        await audit.Confirmed(_account, how);
        return Onward();
    }

    private async Task<IActionResult> Refuse(string field, string message, SignInResult why)
    {
        await audit.Refused(_account, why);
        ModelState.AddModelError(field, text[message]);
        return Page();
    }

    /// <summary>What was kept goes on with the person: the browser sends this form there, and it is opened on
    /// arrival.</summary>
    private LocalRedirectResult Onward()
    {
        var to = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/";
        return string.IsNullOrEmpty(KeptForm) ? LocalRedirect(to) : LocalRedirectPreserveMethod(to);
    }
}
