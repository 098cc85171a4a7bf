using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Accounts;
using Wellbeing.App.People;
using Wellbeing.Detection;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages;

/// <summary>Somebody who was invited reads what this is and is not, and agrees or does not. A password is theirs to
/// choose or to leave.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class JoinModel(
    ISender sender,
    SignInManager<Account> signIn,
    SignInAudit audit,
    IStringLocalizer<ParticipantText> text
) : PageModel
{
    [BindProperty]
    public bool Agreed { get; set; }

    [BindProperty]
    public bool OldEnough { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? BestTime { get; set; }

    [BindProperty]
    public string? MayLeaveMessage { get; set; }

    [BindProperty]
    public bool NeedsInterpreter { get; set; }

    [BindProperty]
    public string? PreferredName { get; set; }

    [BindProperty]
    public string? Pronouns { get; set; }

    [BindProperty]
    public string? SpokenLanguage { get; set; }

    [BindProperty]
    public string? Cadence { get; set; }

    [BindProperty]
    public string? Weekday { get; set; }

    [BindProperty]
    public string? At { get; set; }

    public InvitationView? Invitation { get; private set; }

    /// <summary>One is suggested, and none is set: how often somebody is asked is theirs to say.</summary>
    public IEnumerable<Choice> Cadences =>
        Enum.GetValues<Cadence>()
            .Select(cadence => new Choice(
                cadence.ToString(),
                text[$"Settings.Cadence.{cadence}"],
                cadence == Invitation?.Offered.Cadence ? text["Join.When.Suggested"].Value : null
            ));

    /// <summary>Something stands in the fold, or is wrong there.</summary>
    public bool AddressShown => !string.IsNullOrEmpty($"{PreferredName}{Pronouns}{SpokenLanguage}");

    /// <summary>A password was typed that is not good enough: its fold stays open.</summary>
    public bool WrongPassword => ModelState[nameof(Password)]?.Errors.Count > 0;

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        Invitation = await sender.Send(new GetInvitation(AskModel.LinkHolder, secret), cancellationToken);
        if (Invitation is not { Offered: var offered })
            return;
        NeedsInterpreter = Invitation.NeedsInterpreter;
        (BestTime, MayLeaveMessage) = (Invitation.BestTimeToCall?.ToString(), ReachForm.Of(Invitation.MayLeaveMessage));
        (PreferredName, Pronouns, SpokenLanguage) = Invitation.Address;
        (Weekday, At) = (offered.Weekday.ToString(), offered.At.ToString("HH:mm", CultureInfo.InvariantCulture));
    }

    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        Invitation = await sender.Send(new GetInvitation(AskModel.LinkHolder, secret), cancellationToken);
        if (Invitation is null)
            return Page();
        if (!Agreed)
            ModelState.AddModelError(nameof(Agreed), text["Consent.Agree.Missing"]);
        if (!OldEnough)
            ModelState.AddModelError(nameof(OldEnough), text["Consent.OldEnough.Missing", Invitation.MinimumAge]);
        if (!string.IsNullOrEmpty(Password) && !await signIn.UserManager.IsGoodPassword(new Account(), Password))
            ModelState.AddModelError(nameof(Password), text["NewPassword.Weak"]);
        Cadence? cadence = Cadences.Any(c => c.Value == Cadence) ? Enum.Parse<Cadence>(Cadence!) : null;
        DayOfWeek? weekday = SettingsModel.Weekdays.Any(d => d.Value == Weekday)
            ? Enum.Parse<DayOfWeek>(Weekday!)
            : null;
        if (cadence is null)
            ModelState.AddModelError(nameof(Cadence), text["Settings.Cadence.Missing"]);
        if (weekday is null && !string.IsNullOrEmpty(Weekday))
            ModelState.AddModelError(nameof(Weekday), text["Settings.Weekday.Missing"]);
        TimeOnly? at = TimeOnly.TryParse(At, CultureInfo.InvariantCulture, out var time) ? time : null;
        if (at is null && !string.IsNullOrWhiteSpace(At))
            ModelState.AddModelError(nameof(At), text["Settings.Time.Missing"]);
        if (!Telephone.CanBe(Phone))
            ModelState.AddModelError(nameof(Phone), text["Reach.Phone.Wrong"]);
        var address = new HowToAddress(PreferredName, Pronouns, SpokenLanguage);
        AddressForm.Check(address, ModelState, text);
        if (!ModelState.IsValid)
            return Page();

        var accept = new AcceptInvitation(AskModel.LinkHolder, secret, Agreed, OldEnough)
        {
            Phone = Phone,
            BestTimeToCall = ReachForm.TimeOf(BestTime),
            MayLeaveMessage = ReachForm.MayOf(MayLeaveMessage),
            NeedsInterpreter = NeedsInterpreter,
            Address = address,
            Cadence = cadence,
            Weekday = weekday,
            At = at,
            Language = HttpContext.KeptLanguage(),
        };
        if (await sender.Send(accept, cancellationToken) is not { } id)
        {
            Invitation = null;
            return Page();
        }

        var account = (await signIn.UserManager.FindByIdAsync(id.ToString("D")))!;
        if (!string.IsNullOrEmpty(Password))
            await signIn.UserManager.AddPasswordAsync(account, Password);
        await signIn.SignInAsync(account, isPersistent: false);
        SignInWay.Remember(HttpContext, string.IsNullOrEmpty(Password) ? SignInWay.Mail : SignInWay.Password);
        await audit.SignedIn(account, SignInMeans.Invitation);
        return RedirectToPage("/Welcome");
    }
}
