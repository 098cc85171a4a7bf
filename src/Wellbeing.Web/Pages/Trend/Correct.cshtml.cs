using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Records;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.CheckIns;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Trend;

/// <summary>Other answers in the place of a check-in of the last day. Here the person's own answers are shown chosen:
/// it is them that change.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class CorrectModel(ISender sender, IStringLocalizer<ParticipantText> text, TimeProvider clock)
    : AskingPage(sender, text),
        IShownAgain
{
    public CheckInView CheckIn { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Refused(id, cancellationToken) is { } refused)
            return refused;
        Fill(
            new Draft(
                id,
                AnswersRead.Of(CheckIn).Answers,
                Asked.Select(q => q.Key).ToHashSet(),
                CheckIn.SubmittedAtUtc,
                AllOnOnePage: true
            )
        );
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Refused(id, cancellationToken) is { } refused)
            return refused;
        if (Asked.Where(Check).Count() < Asked.Count || !ModelState.IsValid)
            return Page();
        var answers = Asked.Aggregate(Answers.None, (all, question) => Put(question, all));
        return await Sender.Send(new CorrectCheckIn(By, id, answers), cancellationToken) switch
        {
            CorrectCheckInResult.Done => RedirectToPage("/Trend/Index", new { done = "corrected" }),
            CorrectCheckInResult.TooLate => RedirectToPage("/Trend/Index", new { done = "late" }),
            _ => NotFound(),
        };
    }

    private async Task<IActionResult?> Refused(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetMyCheckInById(By, id), cancellationToken) is not { } checkIn)
            return NotFound();
        CheckIn = checkIn;
        // It keeps the questions it was answered under; of extra ones, those that were asked.
        Plan = (await Sender.Send(new GetAskedQuestions(By, checkIn.QuestionVersion), cancellationToken)).Plan;
        Asked = StrongStretch.None.Fit(
            [
                .. Plan
                    .Order.Select(Plan.Find)
                    .OfType<AskedQuestion>()
                    .Where(q => q.Extra is null || checkIn.Extras.Any(e => e.Number == q.Extra.Number)),
            ],
            withDuration: true
        );
        // What was answered to it can be corrected, whatever rating asked for it.
        if (checkIn is { Duration: not null, Intensity: { } rated } && rated < StrongStretch.Strong)
            Stretch = new StrongStretch(LastRating: 0, DurationKnown: false, EverydayFirst: false);
        return clock.GetUtcNow().UtcDateTime - checkIn.SubmittedAtUtc > App.CheckIns.CheckIn.CorrectableFor
            ? RedirectToPage("/Trend/Index", new { done = "late" })
            : null;
    }
}
