using System.Diagnostics;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Accounts;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.SignInMail;

/// <summary>Asks for a mail that signs in, or that lets one choose a new password. The answer, and how long it takes, is the same for every address.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class AskModel(ISender sender, IStringLocalizer<ParticipantText> text) : PageModel
{
    internal static readonly Actor LinkHolder = new(null, "Somebody with a link", Roles.LinkHolder);

    // Longer than either way through the database takes.
    private static readonly TimeSpan _alwaysTakes = TimeSpan.FromMilliseconds(400);

    [BindProperty] public string? Email { get; set; }
    [BindProperty(SupportsGet = true)] public string? For { get; set; }

    public bool ForPassword => For == "password";

    public bool Asked { get; private set; }

    public void OnGet(bool asked) => Asked = asked;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Email) || Email.Length > 254 || Email.Contains('\0'))
        {
            ModelState.AddModelError(nameof(Email), text["SignIn.Email.Missing"]);
            return Page();
        }

        var began = Stopwatch.GetTimestamp();
        await sender.Send(new AskForAccountLink(LinkHolder, Email, ForPassword ? LinkPurpose.NewPassword : LinkPurpose.SignIn), cancellationToken);
        if (_alwaysTakes - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest) await Task.Delay(rest, cancellationToken);
        return RedirectToPage(new { asked = true, @for = For });
    }
}
