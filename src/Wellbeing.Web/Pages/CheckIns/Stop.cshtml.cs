using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Assessment;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>Help before the next question, after a very high answer. Blocks nothing.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class StopModel(ISender sender) : CheckInPage(sender)
{
    public bool IsHigh { get; private set; }

    public string NextHref { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string? next, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetDraft(By), cancellationToken) is not { } draft)
            return RedirectToPage("/CheckIns/Start");
        DraftId = draft.Id;
        IsHigh = draft.Answers.Intensity >= Questions.VeryHigh;
        NextHref = draft.Plan.Find(next) is { } question ? $"/CheckIn/{question.Key}" : "/CheckIn/Review";
        return Page();
    }
}
