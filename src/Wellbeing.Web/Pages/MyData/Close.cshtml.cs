using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Accounts;
using Wellbeing.App.Privacy;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.MyData;

/// <summary>The participant closes their account, after reading what happens at once and what is kept.</summary>
[Authorize(Policy = Policies.Participant)]
[KeepsNothing]
[NeedsRecentSignIn(OnlyToSend = true)]
public sealed class CloseModel(ISender sender, SignInManager<Account> signIn, IStringLocalizer<ParticipantText> text)
    : PageModel
{
    [BindProperty]
    public bool Sure { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!Sure)
        {
            ModelState.AddModelError(nameof(Sure), text["Close.Sure.Missing"]);
            return Page();
        }

        await sender.Send(new CloseMyAccount(User.ToActor()), cancellationToken);
        await signIn.SignOutAsync();
        return RedirectToPage("/MyData/Closed");
    }
}
