using System.Diagnostics;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.SignInMail;

/// <summary>Asks for a mail that signs in, or that lets one choose a new password. The answer, and how long it takes,
/// is the same for every address.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class AskModel(ISender sender, IStringLocalizer<ParticipantText> text) : PageModel
{
    internal static readonly Actor LinkHolder = new(null, "Somebody with a link", Roles.LinkHolder);

    // Longer than either way through the database takes.
    private static readonly TimeSpan _alwaysTakes = TimeSpan.FromMilliseconds(400);

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? For { get; set; }

    public bool ForPassword => For == "password";

    public bool Asked { get; private set; }

    public void OnGet(bool asked) => Asked = asked;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!CanBe(Email))
        {
            ModelState.AddModelError(nameof(Email), text["SignIn.Email.Missing"]);
            return Page();
        }

        await Ask(sender, Email!, ForPassword ? LinkPurpose.NewPassword : LinkPurpose.SignIn, cancellationToken);
        return RedirectToPage(new { asked = true, @for = For });
    }

    /// <summary>Whether something was typed that may be an address.</summary>
    internal static bool CanBe(string? email) =>
        !string.IsNullOrWhiteSpace(email) && email.Length <= 254 && !email.Contains('\0');

    /// <summary>Takes as long for every address.</summary>
    internal static async Task Ask(
        ISender sender,
        string email,
        LinkPurpose purpose,
        CancellationToken cancellationToken
    )
    {
        var began = Stopwatch.GetTimestamp();
        await sender.Send(new AskForAccountLink(LinkHolder, email, purpose), cancellationToken);
        if (_alwaysTakes - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest)
            await Task.Delay(rest, cancellationToken);
    }
}
