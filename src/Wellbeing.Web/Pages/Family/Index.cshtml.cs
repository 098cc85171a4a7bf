using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Family;

/// <summary>Whom the participant is linked with as family; who asks; one more to ask.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class IndexModel(ISender sender, IStringLocalizer<ParticipantText> text) : PageModel
{
    private static readonly string[] _done = ["Asked", "Linked", "Declined", "Ended", "Gone"];

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    /// <summary>Often the participant's own, so that is chosen beforehand.</summary>
    [BindProperty]
    public string? Language { get; set; } = App.Wording.Language.Current.Tag;

    public MyFamily Mine { get; private set; } = null!;

    /// <summary>What was just done: the last part of a text's key.</summary>
    public string? Done { get; private set; }

    public async Task OnGetAsync(string? done, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        Done = _done.Contains(done) ? done : null;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100)
            ModelState.AddModelError(nameof(Name), text["Contacts.Name.Missing"]);
        if (string.IsNullOrWhiteSpace(Email))
            ModelState.AddModelError(nameof(Email), text["Contacts.EmailAddress.Missing"]);
        if (!App.Wording.Language.All.Any(l => l.Tag == Language))
            ModelState.AddModelError(nameof(Language), text["Contacts.Language.Missing"]);
        if (ModelState.IsValid)
        {
            try
            {
                switch (
                    await sender.Send(new AskFamily(User.ToActor(), Name!, Email!.Trim(), Language!), cancellationToken)
                )
                {
                    case AskFamilyResult.Asked:
                        return RedirectToPage(new { done = "Asked" });
                    case AskFamilyResult.Yourself:
                        ModelState.AddModelError(nameof(Email), text["Family.Ask.Yourself"]);
                        break;
                    case AskFamilyResult.TooMany:
                        ModelState.AddModelError(nameof(Email), text["Family.Ask.TooMany"]);
                        break;
                    default:
                        throw new InvalidOperationException("An answer that this page does not know.");
                }
            }
            catch (ValidationException)
            {
                ModelState.AddModelError(nameof(Email), text["Contacts.EmailAddress.Missing"]); // The name and the language were looked at above.
            }
        }

        await Load(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAnswerAsync(Guid id, bool yes, CancellationToken cancellationToken) =>
        RedirectToPage(
            new
            {
                done = !await sender.Send(new AnswerFamily(User.ToActor(), id, yes), cancellationToken) ? "Gone"
                : yes ? "Linked"
                : "Declined",
            }
        );

    public async Task<IActionResult> OnPostTakeBackAsync(Guid id, CancellationToken cancellationToken) =>
        RedirectToPage(
            new
            {
                done = await sender.Send(new EndFamilyLink(User.ToActor(), id), cancellationToken) ? "Ended" : "Gone",
            }
        );

    private async Task Load(CancellationToken cancellationToken) =>
        Mine = await sender.Send(new GetMyFamily(User.ToActor()), cancellationToken);
}
