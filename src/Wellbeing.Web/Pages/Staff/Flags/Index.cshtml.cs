using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Features.Flags;
using Wellbeing.Web.Components;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.Flags;

/// <summary>The work-list: who needs somebody now, why, since when, by when.</summary>
[Authorize(Policy = Policies.Nurse)]
public sealed class IndexModel(ISender sender, TeamTime time) : StaffPage(sender)
{
    public static IReadOnlyList<(FlagFilter Filter, string Text)> Filters { get; } =
    [
        (FlagFilter.Unresolved, "Unresolved"),
        (FlagFilter.Overdue, "Past the time"),
        (FlagFilter.Open, "Waiting"),
        (FlagFilter.Mine, "Mine"),
        (FlagFilter.Acknowledged, "In hand"),
        (FlagFilter.Resolved, "Resolved"),
    ];

    /// <summary>A word that is no filter means the whole list.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    // "page" is the name of the page itself in routing.
    [FromQuery(Name = "p")]
    public int PageNumber { get; set; } = 1;

    public FlagFilter Filter => Enum.TryParse<FlagFilter>(Show, ignoreCase: true, out var filter) && Enum.IsDefined(filter) ? filter : FlagFilter.Unresolved;

    public FlagPage List { get; private set; } = null!;

    public int Pages => Math.Max(1, (int)Math.Ceiling(List.Total / (double)List.PageSize));

    public string Lead
    {
        get
        {
            var (open, late) = (List.Counts[FlagFilter.Open], List.Counts[FlagFilter.Overdue]);
            if (open == 0)
                return List.Counts[FlagFilter.Acknowledged] == 0 ? "Nobody is waiting." : "Nobody is waiting: every flag is in somebody’s hands.";
            var waiting = open == 1 ? "1 person is waiting for somebody to take their flag." : $"{open} people are waiting for somebody to take their flag.";
            return late switch
            {
                0 => waiting,
                1 => waiting + " 1 is past the time.",
                _ => waiting + $" {late} are past the time.",
            };
        }
    }

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListFlags(Me, Filter, PageNumber), cancellationToken);

    /// <summary>For the open page, every half minute: what came meanwhile. Nothing new answers with nothing, so that nothing is read out.</summary>
    public async Task<IActionResult> OnGetSinceAsync(long since, int known, CancellationToken cancellationToken)
    {
        if (since < 0 || since > DateTime.MaxValue.Ticks) return BadRequest();
        var fresh = await Sender.Send(new CountNewFlags(Me, new DateTime(since, DateTimeKind.Utc)), cancellationToken);
        if (fresh.Raised + fresh.Grown == known) return new NoContentResult();
        return Partial("_News", new News(fresh, Href(Filter)));
    }

    public async Task<IActionResult> OnPostTakeAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = await Sender.Send(new AcknowledgeFlag(Me, id), cancellationToken);
        if (result is FlagChangeResult.Done)
        {
            Say("done", "You have this flag", "Colleagues see that it is in your hands. Next: get in touch, and record what came of it.");
            return RedirectToPage("/Staff/Flags/Flag", new { id });
        }

        Say(result, time);
        return Redirect(Href(Filter));
    }

    public static string Href(FlagFilter filter) =>
        filter == FlagFilter.Unresolved ? "/Staff/Flags" : $"/Staff/Flags?show={filter.ToString().ToLowerInvariant()}";

    public string SinceHref => string.Create(
        CultureInfo.InvariantCulture, $"/Staff/Flags?handler=Since&since={List.AtUtc.Ticks}&show={Filter.ToString().ToLowerInvariant()}");
}

/// <summary>What came since the list was drawn, and where the list is drawn anew.</summary>
public sealed record News(NewFlags Fresh, string Href)
{
    public string Text => string.Join(" and ", new[]
    {
        Fresh.Raised == 0 ? null : StaffWords.Count(Fresh.Raised, "new flag"),
        Fresh.Grown == 0 ? null : $"{StaffWords.Count(Fresh.Grown, "flag")} with a new reason",
    }.Where(part => part is not null)) + ".";
}
