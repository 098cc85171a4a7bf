using MediatR;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Thresholds;
using Wellbeing.Web.Pages.Staff;

namespace Wellbeing.Web.Pages.Admin.Thresholds;

/// <summary>A page on which thresholds are published: typed anew, or from a draft.</summary>
public abstract class PublishingPage(ISender sender) : StaffPage(sender)
{
    protected IActionResult NowInForce(PublishThresholdsResult.Published published)
    {
        Say(
            "done",
            $"Version {published.Version} is in force",
            "Every check-in from now on is looked at with it. Flags that are open stay as they are."
        );
        return Redirect("/Admin/Thresholds");
    }
}
