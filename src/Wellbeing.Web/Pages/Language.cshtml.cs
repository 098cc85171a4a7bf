using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages;

/// <summary>Chooses the language of pages, and of the participant's mails; then shows the page they were on.</summary>
/// <remarks>
/// Without an anti-forgery token, so that the choice on a page kept for offline works weeks later. Another site can
/// make nobody choose for a signed-in person: the sign-in cookie is not sent with its posts.
/// </remarks>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class LanguageModel(ISender sender) : PageModel
{
    public string From { get; private set; } = "/";

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(string? language, string? from, CancellationToken cancellationToken)
    {
        if (Language.Find(language) is not { } chosen)
            return RedirectToPage();
        HttpContext.Remember(chosen);
        if (User.IsInRole(nameof(Roles.Participant)) && User.ToActor() is { ParticipantId: not null } person)
            await sender.Send(new ChangeMyLanguage(person, chosen), cancellationToken);
        return LocalRedirect(Url.IsLocalUrl(from) ? from : "/");
    }
}
