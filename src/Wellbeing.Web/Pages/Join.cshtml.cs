using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Accounts;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages;

/// <summary>Somebody who was invited reads what this is and is not, and agrees or does not. A password is theirs to choose or to leave.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class JoinModel(ISender sender, SignInManager<Account> signIn, SignInAudit audit, IStringLocalizer<ParticipantText> text) : PageModel
{
    [BindProperty] public bool Agreed { get; set; }
    [BindProperty] public bool OldEnough { get; set; }
    [BindProperty] public string? Password { get; set; }
    [BindProperty] public string? Phone { get; set; }
    [BindProperty] public string? BestTime { get; set; }
    [BindProperty] public string? MayLeaveMessage { get; set; }
    [BindProperty] public bool NeedsInterpreter { get; set; }

    public InvitationView? Invitation { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        Invitation = await sender.Send(new GetInvitation(AskModel.LinkHolder, secret), cancellationToken);
        NeedsInterpreter = Invitation?.NeedsInterpreter == true;
    }

    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        Response.KeepTheLinkSecret();
        Invitation = await sender.Send(new GetInvitation(AskModel.LinkHolder, secret), cancellationToken);
        if (Invitation is null) return Page();
        if (!Agreed) ModelState.AddModelError(nameof(Agreed), text["Consent.Agree.Missing"]);
        if (!OldEnough) ModelState.AddModelError(nameof(OldEnough), text["Consent.OldEnough.Missing", Invitation.MinimumAge]);
        if (!string.IsNullOrEmpty(Password) && !await signIn.UserManager.IsGoodPassword(new Account(), Password)) ModelState.AddModelError(nameof(Password), text["NewPassword.Weak"]);
        if (!Telephone.CanBe(Phone)) ModelState.AddModelError(nameof(Phone), text["Reach.Phone.Wrong"]);
        if (!ModelState.IsValid) return Page();

        var accept = new AcceptInvitation(AskModel.LinkHolder, secret, Agreed, OldEnough)
        {
            Phone = Phone,
            BestTimeToCall = ReachForm.TimeOf(BestTime),
            MayLeaveMessage = ReachForm.MayOf(MayLeaveMessage),
            NeedsInterpreter = NeedsInterpreter,
            Language = HttpContext.KeptLanguage(),
        };
        if (await sender.Send(accept, cancellationToken) is not { } id)
        {
            Invitation = null;
            return Page();
        }

        var account = (await signIn.UserManager.FindByIdAsync(id.ToString("D")))!;
        if (!string.IsNullOrEmpty(Password)) await signIn.UserManager.AddPasswordAsync(account, Password);
        await signIn.SignInAsync(account, isPersistent: false);
        await audit.SignedIn(account, "by=invitation");
        return LocalRedirect("/");
    }
}
