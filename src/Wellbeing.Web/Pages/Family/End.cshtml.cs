using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.People;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Family;

/// <summary>Ends a link, after one question.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class EndModel(ISender sender) : PageModel
{
    public FamilyTie Tie { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (
            (await sender.Send(new GetMyFamily(User.ToActor()), cancellationToken)).Linked.FirstOrDefault(t =>
                t.Id == id
            )
            is not { } tie
        )
            return RedirectToPage("/Family/Index");
        Tie = tie;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) =>
        RedirectToPage(
            "/Family/Index",
            new
            {
                done = await sender.Send(new EndFamilyLink(User.ToActor(), id), cancellationToken) ? "Ended" : "Gone",
            }
        );
}
