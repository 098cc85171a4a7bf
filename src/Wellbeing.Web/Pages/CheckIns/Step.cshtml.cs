using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>One question a page; each answer is kept on the server as it is given.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class StepModel(ISender sender, IStringLocalizer<ParticipantText> text) : AskingPage(sender, text)
{
    private readonly IStringLocalizer<ParticipantText> _text = text;

    public Question Question { get; private set; }

    /// <summary>Which one this is to the person, from 1.</summary>
    public int Position { get; private set; }

    /// <summary>The person came from the review and goes back there.</summary>
    [BindProperty(SupportsGet = true, Name = "review")] public bool FromReview { get; set; }

    public string BackHref => FromReview ? "/CheckIn/Review" : Question == 0 ? "/" : $"/CheckIn/{Question - 1}";

    public async Task<IActionResult> OnGetAsync(string step, CancellationToken cancellationToken)
    {
        if (Questions.Find(step) is not { } question) return NotFound();
        Question = question;
        if (await Sender.Send(new GetDraft(By), cancellationToken) is not { } draft) return RedirectToPage("/CheckIns/Start");
        Fill(draft);
        (Position, ForFamily) = (Questions.Position(question, draft.Answered), draft.Kind == ParticipantKind.FamilyMember);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string step, bool finish, CancellationToken cancellationToken)
    {
        if (Questions.Find(step) is not { } question) return NotFound();
        Question = question;
        var draft = await Sender.Send(new GetDraft(By), cancellationToken);
        if (draft?.Id != DraftId) return await FromAnotherTime([question], cancellationToken);

        (Position, ForFamily) = (Questions.Position(question, draft.Answered), draft.Kind == ParticipantKind.FamilyMember);

        // Who stops here may leave this question open, unless there would be nothing to send.
        var open = finish && SaysNothing();
        if (open && draft.Answered.Count == 0) ModelState.AddModelError(FieldOf(question), _text["CheckIn.Finish.Nothing"]);
        if (!ModelState.IsValid || (!open && !Check(question))) return Page();

        var answers = open ? draft.Answers : Put(question, draft.Answers);
        var answered = open ? draft.Answered : draft.Answered.Append(question.ToString()).ToHashSet();
        if (await Sender.Send(new SaveDraft(By, DraftId, answers, answered), cancellationToken) == SaveDraftResult.Gone)
            return await FromAnotherTime([question], cancellationToken);
        if (finish) return await SendOrExplain(answers, cancellationToken);

        var next = FromReview ? null : Questions.Next(question, draft.Answered);
        return answers.Intensity >= Questions.VeryHigh && draft.Answers.Intensity is not >= Questions.VeryHigh
            ? RedirectToPage("/CheckIns/Stop", new { next })
            : next is null ? RedirectToPage("/CheckIns/Submit") : RedirectToPage("/CheckIns/Step", new { step = next });
    }

    private bool SaysNothing() => Question switch
    {
        Question.Intensity => Intensity is null,
        Question.Feelings => Emotions is null or [],
        Question.Everyday => Functioning is null,
        Question.Compared => Change is null,
        Question.Words => string.IsNullOrWhiteSpace(Words),
        Question.Contact => !ContactMe,
        _ => throw new InvalidOperationException(),
    };

    private static string FieldOf(Question question) => question switch
    {
        Question.Intensity => nameof(Intensity),
        Question.Feelings => nameof(Emotions),
        Question.Everyday => nameof(Functioning),
        Question.Compared => nameof(Change),
        Question.Words => nameof(Words),
        Question.Contact => nameof(ContactMe),
        _ => throw new ArgumentOutOfRangeException(nameof(question)),
    };
}
