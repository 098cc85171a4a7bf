using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.Web.Components;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Staff.ToRead;

/// <summary>The reading list: every check-in that nobody has read, words first.</summary>
[Authorize(Policy = Policies.Nurse)]
[RequestFormLimits(ValueCountLimit = 512)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public ToReadPage List { get; private set; } = null!;

    /// <summary>Those that are offered.</summary>
    public IReadOnlyList<ReplySentenceView> Sentences { get; private set; } = [];

    public string Lead =>
        List.Total == 0
            ? "Nothing waits to be read."
            : $"{StaffWords.Count(List.Total, "check-in waits", "check-ins wait")} to be read: {string.Join(", ", Parts())}.";

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

    /// <summary>"Distress 7 of 10, everyday things much affected, growing, asked for contact".</summary>
    public static string Numbers(CheckInView c)
    {
        var parts = new List<string> { c.Intensity is { } level ? $"Distress {level} of 10" : "Distress not said" };
        if (c.Functioning is { } impact)
            parts.Add(StaffWords.EverydayThings(impact));
        if (c.Change is { } change)
            parts.Add(StaffWords.Of(change).ToLowerInvariant());
        if (c.ContactMe)
            parts.Add("asked for contact");
        return string.Join(", ", parts);
    }

    private IEnumerable<string> Parts()
    {
        int Of(ToReadGroup group) => List.Counts.GetValueOrDefault(group);
        var words = Of(ToReadGroup.WordsFirst) + Of(ToReadGroup.Words);
        if (words > 0)
            yield return $"{words:N0} with words";
        if (Of(ToReadGroup.Raised) is > 0 and var raised)
            yield return $"{raised:N0} with a high rating and no flag";
        if (Of(ToReadGroup.Rest) is > 0 and var rest)
            yield return $"{rest:N0} {(words > 0 || Of(ToReadGroup.Raised) > 0 ? "others" : "without words or a high rating")}";
    }
}
