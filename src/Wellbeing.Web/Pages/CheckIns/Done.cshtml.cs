using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Assessment;
using Wellbeing.App.Records;
using Wellbeing.App.Wording;
using Wellbeing.Web.Pages.Guidance;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.CheckIns;

/// <summary>What was saved, who is told, what happens next: only what is true at this moment.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class DoneModel(ISender sender, IStringLocalizer<ParticipantText> text) : CheckInPage(sender)
{
    public MyCheckIn Sent { get; private set; } = null!;

    /// <summary>Something said in a tab left open was kept for another check-in.</summary>
    public bool Kept { get; private set; }

    /// <summary>What fits what was said: after help, never instead of it.</summary>
    public IReadOnlyList<Reply> Replies => [.. Reply.To(Sent.CheckIn, Sent.Kind).Take(1)];

    /// <summary>How much help the page offers, and where it stands.</summary>
    public Ending Ending => Sent.Reads.NotSafe ? Ending.Unsafe : Questions.EndingOf(Sent.CheckIn);

    public string FirstName => PersonName.Called(Sent.Name, Sent.PreferredName, Language.Current);

    /// <summary>They wait for somebody: how that somebody gets through to them.</summary>
    public bool AsksReach => Sent.CheckIn.ContactMe || Sent.Reads.NotSafe;

    /// <summary>It was just said.</summary>
    public bool Reached { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, bool kept, bool reached, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetMyCheckIn(By, id), cancellationToken) is not { } sent)
            return RedirectToPage("/CheckIns/Start");
        (Sent, Reached) = (sent, reached);
        if (AsksReach)
            await FillReach(text, cancellationToken);
        Kept = kept && await Sender.Send(new GetDraft(By), cancellationToken) is not null;
        return Page();
    }

    public async Task<IActionResult> OnPostReachAsync(Guid id, CancellationToken cancellationToken) =>
        await (Reach ??= new()).Take(Sender, By, ModelState, text, cancellationToken)
            ? RedirectToPage(null, null, new { id, reached = true }, "reach")
            : await OnGetAsync(id, kept: false, reached: false, cancellationToken);
}
