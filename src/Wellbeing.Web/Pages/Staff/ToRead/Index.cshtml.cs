using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.Web.Components;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Staff.ToRead;

/// <summary>The reading list: every check-in that nobody has read, words first.</summary>
[Authorize(Policy = Policies.Nurse)]
[RequestFormLimits(ValueCountLimit = 512)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public ToReadPage List { get; private set; } = null!;

    /// <summary>Those that are offered.</summary>
    public IReadOnlyList<ReplySentenceView> Sentences { get; private set; } = [];

    public string Lead => LeadOf(List.Counts);

    /// <summary>"1 check-in has waited longer than two working days."</summary>
    public static string LateOf(int overdue, bool readsEveryCheckIn) =>
        $"{StaffWords.Count(overdue, "check-in has", "check-ins have")} waited longer than two working days.{(readsEveryCheckIn ? " This organisation reads every check-in by then." : "")}";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        List = await Sender.Send(new ListToRead(Me, PageNumber, ListPart.Size), cancellationToken);
        Sentences = [.. (await Sender.Send(new GetReplySentences(Me), cancellationToken)).Where(s => s.IsOffered)];
    }

    public async Task<IActionResult> OnPostReadAsync(List<Guid>? ids, long shown, CancellationToken cancellationToken)
    {
        if (ids is not { Count: > 0 and <= 100 } || shown < 0 || shown > DateTime.MaxValue.Ticks)
            return BadRequest();
        var read = await Sender.Send(new MarkRead(Me, ids, new DateTime(shown, DateTimeKind.Utc)), cancellationToken);
        if (Request.Headers.XRequestedWith == "fetch")
            return new NoContentResult(); // By key: the list stays where it is.
        if (ids.Count > 1)
            Say(
                "done",
                $"{StaffWords.Count(read, "check-in")} marked read",
                read < ids.Count ? "The others were read by a colleague, or changed meanwhile." : ""
            );
        return RedirectToPage(new { p = PageNumber > 1 ? PageNumber : (int?)null });
    }

    /// <summary>For the list that stays where it is: what its heading, its badge and its lines say now.</summary>
    public async Task<IActionResult> OnPostCountsAsync(List<Guid>? ids, CancellationToken cancellationToken)
    {
        if (ids is { Count: > 100 })
            return BadRequest();
        var now = await Sender.Send(new CountToReadNow(Me, ids ?? []), cancellationToken);
        Response.Headers.CacheControl = "no-store";
        return new JsonResult(
            new
            {
                lead = LeadOf(now.Counts),
                late = now.Overdue > 0 ? LateOf(now.Overdue, now.ReadsEveryCheckIn) : "",
                unread = UnreadCount.Shown(now.Total),
                read = now.Read,
            }
        );
    }

    /// <summary>"Distress 7 of 10, everyday things much affected, growing, like this for longer than two weeks, asked for
    /// contact".</summary>
    public static string Numbers(CheckInView c)
    {
        var parts = new List<string> { c.Intensity is { } level ? $"Distress {level} of 10" : "Distress not said" };
        if (c.Functioning is { } impact)
            parts.Add(StaffWords.EverydayThings(impact));
        if (c.Change is { } change)
            parts.Add(StaffWords.Of(change).ToLowerInvariant());
        if (c.Duration is { } howLong)
            parts.Add($"like this for {StaffWords.Of(howLong)}");
        if (c.ContactMe)
            parts.Add("asked for contact");
        return string.Join(", ", parts);
    }

    private static string LeadOf(IReadOnlyDictionary<ToReadGroup, int> counts) =>
        counts.Values.Sum() is > 0 and var total
            ? $"{StaffWords.Count(total, "check-in waits", "check-ins wait")} to be read{Parts(counts)}."
            : "Nothing waits to be read.";

    /// <summary>What is among them; nothing where all are of those that have no name of their own.</summary>
    private static string Parts(IReadOnlyDictionary<ToReadGroup, int> counts)
    {
        var parts = Named(counts).ToList();
        if (parts.Count > 0 && counts.GetValueOrDefault(ToReadGroup.Rest) is > 0 and var rest)
            parts.Add(StaffWords.Count(rest, "other", "others"));
        return parts.Count == 0 ? "" : $": {string.Join(", ", parts)}";
    }

    private static IEnumerable<string> Named(IReadOnlyDictionary<ToReadGroup, int> counts)
    {
        int Of(ToReadGroup group) => counts.GetValueOrDefault(group);
        var words = Of(ToReadGroup.WordsFirst) + Of(ToReadGroup.Words);
        if (words > 0)
            yield return $"{words:N0} with words";
        if (Of(ToReadGroup.Raised) is > 0 and var raised)
            yield return $"{raised:N0} with a high rating and no flag";
    }
}
