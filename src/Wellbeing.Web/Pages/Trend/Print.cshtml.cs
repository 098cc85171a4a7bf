using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Trend;

/// <summary>The same to print, or to save as PDF, and take to the doctor.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class PrintModel(ISender sender, IStringLocalizer<ParticipantText> text, PersonTimes times) : PageModel
{
    public MyCourse My { get; private set; } = null!;

    /// <summary>Free words too, where the person wants them on paper.</summary>
    public bool WithWords { get; private set; }

    public string Name { get; private set; } = "";

    public async Task OnGetAsync(bool words, CancellationToken cancellationToken)
    {
        var by = User.ToActor();
        (WithWords, Name) = (words, by.Name);
        My = await MyCourse.Of(by, sender, text, times, cancellationToken);
    }
}
