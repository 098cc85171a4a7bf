using System.Globalization;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.Web.Components;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Operations;

/// <summary>How the product itself is: the queue, the servers, the invariants, and what a restored database holds
/// back.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed partial class IndexModel(ISender sender, TeamTime time, MessageKinds kinds) : StaffPage(sender)
{
    /// <summary>A server not heard of for this long is not running.</summary>
    public static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(3);

    public OperationsView Now { get; private set; } = null!;

    public bool IsWell =>
        Now.Health is { IsHealthy: true, Broken: false }
        && Now.Bounces is not { MustBeMended: true }
        && Now.Health.WaysOut.All(w => w.FailingSinceUtc is null);

    /// <summary>A form sent without a choice, for its error.</summary>
    public bool ChoiceMissing { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) =>
        Now = await Sender.Send(new GetOperations(Me), cancellationToken);

    public async Task<IActionResult> OnPostCheckAsync(CancellationToken cancellationToken)
    {
        var report = await Sender.Send(new CheckInvariants(Me), cancellationToken);
        Say(
            report.Violations.Count == 0 ? "done" : "warning",
            report.Violations.Count == 0
                ? "Everything holds"
                : $"{StaffWords.Count(report.Violations.Count, "thing does", "things do")} not hold",
            report.Violations.Count == 0 ? "" : "They are listed below. Tell whoever looks after the software."
        );
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostReleaseAsync(string? messages, CancellationToken cancellationToken)
    {
        if (messages is not ("send" or "cancel"))
        {
            ChoiceMissing = true;
            await OnGetAsync(cancellationToken);
            return Page();
        }

        switch (await Sender.Send(new ReleaseHeldWork(Me, CancelMessages: messages == "cancel"), cancellationToken))
        {
            case ReleaseHeldWorkResult.Released released:
                Say(
                    "done",
                    "The work is released",
                    released.Cancelled > 0
                        ? $"{StaffWords.Count(released.Cancelled, "message was", "messages were")} cancelled. Due steps are taken within a minute, each once and marked late."
                        : "Due steps are taken within a minute, each once and marked late."
                );
                break;
            default:
                Say("info", "Nothing is held back", "A colleague released it before you.");
                break;
        }

        return RedirectToPage();
    }

    /// <summary>How the keys lie in the database.</summary>
    public string KeysInWords(KeysAtRest keys) => SetUpWords.Of(keys, time.LongDate);

    /// <summary>Why it is held. A backup names its time in UTC, since it is made without asking whose it is; here it is
    /// the team's.</summary>
    public string Because(Held held) =>
        UtcMinute()
            .Replace(
                held.Because,
                found =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{time.LongDate(Read(found))}, {time.Clock(Read(found))}, {time.ZoneName}"
                    )
            );

    private static DateTime Read(Match found) =>
        DateTime.ParseExact(
            found.Groups[1].Value,
            "yyyy-MM-dd HH:mm",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
        );

    [GeneratedRegex(@"(\d{4}-\d\d-\d\d \d\d:\d\d) UTC")]
    private static partial Regex UtcMinute();

    /// <summary>What a kind of message is called; its name for one that is no more.</summary>
    public string Title(string kind) => kinds.Find(kind)?.Title ?? kind;

    public static string Of(MessageState state) => Messages.IndexModel.Of(state);

    /// <summary>The filter of the Messages page that shows them.</summary>
    public static string Href(MessageState state) =>
        Messages.IndexModel.Href(
            state switch
            {
                MessageState.Pending or MessageState.Sending => MessageFilter.Waiting,
                MessageState.RetryWait => MessageFilter.Retrying,
                MessageState.Rejected => MessageFilter.Rejected,
                MessageState.Expired => MessageFilter.Expired,
                MessageState.Accepted => MessageFilter.Accepted,
                _ => MessageFilter.Cancelled,
            }
        );
}
