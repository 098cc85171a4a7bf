using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.SupportContacts;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Contacts;

/// <summary>Takes a support contact off, after one question.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class WithdrawModel(ISender sender) : PageModel
{
    public MyContact Contact { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (
            (await sender.Send(new GetMyContacts(User.ToActor()), cancellationToken)).FirstOrDefault(c => c.Id == id)
            is not { } contact
        )
            return RedirectToPage("/Contacts/Index");
        Contact = contact;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) =>
        await sender.Send(new WithdrawContact(User.ToActor(), id), cancellationToken)
            ? RedirectToPage("/Contacts/Index", new { done = "withdrawn" })
            : RedirectToPage("/Contacts/Index");
}
