using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.Detection;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>
/// For who has just said "about the same": the answers of last time in words, to confirm or to leave. Nothing is chosen
/// on a scale for anybody, and words and a wish for contact are never taken over.
/// </summary>
[Authorize(Policy = Policies.Participant)]
public sealed class SameModel(ISender sender, IStringLocalizer<ParticipantText> text) : CheckInPage(sender)
{
    public LastTime Last { get; private set; } = null!;

    public Draft Draft { get; private set; } = null!;

    /// <summary>Where the questions are asked anew, each on its own page or all on one.</summary>
    public string AskHref => Draft.AllOnOnePage ? "/CheckIn/All" : $"/CheckIn/{Questions.FirstOpen(Draft)?.Key}";

    /// <summary>Which check-in was looked at: only that one is confirmed.</summary>
    [BindProperty]
    public Guid LastId { get; set; }

    [BindProperty]
    public bool ContactMe { get; set; }

    /// <summary>How long it has been like this, where that is still not known.</summary>
    [BindProperty]
    public string? Duration { get; set; }

    public bool AsksDuration => Draft.Stretch.WantsDuration(Last.Unchanged.Intensity);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetDraft(By), cancellationToken) is not { } draft)
            return RedirectToPage("/CheckIns/Start");
        if (
            !Questions.SaysOnlyTheSame(draft)
            || await Sender.Send(new GetLastTime(By), cancellationToken) is not { } last
        )
            return await GoOn(draft, cancellationToken);
        (Draft, Last, DraftId, LastId) = (draft, last, draft.Id, last.CheckIn.Id);
        await FillReach(text, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        // A second tap, or a tab left open: the check-in is already sent, and its own answer is shown.
        if (await Sender.Send(new GetDraft(By), cancellationToken) is not { } draft || draft.Id != DraftId)
            return RedirectToPage("/CheckIns/Done", new { id = DraftId });
        // Sent from elsewhere meanwhile, or something else was answered: what was looked at is not what would be sent.
        if (
            !Questions.SaysOnlyTheSame(draft)
            || await Sender.Send(new GetLastTime(By), cancellationToken) is not { } last
            || last.CheckIn.Id != LastId
        )
            return RedirectToPage("/CheckIns/Start");
        var howLong =
            draft.Stretch.WantsDuration(last.Unchanged.Intensity)
            && Enum.GetNames<PerceivedDuration>().Contains(Duration)
                ? Enum.Parse<PerceivedDuration>(Duration!)
                : (PerceivedDuration?)null;
        var sent = await Send(
            DraftId,
            last.Unchanged with
            {
                Duration = howLong,
                ContactMe = ContactMe,
                QuestionVersion = draft.Answers.QuestionVersion,
            },
            cancellationToken,
            last.CheckIn.Id
        );
        await TakeReach(ContactMe, cancellationToken);
        return sent;
    }
}
