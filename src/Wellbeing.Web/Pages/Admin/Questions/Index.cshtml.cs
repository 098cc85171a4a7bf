using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.CheckIns;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Questions;

/// <summary>What a check-in asks: its words, its order, and the questions an organisation adds.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender), IShownAgain
{
    public QuestionsView View { get; private set; } = null!;

    /// <summary>Everything asked, in order, whoever is asked it.</summary>
    public IReadOnlyList<AskedQuestion> Asked => [.. View.Plan.Order.Select(View.Plan.Find).OfType<AskedQuestion>()];

    public IReadOnlyList<ExtraQuestion> Retired => [.. View.Plan.Extras.Where(e => e.Retired)];

    public Burden Burden => Burden.Of(View.Plan);

    public bool AsksAllItCan => View.Plan.Extras.Count(e => !e.Retired) >= QuestionPlan.MostExtras;

    /// <summary>What differs from the version in force, a line each.</summary>
    public IReadOnlyList<string> Changes => View.Draft is null ? [] : QuestionChanges.Between(View.Asked, View.Plan);

    [BindProperty]
    public string? Reason { get; set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => Load(cancellationToken);

    public async Task<IActionResult> OnPostMoveAsync(
        int seen,
        string key,
        bool up,
        CancellationToken cancellationToken
    ) => Told(await Sender.Send(new MoveQuestion(Me, seen, key, up), cancellationToken), $"ask-{key}");

    public async Task<IActionResult> OnPostRetireAsync(
        int seen,
        string key,
        bool retired,
        CancellationToken cancellationToken
    ) =>
        Told(
            await Sender.Send(new RetireQuestion(Me, seen, key, retired), cancellationToken),
            retired ? "asked" : $"ask-{key}"
        );

    public async Task<IActionResult> OnPostPublishAsync(int seen, CancellationToken cancellationToken)
    {
        if (
            await Sender.Send(new PublishQuestions(Me, seen, Reason ?? ""), cancellationToken)
            is PublishQuestionsResult.Published published
        )
            Say(
                "done",
                string.Create(CultureInfo.InvariantCulture, $"Version {published.Version} is asked from now on"),
                "Check-ins begun before are finished with the questions they were begun with."
            );
        else
            SayChanged();
        return RedirectToPage();
    }

    public async Task<IActionResult> ShowAgain(CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostDiscardAsync(int seen, CancellationToken cancellationToken)
    {
        if (
            await Sender.Send(new DiscardQuestionDraft(Me, seen), cancellationToken) is PublishQuestionsResult.Discarded
        )
            Say("done", "The draft is thrown away", "Check-ins ask what they asked before.");
        else
            SayChanged();
        return RedirectToPage();
    }

    private RedirectToPageResult Told(EditQuestionsResult result, string fragment)
    {
        switch (result)
        {
            case EditQuestionsResult.TooMany:
                Say(
                    "warning",
                    $"{QuestionPlan.MostExtras} questions of your own are asked already",
                    "Take one out first: each makes the check-in longer for people who are exhausted."
                );
                break;
            case EditQuestionsResult.ChangedMeanwhile or EditQuestionsResult.NotFound:
                SayChanged();
                break;
        }

        return RedirectToPage(null, null, null, fragment);
    }

    private void SayChanged() =>
        Say(
            "warning",
            "Somebody else changed the draft meanwhile",
            "Nothing was done. Look at it as it is now, and try again."
        );

    private async Task Load(CancellationToken cancellationToken) =>
        View = await Sender.Send(new GetQuestions(Me), cancellationToken);
}
