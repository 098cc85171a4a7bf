using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;
using Wellbeing.Web.Components.Questions;

namespace Wellbeing.Web.Pages.Reminders;

/// <summary>
/// Which mails about check-ins: by the link in one of them, without a sign-in, or by the mail program's own button (RFC
/// 8058), which posts here without having opened the page.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class StopModel(ISender sender, IStringLocalizer<ParticipantText> text) : LinkPage
{
    [BindProperty]
    public string? Mails { get; set; }

    public bool Known { get; private set; }

    public bool Saved { get; private set; }

    public IEnumerable<Choice> Choices =>
        Enum.GetNames<PromptMails>().Select(name => new Choice(name, text[$"PromptMails.{name}"]));

    public async Task OnGetAsync(string token, bool saved, CancellationToken cancellationToken)
    {
        var now = await sender.Send(new GetPromptMails(LinkHolder, token), cancellationToken);
        (Known, Mails, Saved) = (now is not null, now?.ToString(), saved);
    }

    public async Task<IActionResult> OnPostAsync(string token, CancellationToken cancellationToken)
    {
        PromptMails? wanted = Enum.GetNames<PromptMails>().Contains(Mails) ? Enum.Parse<PromptMails>(Mails!) : null;
        if (await sender.Send(new ChangePromptMails(LinkHolder, token, wanted), cancellationToken) is null)
            return Page();
        return IsOneClick ? new OkResult() : RedirectToPage(new { token, saved = true });
    }
}
