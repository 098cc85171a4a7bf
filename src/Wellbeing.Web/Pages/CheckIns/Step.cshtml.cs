using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>One question a page; each answer is kept on the server as it is given.</summary>
[Authorize(Policy = Policies.Participant)]
[KeepsWhatWasTyped("Words")]
public sealed class StepModel(ISender sender, IStringLocalizer<ParticipantText> text) : AskingPage(sender, text)
{
    private readonly IStringLocalizer<ParticipantText> _text = text;

    public AskedQuestion Question { get; private set; } = null!;

    /// <summary>Which one this is to the person, from 1.</summary>
    public int Position { get; private set; }

    /// <summary>The person came from the review and goes back there.</summary>
    [BindProperty(SupportsGet = true, Name = "review")]
    public bool FromReview { get; set; }

    public string BackHref { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string step, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetDraft(By), cancellationToken) is not { } draft)
            return IsNobodys(step) ? NotFound() : RedirectToPage("/CheckIns/Start");
        if (!Stand(step, draft))
            return IsNotWanted(step) ? await GoOn(draft, cancellationToken) : NotFound();
        Fill(draft);
        if (AsksContact)
            await FillReach(_text, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string step, bool finish, CancellationToken cancellationToken)
    {
        var draft = await Sender.Send(new GetDraft(By), cancellationToken);
        if (draft?.Id != DraftId)
            return IsNobodys(step) ? NotFound() : await FromAnotherTime(step, cancellationToken);
        if (!Stand(step, draft))
            return IsNotWanted(step) ? await GoOn(draft, cancellationToken) : NotFound();
        var question = Question;

        // Who stops here may leave this question open, unless there would be nothing to send.
        var open = finish && SaysNothing(question);
        if (open && draft.Answered.Count == 0)
            ModelState.AddModelError(FieldOf(question), _text["CheckIn.Finish.Nothing"]);
        if (!ModelState.IsValid || (!open && !Check(question)))
        {
            if (AsksContact)
                await FillReach(_text, cancellationToken);
            return Page();
        }

        var answers = open ? draft.Answers : Put(question, draft.Answers);
        var answered = open ? draft.Answered : draft.Answered.Append(question.Key).ToHashSet();
        if (await Sender.Send(new SaveDraft(By, DraftId, answers, answered), cancellationToken) == SaveDraftResult.Gone)
            return await FromAnotherTime(step, cancellationToken);
        if (finish)
        {
            var sent = await SendOrExplain(answers, cancellationToken);
            await TakeReach(AsksContact && ContactMe, cancellationToken);
            return sent;
        }

        // Nothing was sent yet: what cannot be a number is said here, where it was typed. Leaving it empty goes on.
        if (
            AsksContact
            && ContactMe
            && Reach is { } reach
            && !await reach.Take(Sender, By, ModelState, _text, cancellationToken)
        )
        {
            await FillReach(_text, cancellationToken);
            return Page();
        }

        // With the rating it is settled whether one more question follows it.
        var before = draft;
        draft = draft with { Answers = answers, Answered = answered };
        var asksMore =
            draft.Questions.Count > before.Questions.Count
            && !answered.Contains(nameof(App.CheckIns.Question.Duration));
        var next =
            !FromReview ? Questions.Next(question, draft)?.Key
            : asksMore ? nameof(App.CheckIns.Question.Duration)
            : null;
        return answers.Intensity >= Questions.VeryHigh && before.Answers.Intensity is not >= Questions.VeryHigh
                ? RedirectToPage("/CheckIns/Stop", new { next })
            : next is null ? RedirectToPage("/CheckIns/Submit")
            : RedirectToPage("/CheckIns/Step", new { step = next, review = FromReview ? true : (bool?)null });
    }

    private bool AsksContact => Question.Core == App.CheckIns.Question.Contact;

    /// <summary>Takes the question's place among those of the draft; false where it is none of them.</summary>
    private bool Stand(string step, Draft draft)
    {
        AskAs(draft);
        if (Asked.SingleOrDefault(q => q.Key.Equals(step, StringComparison.OrdinalIgnoreCase)) is not { } question)
            return false;
        (Question, Position) = (question, Questions.Position(question, draft));
        BackHref =
            FromReview ? "/CheckIn/Review"
            : Questions.Before(question, draft) is { } before ? $"/CheckIn/{before.Key}"
            : "/";
        return true;
    }

    /// <summary>It follows only some ratings: whoever comes back to it after another one goes on with the
    /// check-in.</summary>
    private static bool IsNotWanted(string step) =>
        step.Equals(nameof(App.CheckIns.Question.Duration), StringComparison.OrdinalIgnoreCase);

    /// <summary>No question has ever had this address. One that is asked no more, or not yet, leads to the
    /// check-in.</summary>
    private static bool IsNobodys(string step) =>
        QuestionPlan.Default.Find(step) is null
        && !(step.StartsWith("extra-", StringComparison.OrdinalIgnoreCase) && int.TryParse(step.AsSpan(6), out _));
}
