using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Accounts;
using Wellbeing.App.Privacy;
using Wellbeing.App.Prompts;
using Wellbeing.App.Wording;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages;

/// <summary>Somebody has just joined: a first check-in, a support contact, each now or later.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class WelcomeModel(ISender sender, UserManager<Account> accounts) : PageModel
{
    public string Name { get; private set; } = "";

    /// <summary>When they are asked, should they not begin now.</summary>
    public DateTime? NextUtc { get; private set; }

    public string TimeZone { get; private set; } = "";

    public bool HasPassword { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var settings = await sender.Send(new GetMySettings(User.ToActor()), cancellationToken);
        (NextUtc, TimeZone) = (settings.NextPromptAtUtc, settings.TimeZone);
        var me = await sender.Send(new GetMyDetails(User.ToActor()), cancellationToken);
        Name = PersonName.Called(me.Name, me.Address.PreferredName, Language.Current);
        HasPassword = (await accounts.GetUserAsync(User))?.PasswordHash is not null;
    }
}
