using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Prompts;

namespace Wellbeing.Web.Pages.Reminders;

/// <summary>
/// No more mails that say there is a note: by the link in one of them, without a sign-in, or by the mail program's own
/// button (RFC 8058), which posts here without having opened the page.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class NotesModel(ISender sender) : LinkPage
{
    /// <summary>Whether such mails come; null for a link that is not ours.</summary>
    public bool? On { get; private set; }

    public async Task OnGetAsync(string token, CancellationToken cancellationToken) =>
        On = await sender.Send(new GetReplyMails(LinkHolder, token), cancellationToken);

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancellationToken)
    {
        if (!await sender.Send(new StopReplyMails(LinkHolder, token), cancellationToken))
            return Page();
        return IsOneClick ? new OkResult() : RedirectToPage(new { token });
    }
}
