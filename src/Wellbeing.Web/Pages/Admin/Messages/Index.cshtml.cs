using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Outbox;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Messages;

/// <summary>The outbox: what waits, what failed and what the mail server said.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(ISender sender) : StaffPage(sender)
{
    public static IReadOnlyList<(MessageFilter Filter, string Text)> Filters { get; } =
    [
        (MessageFilter.All, "All"),
        (MessageFilter.Waiting, "Waiting"),
        (MessageFilter.Retrying, "Trying again"),
        (MessageFilter.Rejected, "Refused"),
        (MessageFilter.Expired, "Not sent in time"),
        (MessageFilter.Accepted, "Accepted"),
        (MessageFilter.Cancelled, "No longer needed"),
    ];

    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    public MessageFilter Filter =>
        Enum.TryParse<MessageFilter>(Show, ignoreCase: true, out var filter) && Enum.IsDefined(filter)
            ? filter
            : MessageFilter.All;

    public MessagePage List { get; private set; } = null!;

    public int Pages => Math.Max(1, (int)Math.Ceiling(List.Total / (double)List.PageSize));

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        List = await Sender.Send(new ListMessages(Me, Filter, PageNumber), cancellationToken);

    public async Task<IActionResult> OnPostRetryAsync(Guid id, CancellationToken cancellationToken)
    {
        switch (await Sender.Send(new RetryMessage(Me, id), cancellationToken))
        {
            case RetryMessageResult.Queued:
                Say(
                    "done",
                    "It is tried again within a minute",
                    "If nobody needs it any more, for example because the flag is in hand, it is cancelled instead."
                );
                break;
            case RetryMessageResult.NothingToRetry moved:
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

    public static string Href(MessageFilter filter) =>
        filter == MessageFilter.All
            ? "/Admin/Messages"
            : $"/Admin/Messages?show={filter.ToString().ToLowerInvariant()}";

    public static string Of(MessageState state) =>
        state switch
        {
            MessageState.Pending => "Waiting",
            MessageState.Sending => "Being sent",
            MessageState.Accepted => "Accepted",
            MessageState.RetryWait => "Trying again",
            MessageState.Rejected => "Refused",
            MessageState.Cancelled => "No longer needed",
            _ => "Not sent in time",
        };

    public static string Tag(MessageState state) =>
        state switch
        {
            MessageState.Rejected or MessageState.Expired => "wb-tag wb-tag--urgent",
            MessageState.RetryWait => "wb-tag wb-tag--soon",
            MessageState.Cancelled => "wb-tag wb-tag--grey",
            _ => "wb-tag",
        };

    public static string Icon(MessageState state) =>
        state switch
        {
            MessageState.Rejected or MessageState.Expired => "alert",
            MessageState.RetryWait => "diamond",
            MessageState.Accepted => "check",
            MessageState.Cancelled => "circle",
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
