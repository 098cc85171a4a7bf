using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>Begins a check-in, or goes on with the one begun. Only a POST begins one: following a mail's link changes nothing.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class StartModel(ISender sender, TimeProvider clock) : CheckInPage(sender)
{
    private static readonly TimeSpan _stillTheSame = TimeSpan.FromHours(12);

    public Draft? Begun { get; private set; }

    public MyHome Home { get; private set; } = null!;

    /// <summary>The participation ended while the check-in was filled in.</summary>
    [BindProperty(SupportsGet = true)] public bool Ended { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Begun = Ended ? null : await Sender.Send(new GetDraft(By), cancellationToken);
        if (Begun is not null && clock.GetUtcNow().UtcDateTime - Begun.StartedAtUtc < _stillTheSame) return GoOn(Begun);
        Home = await Sender.Send(new GetMyHome(By), cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(bool again, CancellationToken cancellationToken)
    {
        // Only the check-in that was seen is put away, not one begun since in another tab.
        if (again && (await Sender.Send(new GetDraft(By), cancellationToken))?.Id == DraftId) await Sender.Send(new DiscardDraft(By), cancellationToken);
        return GoOn(await Sender.Send(new StartCheckIn(By), cancellationToken));
    }

    private RedirectToPageResult GoOn(Draft draft) =>
        draft.AllOnOnePage ? RedirectToPage("/CheckIns/All")
        : Questions.FirstOpen(draft.Answered) is { } next ? RedirectToPage("/CheckIns/Step", new { step = next })
        : RedirectToPage("/CheckIns/Submit");
}
