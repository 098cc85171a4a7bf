using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Reports;
using Wellbeing.App.Thresholds;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.WhatIf;

/// <summary>
/// Whom an administrator's draft of thresholds would flag, and whom no longer: for the nurses, who know them.
/// </summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class DraftModel(ISender sender, WhatIfRuns runs) : StaffPage(sender)
{
    // Shorter ones need no word of how far they are.
    private static readonly TimeSpan _moment = TimeSpan.FromSeconds(1);

    /// <summary>How far back to look; what is none is the usual.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Days { get; set; }

    /// <summary>How far back is looked.</summary>
    public int DaysBack =>
        int.TryParse(Days, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days is >= CompareThresholds.FewestDays and <= CompareThresholds.MostDays
            ? days
            : CompareThresholds.UsualDays;

    public ThresholdDraft Draft { get; private set; } = null!;

    public int InForce { get; private set; }

    public WhatIfRun Run { get; private set; } = null!;

    /// <summary>Where the page asks how far it is.</summary>
    public string AskAgain =>
        string.Create(CultureInfo.InvariantCulture, $"/Staff/WhatIf/{Draft.Id:D}?days={DaysBack}");

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new GetThresholdDraft(Me, id), cancellationToken) is not { } read)
        {
            Say("info", "This draft is gone", "It was published or thrown away.");
            return Redirect("/Staff/People");
        }

        Draft = read.Draft;
        InForce = (await Sender.Send(new GetThresholds(Me), cancellationToken)).InForce.Version;
        Run = runs.FindOrStart(
            new WhatIfQuestion(Me.UserId!.Value, Draft.Id, Draft.Version, InForce, DaysBack, null, Named: true),
            new CompareThresholds(Me, Draft.Detection, DaysBack, Named: true)
        );
        await Run.Wait(_moment, cancellationToken);
        return Page();
    }
}
