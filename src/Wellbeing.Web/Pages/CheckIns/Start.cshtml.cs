using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>Begins a check-in, or goes on with the one begun. Only a POST begins one: following a mail's link changes
/// nothing.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class StartModel(ISender sender, TimeProvider clock) : CheckInPage(sender)
{
    private static readonly TimeSpan _stillTheSame = TimeSpan.FromHours(12);

    public Draft? Begun { get; private set; }

    public MyHome Home { get; private set; } = null!;

    /// <summary>What was said last time, where "about the same" may be answered by looking at it once.</summary>
    public LastTime? LastTime { get; private set; }

    /// <summary>The participation ended while the check-in was filled in.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Ended { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Begun = Ended ? null : await Sender.Send(new GetDraft(By), cancellationToken);
        if (Begun is not null && clock.GetUtcNow().UtcDateTime - Begun.StartedAtUtc < _stillTheSame)
            return await GoOn(Begun, cancellationToken);
        Home = await Sender.Send(new GetMyHome(By), cancellationToken);
        LastTime = Ended || Begun is not null ? null : await Sender.Send(new GetLastTime(By), cancellationToken);
        return Page();
    }

    /// <param name="again">Puts the begun check-in away.</param>
    /// <param name="compared">How feelings compare with last time, where this page asked it first: a name, or a
    /// skip.</param>
    public async Task<IActionResult> OnPostAsync(bool again, string? compared, CancellationToken cancellationToken)
    {
        var begun = await Sender.Send(new GetDraft(By), cancellationToken);
        // Only the check-in that was seen is put away, not one begun since in another tab.
        if (again && begun?.Id == DraftId)
        {
            await Sender.Send(new DiscardDraft(By), cancellationToken);
            begun = null;
        }

        var isAnswer = compared == Questions.RatherNotSay || Enum.GetNames<PerceivedChange>().Contains(compared);
        // From a link or button elsewhere: whoever can say "about the same" is asked that first, on this page.
        if (begun is null && !isAnswer && await Sender.Send(new GetLastTime(By), cancellationToken) is not null)
            return RedirectToPage("/CheckIns/Start");

        var draft = begun ?? await Sender.Send(new StartCheckIn(By), cancellationToken);
        if (isAnswer && !draft.Answered.Contains(nameof(Question.Compared)))
        {
            draft = draft with
            {
                Answers = draft.Answers with
                {
                    Change = compared == Questions.RatherNotSay ? null : Enum.Parse<PerceivedChange>(compared!),
                },
                Answered = draft.Answered.Append(nameof(Question.Compared)).ToHashSet(),
            };
            await Sender.Send(new SaveDraft(By, draft.Id, draft.Answers, draft.Answered), cancellationToken);
        }

        return await GoOn(draft, cancellationToken);
    }
}
