using System.Diagnostics;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.Web.Components.Questions;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages;

/// <summary>
/// Somebody with a leaflet types its code, or comes by its picture, reads what this is and is not, and asks for a link
/// by mail. The answer, and how long it takes, is the same for every address.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class LeafletModel(ISender sender, IStringLocalizer<ParticipantText> text, TeamZone team) : PageModel
{
    // Longer than either way through the database takes.
    private static readonly TimeSpan _alwaysTakes = TimeSpan.FromMilliseconds(400);

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Zone { get; set; }

    /// <summary>Behind a code that works.</summary>
    public LeafletView? Open { get; private set; }

    public bool Asked { get; private set; }

    public IEnumerable<Choice> Kinds =>
        Enum.GetNames<ParticipantKind>().Select(kind => new Choice(kind, text[$"Leaflet.Kind.{kind}"]));

    public async Task OnGetAsync(bool asked, CancellationToken cancellationToken)
    {
        (Asked, Zone) = (asked, team.Id);
        if (!asked && Code is not null)
            await Find(cancellationToken);
    }

    public async Task<IActionResult> OnPostCodeAsync(CancellationToken cancellationToken)
    {
        await Find(cancellationToken);
        return Open is null ? Page() : RedirectToPage(new { code = Open.Code });
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await Find(cancellationToken);
        if (Open is null)
            return Page();
        if (!Enum.GetNames<ParticipantKind>().Contains(Kind))
            ModelState.AddModelError(nameof(Kind), text["Leaflet.Who.Missing"]);
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > Participant.MaximumNameLength)
            ModelState.AddModelError(nameof(Name), text["Details.Name.Missing"]);
        if (string.IsNullOrWhiteSpace(Email) || Email.Contains('\0'))
            ModelState.AddModelError(nameof(Email), text["SignIn.Email.Missing"]);
        if (!TimeZones.IsOffered(Zone))
            ModelState.AddModelError(nameof(Zone), text["Details.Zone.Missing"]);
        if (!ModelState.IsValid)
            return Page();

        var began = Stopwatch.GetTimestamp();
        try
        {
            var language = App.Wording.Language.Current.Tag;
            switch (
                await sender.Send(
                    new AskToJoin(
                        AskModel.LinkHolder,
                        Open.Code,
                        Enum.Parse<ParticipantKind>(Kind!),
                        Name!,
                        Email!,
                        language,
                        Zone!
                    ),
                    cancellationToken
                )
            )
            {
                case AskToJoinResult.Gone:
                    Open = null;
                    return Page();
                case AskToJoinResult.Busy:
                    ModelState.AddModelError(nameof(Email), text["Leaflet.Busy"]);
                    return Page();
                default:
                    if (_alwaysTakes - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest)
                        await Task.Delay(rest, cancellationToken);
                    return RedirectToPage(new { code = (string?)null, asked = true });
            }
        }
        catch (ValidationException)
        {
            ModelState.AddModelError(nameof(Email), text["Contacts.EmailAddress.Missing"]); // The rest was looked at above.
            return Page();
        }
    }

    private async Task Find(CancellationToken cancellationToken)
    {
        Open = await sender.Send(new GetLeaflet(AskModel.LinkHolder, Code), cancellationToken);
        if (Open is null)
            ModelState.AddModelError(nameof(Code), text["Leaflet.Code.Wrong"]);
    }
}
