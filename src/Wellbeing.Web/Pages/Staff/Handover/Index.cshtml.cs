using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Flags;
using Wellbeing.Web.SignIn;

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

    /// <summary>What to do to reach them: who gave no number is written to.</summary>
    public static string ToReach(HandoverRow row) =>
        row switch
        {
            { Phone: not null } => "call",
            { MayBeAnswered: true } => "write to them by email, and ask for a number, or send a note",
            _ => "write to them by email, and ask for a number",
        };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Sheet = await Sender.Send(new GetHandover(Me, Mine), cancellationToken);
        LookAgain = await Sender.Send(new ListRechecks(Me, 1, 100), cancellationToken);
    }
}
