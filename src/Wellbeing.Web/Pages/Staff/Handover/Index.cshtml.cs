using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Flags;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.Handover;

/// <summary>Open flags on paper: who, why, since when, what was tried, what is next.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    [FromQuery(Name = "mine")]
    public bool Mine { get; set; }

    public string By => Me.Name;

    public App.Flags.Handover Sheet { get; private set; } = null!;

    public RechecksPage LookAgain { get; private set; } = null!;

    /// <summary>What the next colleague does: who gave no number is written to.</summary>
    public static string NextStep(HandoverRow row) =>
        (row.State == FlagState.Acknowledged, row.Tried.Any(a => a.Reached), row.Phone is not null) switch
        {
            (true, true, true) => "Resolve, or call again",
            (true, true, false) => "Resolve, or write to them again",
            (true, false, true) => "Call",
            (true, false, false) => "Write to them by email, and ask for a number",
            (false, _, true) => "Acknowledge it, then call",
            (false, _, false) => "Acknowledge it, then write to them by email, and ask for a number",
        };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Sheet = await Sender.Send(new GetHandover(Me, Mine), cancellationToken);
        LookAgain = await Sender.Send(new ListRechecks(Me, 1, 100), cancellationToken);
    }
}
