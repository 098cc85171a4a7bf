using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.Web.Pages.Shared;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages;

/// <summary>"I don't feel safe right now": help at once for anybody; for a participant one more tap tells the
/// team.</summary>
[AllowAnonymous]
[KeepsWhatWasTyped("Reach.Phone")]
public sealed class NotSafeModel(ISender sender, TimeProvider clock, IStringLocalizer<ParticipantText> text) : PageModel
{
    /// <summary>Made when the page is drawn: a second tap on the same page tells nobody twice.</summary>
    public Guid RequestId { get; } = Guid.CreateVersion7(clock.GetUtcNow());

    public bool CanTell => User.ChecksIn();

    /// <summary>What is true now, where the team was told and nobody has closed it yet.</summary>
    public MyHome? Told { get; private set; }

    /// <summary>Right after the tap. Whoever comes back later can tell the team again.</summary>
    public bool JustTold { get; private set; }

    /// <summary>How to reach them, asked once the team was told.</summary>
    [BindProperty]
    public ReachForm? Reach { get; set; }

    /// <summary>It was just said.</summary>
    public bool Reached { get; private set; }

    public async Task OnGetAsync(bool told, bool reached, CancellationToken cancellationToken)
    {
        if (
            !CanTell
            || await sender.Send(new GetMyHome(User.ToActor()), cancellationToken) is not { Reads.NotSafe: true } home
        )
            return;
        (Told, JustTold, Reached) = (home, told, reached);
        await (Reach ??= new()).Fill(sender, User.ToActor(), ModelState, TempData, text, cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(Guid requestId, CancellationToken cancellationToken)
    {
        if (!CanTell)
            return Challenge();
        await sender.Send(
            new RaiseNotSafe(User.ToActor(), requestId == Guid.Empty ? RequestId : requestId),
            cancellationToken
        );
        return RedirectToPage(new { told = true });
    }

    public async Task<IActionResult> OnPostReachAsync(CancellationToken cancellationToken)
    {
        if (!CanTell)
            return Challenge();
        if (await (Reach ??= new()).Take(sender, User.ToActor(), ModelState, text, cancellationToken))
            return RedirectToPage(null, null, new { told = true, reached = true }, "reach");
        await OnGetAsync(told: true, reached: false, cancellationToken);
        return Page();
    }
}
