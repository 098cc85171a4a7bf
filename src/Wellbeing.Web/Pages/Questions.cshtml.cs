using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.App.Wording;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages;

/// <summary>The questions that a nurse sent, for the person to answer or not.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class QuestionsModel(ISender sender, IStringLocalizer<ParticipantText> text) : PageModel
{
    [BindProperty]
    public Phq4Form Answers { get; set; } = new();

    [BindProperty]
    public Guid ScreenId { get; set; }

    public MyScreen? Screen { get; private set; }

    /// <summary>It was just sent.</summary>
    public bool Answered { get; private set; }

    /// <summary>What they are told about time where contact is promised; else null.</summary>
    public WhenSomebodyReads? Promised { get; private set; }

    /// <summary>Asked of whom contact is promised.</summary>
    [BindProperty]
    public ReachForm? Reach { get; set; }

    /// <summary>It was just said how to reach them.</summary>
    public bool Reached { get; private set; }

    public bool Declined { get; private set; }

    public string TimeZone { get; private set; } = "";

    public string FirstName { get; private set; } = "";

    public async Task OnGetAsync(CancellationToken cancellationToken) => await Draw(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var answers = Answers.Read(ModelState, nameof(Answers), text["Screen.Missing"]);
        return answers is null ? await Draw(cancellationToken) : await Send(answers, cancellationToken);
    }

    public Task<IActionResult> OnPostDeclineAsync(CancellationToken cancellationToken)
    {
        Declined = true;
        return Send(null, cancellationToken);
    }

    public async Task<IActionResult> OnPostReachAsync(CancellationToken cancellationToken)
    {
        Answered = true;
        Reached = await (Reach ??= new()).Take(sender, User.ToActor(), ModelState, text, cancellationToken);
        return await Draw(cancellationToken);
    }

    private async Task<IActionResult> Send(Phq4? answers, CancellationToken cancellationToken)
    {
        // Gone: answered in another tab, or its time is over. The page says that there is nothing to answer.
        Answered =
            await sender.Send(new AnswerMyScreen(User.ToActor(), ScreenId, answers), cancellationToken)
            is AnswerMyScreenResult.Saved;
        return await Draw(cancellationToken);
    }

    private async Task<IActionResult> Draw(CancellationToken cancellationToken)
    {
        Screen = await sender.Send(new GetMyScreen(User.ToActor()), cancellationToken);
        var me = await sender.Send(new GetMyHome(User.ToActor()), cancellationToken);
        if (Answered && !Declined && me.Reads is { InPerson: true } reads)
        {
            Promised = reads;
            await (Reach ??= new()).Fill(sender, User.ToActor(), ModelState, TempData, text, cancellationToken);
        }

        (TimeZone, FirstName) = (me.TimeZone, PersonName.Called(me.Name, me.PreferredName, Language.Current));
        return Page();
    }
}
