using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.Delivery;
using Wellbeing.Delivery.Bounces;
using Wellbeing.Web.Components;
using Wellbeing.Web.Jobs;
using Wellbeing.Web.Pages.Staff;
using Wellbeing.Web.SignIn;

namespace Wellbeing.Web.Pages.Admin.Mail;

/// <summary>A live test, the addresses that refuse our mail, and the settings in force.</summary>
[Authorize(Policy = Policies.Administrator)]
public sealed class IndexModel(
    ISender sender,
    IOptions<MailOptions> options,
    IOptions<BounceOptions> bounces,
    SiteInForce site,
    TeamTime time
) : StaffPage(sender)
{
    /// <summary>Shown without the password.</summary>
    public MailOptions Settings { get; } = options.Value;

    /// <summary>As typed.</summary>
    [BindProperty]
    public string? Code { get; set; }

    public IReadOnlyList<TestMail> Tests { get; private set; } = [];

    public IReadOnlyList<RefusedAddress> Refused { get; private set; } = [];

    /// <summary>Null where no mailbox is set.</summary>
    public BounceReading? Bounces { get; private set; }

    public IEnumerable<(string Term, string Value)> Facts
    {
        get
        {
            if (Settings.Transport == MailTransport.File)
            {
                yield return ("Mails leave", "As files in a folder: nobody receives them. For trying things out only.");
                yield return ("Folder", Settings.Folder);
            }
            else
            {
                yield return ("Mail server", $"{Settings.Host}, port {Settings.EffectivePort}");
                yield return (
                    "Encryption",
                    Settings.Tls switch
                    {
                        MailTls.None => "None",
                        MailTls.StartTls => "STARTTLS, required",
                        _ => "TLS from the first byte",
                    }
                );
                yield return ("Sign-in", Settings.User.Length == 0 ? "None" : Settings.User);
                yield return ("Longest wait for an answer", $"{Settings.TimeoutSeconds} seconds");
                yield return (
                    "Most in a minute",
                    Settings.MessagesPerMinute == 0
                        ? "No limit"
                        : $"{Settings.MessagesPerMinute}; urgent ones are not held up"
                );
            }

            yield return (
                "Sender",
                $"{(Settings.FromName.Length > 0 ? Settings.FromName : site.Name)}, {Settings.From}"
            );
            var back = bounces.Value;
            yield return (
                "Mails that come back",
                back.Enabled
                    ? $"To {back.Address}, read at {back.Host}, folder {back.Folder}, every {(back.EveryMinutes == 1 ? "minute" : $"{back.EveryMinutes} minutes")}"
                    : "Go to the sender’s own mailbox: nobody is told unless somebody reads it"
            );
        }
    }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Tests = await Sender.Send(new ListTestMails(Me), cancellationToken);
        Refused = await Sender.Send(new ListRefusedAddresses(Me), cancellationToken);
        Bounces = await Sender.Send(new GetBounceReading(Me), cancellationToken);
    }

    public async Task<IActionResult> OnPostTestAsync(CancellationToken cancellationToken)
    {
        if (await Sender.Send(new SendTestMail(Me), cancellationToken) is SendTestMailResult.Queued queued)
        {
            // Now, for whoever waits for the answer; a sweep that is faster has claimed it, and this finds nothing to
            // do.
            await Sender.Send(
                new SendDueMessages(Actor.System, Schedule.Server, Only: queued.MessageId),
                cancellationToken
            );
            var sent = (await Sender.Send(new ListTestMails(Me), cancellationToken))[0];
            if (sent.State is MessageState.Pending or MessageState.Sending or MessageState.RetryWait)
                Say(
                    "info",
                    "The test mail has not left yet",
                    "Look again in a moment: what the mail server answers will stand below."
                );
            else
                Say("done", "The mail server has answered", "Its words stand below.");
        }
        else
        {
            Say("info", "Wait a little", $"You have sent {SendTestMail.PerHour} test mails within an hour.");
        }

        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostArrivedAsync(CancellationToken cancellationToken)
    {
        if (await Sender.Send(new ConfirmTestMail(Me, Code ?? ""), cancellationToken))
        {
            Say("done", "Mail arrives", "The test mail left and reached you.");
            return RedirectToPage();
        }

        ModelState.AddModelError(
            nameof(Code),
            "No test mail of yours has this code. Look for the newest one, also among junk, or send another."
        );
        await OnGetAsync(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAgainAsync(AddressOwner owner, Guid id, CancellationToken cancellationToken)
    {
        if (await Sender.Send(new TryAddressAgain(Me, owner, id), cancellationToken))
            Say(
                "done",
                "The address is written to again",
                "Should the mail server refuse it once more, it shows here."
            );
        else
            Say("info", "The address was cleared already");
        return RedirectToPage();
    }

    /// <summary>Whose it is, as administrators may know it.</summary>
    public static string Title(RefusedAddress address) =>
        address.Owner switch
        {
            AddressOwner.Staff => address.Name,
            AddressOwner.Participant => "Somebody who checks in",
            _ => "A support contact",
        };

    /// <summary>What saying yes does.</summary>
    public static string Consequence(RefusedAddress address) =>
        address.Owner switch
        {
            AddressOwner.Staff =>
                "Ask them, or whoever runs their mailbox, first. They are then told of flags by mail again.",
            AddressOwner.Participant =>
                "Mails to them go out all the same. They are off this list until one is refused again.",
            _ => "If they had said yes, they are told again; if they had not answered yet, they are asked once more.",
        };

    public string Words(MessageAttemptView attempt) =>
        attempt.Outcome switch
        {
            AttemptOutcome.Begun => $"{TeamTime.Capital(time.Moment(attempt.BeganAtUtc))}: being handed over.",
            AttemptOutcome.Accepted => $"The mail server took it: {Reply(attempt)}",
            AttemptOutcome.Permanent => $"The mail server refused it at “{attempt.Phase?.Name()}”: {Reply(attempt)}",
            AttemptOutcome.Unknown => $"Nobody knows whether it arrived. {Reply(attempt)} It is sent again.",
            _ => $"It did not leave, at “{attempt.Phase?.Name()}”: {Reply(attempt)} It is tried again.",
        };

    private static string Reply(MessageAttemptView attempt) =>
        string.Join(
            ' ',
            new[]
            {
                attempt.ReplyCode?.ToString(System.Globalization.CultureInfo.InvariantCulture),
                attempt.Detail,
            }.Where(s => !string.IsNullOrEmpty(s))
        )
            is { Length: > 0 } words
            ? words.EndsWith('.')
                ? words
                : words + "."
            : "no answer.";
}
