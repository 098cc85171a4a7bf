using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.People;
using Wellbeing.App.Privacy;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.MyData;

/// <summary>The participant's rights over what is held about them, in one place.</summary>
[Authorize(Policy = Policies.Participant)]
[NeedsRecentSignIn(OnlyToSend = true)]
public sealed class IndexModel(ISender sender) : PageModel
{
    public Consent? Consent { get; private set; }

    public string TimeZone { get; private set; } = "";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Consent = await sender.Send(new GetMyConsent(User.ToActor()), cancellationToken);
        TimeZone = (await sender.Send(new GetMyDetails(User.ToActor()), cancellationToken)).TimeZone;
    }

    /// <summary>The download: written as it is read, however much there is.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Response.ContentType = "application/json";
        Response.Headers.ContentDisposition = "attachment; filename=\"my-data.json\"";
        Response.Headers.CacheControl = SecurityHeaders.NeverKept;
        await sender.Send(new ExportMyData(User.ToActor(), Response.Body), cancellationToken);
        return new EmptyResult();
    }
}
