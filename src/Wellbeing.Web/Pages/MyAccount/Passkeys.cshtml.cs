using System.Buffers.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Team;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.MyAccount;

/// <summary>One of somebody's passkeys.</summary>
/// <param name="Key">Its id, as it stands in a form.</param>
public sealed record MyPasskey(string Key, string Name, DateTime SinceUtc);

/// <summary>Somebody's passkeys: added, named, removed. For staff one is the second factor.</summary>
[Authorize(Policy = Policies.OwnAccount)]
[KeepsNothing]
[EnableRateLimiting(RateLimits.SignIn)]
[NeedsRecentSignIn]
public sealed class PasskeysModel(
    SignInManager<Account> signIn,
    SignInAudit audit,
    IStringLocalizer<ParticipantText> text,
    WellbeingDb db,
    TeamZone team
) : PageModel
{
    public const int Most = 10;
    internal const int LongestName = 60;

    private UserManager<Account> Accounts => signIn.UserManager;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Credential { get; set; }

    public IReadOnlyList<MyPasskey> Mine { get; private set; } = [];

    public string TimeZone { get; private set; } = "";

    public bool CountsAsSecondFactor { get; private set; }

    public bool HasErrors => !ModelState.IsValid;

    /// <summary>What was just done: the last part of a text's key.</summary>
    public string? Done { get; private set; }

    public async Task OnGetAsync(string? done)
    {
        await Load((await Accounts.GetUserAsync(User))!);
        Done = done is "Added" or "Removed" ? done : null;
    }

    /// <summary>What the browser's dialogue is opened with.</summary>
    public async Task<IActionResult> OnPostOptionsAsync()
    {
        var account = (await Accounts.GetUserAsync(User))!;
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

    public async Task<IActionResult> OnPostAsync()
    {
        var account = (await Accounts.GetUserAsync(User))!;
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > LongestName)
            ModelState.AddModelError(nameof(Name), text["Passkeys.Name.Missing"]);
        if ((await Accounts.GetPasskeysAsync(account)).Count >= Most)
            ModelState.AddModelError(nameof(Name), text["Passkeys.TooMany"]);
        if (ModelState.IsValid && !await Add(account))
            ModelState.AddModelError(nameof(Name), text["Passkeys.Failed"]);
        if (!ModelState.IsValid)
        {
            await Load(account);
            return Page();
        }

        return RedirectToPage(new { done = "Added" });
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? key)
    {
        var account = (await Accounts.GetUserAsync(User))!;
        if ((await Accounts.GetPasskeysAsync(account)).FirstOrDefault(p => KeyOf(p) == key) is { } passkey)
        {
            await Accounts.RemovePasskeyAsync(account, passkey.CredentialId);
            await Accounts.UpdateSecurityStampAsync(account); // Whoever it let in elsewhere is no longer.
            await audit.PasskeysChanged(account, PasskeyChange.Removed);
            await signIn.RefreshSignInAsync(account);
        }

        return RedirectToPage(new { done = "Removed" });
    }

    private async Task<bool> Add(Account account)
    {
        if (await ((EnabledSignInManager)signIn).ReadNewPasskey(account, Credential) is not { } passkey)
            return false;
        passkey.Name = Name!.Trim();
        if (!(await Accounts.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded)
            return false;
        await audit.PasskeysChanged(account, PasskeyChange.Added);
        await signIn.RefreshSignInAsync(account); // For staff with the roles that were held back.
        return true;
    }

    private async Task Load(Account account)
    {
        Mine =
        [
            .. (await Accounts.GetPasskeysAsync(account))
                .OrderBy(p => p.CreatedAt)
                .Select(p => new MyPasskey(KeyOf(p), p.Name ?? "", p.CreatedAt.UtcDateTime)),
        ];
        CountsAsSecondFactor = (await Accounts.GetRolesAsync(account)).Any(SecondFactor.IsStaff);
        TimeZone =
            await db.Participants.Where(p => p.AccountId == account.Id).Select(p => p.TimeZone).SingleOrDefaultAsync()
            ?? team.Id;
    }

    private static string KeyOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);
}
