using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Trend;

/// <summary>Takes a check-in of the last day back, after one look at it.</summary>
[Authorize(Policy = Policies.Participant)]
public sealed class RemoveModel(ISender sender, TimeProvider clock) : PageModel
{
    public CheckInView CheckIn { get; private set; } = null!;

    public string TimeZone { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await sender.Send(new GetMyCheckInById(User.ToActor(), id), cancellationToken) is not { } checkIn)
            return NotFound();
        if (clock.GetUtcNow().UtcDateTime - checkIn.SubmittedAtUtc > App.CheckIns.CheckIn.CorrectableFor)
            return RedirectToPage("/Trend/Index", new { done = "late" });
        CheckIn = checkIn;
        TimeZone = (await sender.Send(new GetMySettings(User.ToActor()), cancellationToken)).TimeZone;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancellationToken) =>
        await sender.Send(new RemoveCheckIn(User.ToActor(), id), cancellationToken) switch
        {
            CorrectCheckInResult.TooLate => RedirectToPage("/Trend/Index", new { done = "late" }),
            _ => RedirectToPage("/Trend/Index", new { done = "removed" }), // A second tap finds it gone, as it should be.
        };
}
