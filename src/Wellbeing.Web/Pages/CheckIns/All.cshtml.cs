using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>Every question on one page, sent with one tap, for people who asked for it.</summary>
[Authorize(Policy = Policies.Participant)]
[KeepsWhatWasTyped("Words")]
public sealed class AllModel(ISender sender, IStringLocalizer<ParticipantText> text) : AskingPage(sender, text)
{
    private readonly IStringLocalizer<ParticipantText> _text = text;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetDraft(By), cancellationToken) is not { } draft)
            return RedirectToPage("/CheckIns/Start");
        AskAs(draft, all: true);
        Fill(draft);
        await FillReach(_text, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var draft = await Sender.Send(new GetDraft(By), cancellationToken);
        if (draft?.Id != DraftId)
            return await FromAnotherTime(null, cancellationToken);
        AskAs(draft, all: true);

        var good = Asked.Where(Check).ToList();
        if (good.Count < Asked.Count || !SaysSomething() || !ModelState.IsValid)
        {
            // What is fine is kept already, in case the page is never sent again.
            var answers = good.Aggregate(draft.Answers, (all, question) => Put(question, all));
            await Sender.Send(new SaveDraft(By, DraftId, answers, draft.Answered), cancellationToken);
            await FillReach(_text, cancellationToken);
            return Page();
        }

        var sent = await SendOrExplain(
            Asked.Aggregate(
                Answers.None with
                {
                    QuestionVersion = QuestionVersion,
                },
                (all, question) => Put(question, all)
            ),
            cancellationToken
        );
        await TakeReach(ContactMe, cancellationToken);
        return sent;
    }
}
