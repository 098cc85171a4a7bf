using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Features.CheckIns;
using Wellbeing.App.Features.Flags;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages;

/// <summary>"I don't feel safe right now": help at once for anybody; for a participant one more tap tells the team.</summary>
[AllowAnonymous]
public sealed class NotSafeModel(ISender sender, TimeProvider clock) : PageModel
{
    /// <summary>Made when the page is drawn: a second tap on the same page tells nobody twice.</summary>
    public Guid RequestId { get; } = Guid.CreateVersion7(clock.GetUtcNow());

    public bool CanTell => User.ChecksIn();

    /// <summary>What is true now, where the team was told and nobody has closed it yet.</summary>
    public MyHome? Told { get; private set; }

    /// <summary>Right after the tap. Whoever comes back later can tell the team again.</summary>
    public bool JustTold { get; private set; }

    public async Task OnGetAsync(bool told, CancellationToken cancellationToken)
    {
        if (!CanTell || await sender.Send(new GetMyHome(User.ToActor()), cancellationToken) is not { Reads.NotSafe: true } home) return;
        (Told, JustTold) = (home, told);
    }

    public async Task<IActionResult> OnPostAsync(Guid requestId, CancellationToken cancellationToken)
    {
        if (!CanTell) return Challenge();
        await sender.Send(new RaiseNotSafe(User.ToActor(), requestId == Guid.Empty ? RequestId : requestId), cancellationToken);
        return RedirectToPage(new { told = true });
    }
}
