using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Flags;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.LookAgain;

/// <summary>People whom a nurse wanted to look at again after closing a flag.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public RechecksPage List { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListRechecks(Me, PageNumber), cancellationToken);

    public async Task<IActionResult> OnPostAsync(Guid recheck, CancellationToken cancellationToken)
    {
        if (!await Sender.Send(new FinishRecheck(Me, recheck), cancellationToken))
            return NotFound();
        Say("done", "It is off the list", "That you looked is in the person’s history.");
        return RedirectToPage();
    }
}
