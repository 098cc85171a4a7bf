using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Outbox;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.Setup;

namespace Wellbeing.Web.Pages.Admin.Messages;

/// <summary>The outbox: what waits, what failed and what the mail server said.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public static IReadOnlyList<(NoticeFilter Filter, string Text)> Filters { get; } =
    [
        (NoticeFilter.All, "All"),
        (NoticeFilter.Waiting, "Waiting"),
        (NoticeFilter.Retrying, "Trying again"),
        (NoticeFilter.Rejected, "Refused"),
        (NoticeFilter.Expired, "Not sent in time"),
        (NoticeFilter.Accepted, "Accepted"),
        (NoticeFilter.Cancelled, "No longer needed"),
    ];

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    public NoticeFilter Filter =>
        Enum.TryParse<NoticeFilter>(Show, ignoreCase: true, out var filter) && Enum.IsDefined(filter)
            ? filter
            : NoticeFilter.All;

    public NoticePage List { get; private set; } = null!;

    public int Pages => Math.Max(1, (int)Math.Ceiling(List.Total / (double)List.PageSize));

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListNotices(Me, Filter, PageNumber), cancellationToken);

    public async Task<IActionResult> OnPostRetryAsync(Guid id, CancellationToken cancellationToken)
    {
        switch (await Sender.Send(new RetryNotice(Me, id), cancellationToken))
        {
            case RetryNoticeResult.Queued:
                Say(
                    "done",
                    "It is tried again within a minute",
                    "If nobody needs it any more, for example because the flag is in hand, it is cancelled instead."
                );
                break;
            case RetryNoticeResult.NothingToRetry moved:
                Say(
                    "info",
                    "There is nothing to try again",
                    $"Meanwhile the message is: {Of(moved.State).ToLowerInvariant()}."
                );
                break;
            default:
                return NotFound();
        }

        return Redirect(Href(Filter));
    }

    public static string Href(NoticeFilter filter) =>
        filter == NoticeFilter.All ? "/Admin/Messages" : $"/Admin/Messages?show={filter.ToString().ToLowerInvariant()}";

    public static string Of(NoticeState state) =>
        state switch
        {
            NoticeState.Pending => "Waiting",
            NoticeState.Sending => "Being sent",
            NoticeState.Accepted => "Accepted",
            NoticeState.RetryWait => "Trying again",
            NoticeState.Rejected => "Refused",
            NoticeState.Cancelled => "No longer needed",
            _ => "Not sent in time",
        };

    public static string Tag(NoticeState state) =>
        state switch
        {
            NoticeState.Rejected or NoticeState.Expired => "wb-tag wb-tag--urgent",
            NoticeState.RetryWait => "wb-tag wb-tag--soon",
            NoticeState.Cancelled => "wb-tag wb-tag--grey",
            _ => "wb-tag",
        };

    public static string Icon(NoticeState state) =>
        state switch
        {
            NoticeState.Rejected or NoticeState.Expired => "alert",
            NoticeState.RetryWait => "diamond",
            NoticeState.Accepted => "check",
            NoticeState.Cancelled => "circle",
            _ => "clock",
        };

    public static string Of(AttemptOutcome outcome) =>
        outcome switch
        {
            AttemptOutcome.Accepted => "accepted",
            AttemptOutcome.Temporary => "not yet",
            AttemptOutcome.Permanent => "refused",
            AttemptOutcome.Unknown => "unknown",
            _ => "begun",
        };
}
