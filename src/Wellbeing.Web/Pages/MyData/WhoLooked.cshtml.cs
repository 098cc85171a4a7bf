using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Privacy;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.MyData;

/// <summary>Who of the team looked at the participant's data, when and what for.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class WhoLookedModel(ISender sender) : PageModel
{
    [FromQuery(Name = "p")]
    public int PageNumber { get; set; } = 1;

    public WhoLooked Log { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Log = await sender.Send(new GetWhoLooked(User.ToActor(), PageNumber), cancellationToken);
}
