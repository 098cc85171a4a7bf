using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;

namespace Wellbeing.Web.Pages;

/// <summary>Email and password. Every refusal sounds the same: nobody learns here who takes part.</summary>
[AllowAnonymous]
public sealed class SignInModel(
    SignInManager<Account> signIn, WellbeingDb db, TimeProvider clock, IStringLocalizer<ParticipantText> text, IHostEnvironment environment,
    IConfiguration configuration) : PageModel
{
    [BindProperty] public string? Email { get; set; }
    [BindProperty] public string? Password { get; set; }
    [BindProperty] public bool Keep { get; set; }
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public bool ShowsDemo { get; } = environment.IsDevelopment() && configuration.GetValue("Demo:Seed", true);

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? Onward() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Email)) ModelState.AddModelError(nameof(Email), text["SignIn.Email.Missing"]);
        if (string.IsNullOrEmpty(Password)) ModelState.AddModelError(nameof(Password), text["SignIn.Password.Missing"]);
        if (!ModelState.IsValid) return Page();

        var account = await signIn.UserManager.FindByEmailAsync(Email!.Trim());
        if (account is null) signIn.UserManager.PasswordHasher.HashPassword(new Account(), Password!); // An unknown address takes as long.
        var accepted = account is not null && (await signIn.PasswordSignInAsync(account, Password!, Keep, lockoutOnFailure: true)).Succeeded;

        var who = new Actor(account?.Id, account?.DisplayName ?? "", Roles.None);
        db.Audit(who, accepted ? AuditActions.SignedIn : AuditActions.SignInRefused, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancellationToken);
        if (accepted) return Onward();

        ModelState.AddModelError(nameof(Email), text["SignIn.Refused"]);
        return Page();
    }

    private LocalRedirectResult Onward() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
}
