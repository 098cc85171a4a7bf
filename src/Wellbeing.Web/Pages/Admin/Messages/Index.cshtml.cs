using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Notices;
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

    public static string Of(NoticePurpose purpose) =>
        purpose switch
        {
            NoticePurpose.FlagToTeam => "A flag, to the team",
            NoticePurpose.FlagToSupportContact => "“May welcome a call”, to a support contact",
            NoticePurpose.StepReachedNobody => "Alarm: a step had nobody to tell",
            NoticePurpose.LadderUnanswered => "Alarm: nobody answered a flag",
            NoticePurpose.CheckInInvitation => "Invitation to check in",
            NoticePurpose.CheckInReminder => "Reminder to check in",
            NoticePurpose.NewEmailQuestion => "Question to a new address",
            NoticePurpose.DetailsChangedTold => "News of changed contact details",
            NoticePurpose.NewEmailTold => "News of a new address, to the old one",
            NoticePurpose.ScreenInvitation => "A nurse’s questions",
            NoticePurpose.NoteBack => "News of a nurse’s note",
            NoticePurpose.SignInLink => "Link to sign in",
            NoticePurpose.NewPasswordLink => "Link to choose a password",
            NoticePurpose.ConfirmCode => "Code to confirm who it is",
            NoticePurpose.LeafletLink => "Link for somebody with a leaflet",
            NoticePurpose.StaffInvitation => "Invitation to a colleague",
            NoticePurpose.ParticipantInvitation => "Invitation to take part",
            NoticePurpose.CheckInLinkAgain => "New link to a check-in",
            NoticePurpose.Nomination => "Question to a support contact",
            NoticePurpose.FamilyAsked => "Question to a family member",
            NoticePurpose.FamilyInvitation => "Invitation to a family member",
            NoticePurpose.SupportContactTest => "Test, to a support contact",
            NoticePurpose.MailTest => "Test of the mail settings",
            NoticePurpose.DeliveryUncertain => "Alarm: a message may not have arrived",
            NoticePurpose.FlagGrew => "Something new, to the nurse who has the flag",
            NoticePurpose.ScreenAnswered => "Four questions answered, to the nurse who asked",
            NoticePurpose.FlagAssigned => "A flag, to the nurse it was given to",
            NoticePurpose.OutageDigest => "News of an outage, to the team",
            NoticePurpose.ReadinessWarning => "Warning: something is not ready",
            NoticePurpose.OnCallBegins => "A turn on call begins",
            NoticePurpose.OnCallTakenOver => "A colleague took over the turn on call",
            NoticePurpose.SwapOffered => "A turn on call is offered",
            NoticePurpose.SwapAnswered => "Answer to an offered turn",
            _ => purpose.ToString(),
        };

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
