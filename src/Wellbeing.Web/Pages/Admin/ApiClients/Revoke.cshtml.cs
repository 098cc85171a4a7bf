using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Accounts;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.ApiClients;

/// <summary>Asks before it ends a client. No new sign-in is asked for: who has to stop a leak has no time.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class RevokeModel(ISender sender) : StaffPage(sender)
{
    [FromRoute]
    public Guid Id { get; set; }

    public ApiClientRow Client { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (
            (await Sender.Send(new ListApiClients(Me), cancellationToken)).SingleOrDefault(c =>
                c.Id == Id && c.RevokedAtUtc is null
            )
            is not { } client
        )
            return RedirectToPage("/Admin/ApiClients/Index");
        Client = client;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await Sender.Send(new RevokeApiClient(Me, Id), cancellationToken))
            Say("done", "The client is revoked", "Its keys open nothing any more.");
        else
            Say("info", "The client was revoked before");
        return RedirectToPage("/Admin/ApiClients/Index");
    }
}
