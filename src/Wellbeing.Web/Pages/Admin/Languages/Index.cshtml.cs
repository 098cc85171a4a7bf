using MediatR;
using Microsoft.AspNetCore.Authorization;
using Wellbeing.App.Site;
using Wellbeing.App.Wording;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Languages;

/// <summary>How far each translation can be trusted, and what it lacks.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public static int SafetyCount => SafetyCritical.Keys.Count;

    public IReadOnlyList<LanguageView> Views { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Views = await Sender.Send(new GetLanguages(Me), cancellationToken);
}
