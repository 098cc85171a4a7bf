using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Assessment;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>(1) The last look before sending: form to command to redirect.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class SubmitModel(ISender sender) : CheckInPage(sender)
{
    public Draft Draft { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetDraft(By), cancellationToken) is not { } draft)
            return RedirectToPage("/CheckIns/Start");
        Draft = draft;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // A second tap, or a tab left open: the check-in is already sent, and its own answer is shown.
        if (await Sender.Send(new GetDraft(By), cancellationToken) is not { } draft || draft.Id != DraftId)
            return RedirectToPage("/CheckIns/Done", new { id = DraftId });
        return await Send(draft.Id, draft.Answers, cancellationToken);
    }
}
