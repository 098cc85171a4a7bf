using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Prompts;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.NotHeard;

/// <summary>The second list: who was asked and did not answer, and whether to ring them.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public static IReadOnlyList<(NotHeardState State, string Text)> States { get; } =
    [
        (NotHeardState.MissedAfterHigh, "Missed after a high rating"),
        (NotHeardState.Missed, "Missed"),
        (NotHeardState.NotDelivered, "Not delivered"),
        (NotHeardState.Reminded, "Reminded"),
        (NotHeardState.Due, "Asked"),
    ];

    /// <summary>A word that is no state means everybody.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    public NotHeardState? Only => Enum.TryParse<NotHeardState>(Show, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    public NotHeardPage List { get; private set; } = null!;

    public int Pages => Math.Max(1, (int)Math.Ceiling(List.Total / (double)List.PageSize));

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListNotHeardFrom(Me, Only, PageNumber), cancellationToken);

    public async Task<IActionResult> OnPostCallAsync(Guid promptId, Guid callId, string outcome, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<PromptCallOutcome>(outcome, out var what) || !Enum.IsDefined(what)) return BadRequest();
        if (await Sender.Send(new RecordPromptCall(Me, callId, promptId, what), cancellationToken))
            Say("done", "The call is noted", "Colleagues see who rang, and when.");
        else Say("warning", "This check-in is not there", "The list below is up to date.");
        return Redirect(Href(Only));
    }

    public static string Href(NotHeardState? state) => state is { } only ? $"/Staff/NotHeard?show={only.ToString().ToLowerInvariant()}" : "/Staff/NotHeard";

    public static string Of(NotHeardState state) => States.First(s => s.State == state).Text;

    public static string Icon(NotHeardState state) => state switch
    {
        NotHeardState.MissedAfterHigh => "alert",
        NotHeardState.Missed => "diamond",
        NotHeardState.NotDelivered => "info",
        _ => "circle",
    };
}
