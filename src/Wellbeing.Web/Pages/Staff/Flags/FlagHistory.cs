using System.Globalization;
using Wellbeing.App.Audit;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;
using Wellbeing.Web.Components;

namespace Wellbeing.Web.Pages.Staff.Flags;

/// <summary>One thing that happened, in a sentence.</summary>
/// <param name="Text">What more there is to know, such as the mail server's words.</param>
/// <param name="Said">A colleague's note.</param>
/// <param name="Kind">plain, strong or urgent.</param>
public sealed record HistoryLine(
    DateTime AtUtc,
    string Title,
    string? Text = null,
    string? Said = null,
    string Kind = "plain"
);

/// <summary>Turns what the audit log and the outbox hold about a flag into sentences, newest first.</summary>
public static class FlagHistory
{
    /// <summary>Emails that went the same way within this time are told in one line.</summary>
    private static readonly TimeSpan _together = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<HistoryLine> Tell(FlagView flag, TeamTime time, MessageKinds kinds)
    {
        var lines = new List<HistoryLine>();
        string? holder = null;
        for (var i = 0; i < flag.History.Count; i++)
        {
            var entry = flag.History[i];
            if (
                entry.Action.StartsWith("message.", StringComparison.Ordinal)
                && entry.Action
                    is not (AuditActions.MessageRetried or AuditActions.MessageStuck or AuditActions.UnknownMailDecided)
            )
            {
                // The refusal itself is told by its attempt, or by the report that came back, with the server's words.
                if (
                    entry.Action
                        is AuditActions.MessageRejected
                            or AuditActions.MessageExpired
                            or AuditActions.MessageBounced
                    && entry.ActorName == Actor.System.Name
                )
                    continue;
                var (line, last) = Mails(flag.History, i, kinds);
                lines.Add(line);
                i = last;
            }
            else
            {
                lines.Add(Act(entry, flag, time, holder));
                var takes =
                    entry.Action == AuditActions.ContactAttempted
                    && !AuditActions.TakesNothing(entry.Action, entry.Detail);
                if (takes && holder is null)
                    lines.Add(
                        new(entry.AtUtc, $"{entry.ActorName} acknowledged the flag by recording it", Kind: "strong")
                    );
                holder = entry.Action switch
                {
                    AuditActions.FlagAcknowledged or AuditActions.FlagSnoozed => entry.ActorName,
                    AuditActions.ContactAttempted when takes => holder ?? entry.ActorName,
                    AuditActions.AcknowledgementEnded or AuditActions.FlagEscalated or AuditActions.FlagResolved =>
                        null,
                    _ => holder,
                };
            }
        }

        lines.Reverse();
        return lines;
    }

    /// <param name="holder">In whose hands the flag was then.</param>
    private static HistoryLine Act(HistoryEntry entry, FlagView flag, TeamTime time, string? holder)
    {
        var (who, detail) = (entry.ActorName, Pairs(entry.Detail));
        var severity = detail.GetValueOrDefault("severity", "").ToLowerInvariant();
        return entry.Action switch
        {
            AuditActions.FlagRaised => new(
                entry.AtUtc,
                severity.Length == 0 ? "Flag raised" : $"Flag raised: {severity}",
                Kind: "urgent"
            ),
            AuditActions.FlagJoined => new(
                entry.AtUtc,
                Number(detail, "findings") is > 1 and var n
                    ? $"{n} more reasons were added"
                    : "Another reason was added",
                flag
                    .Findings.Where(f => f.FoundAtUtc == entry.AtUtc)
                    .Select(f => StaffWords.Of(f.Rule))
                    .Distinct()
                    .ToList()
                    is { Count: > 0 } added
                    ? string.Join("; ", added) + "."
                    : null,
                Kind: "urgent"
            ),
            AuditActions.FlagEscalated => new(
                entry.AtUtc,
                $"Raised again: {severity}",
                "Whoever had it before, the team is told anew.",
                Kind: "urgent"
            ),
            AuditActions.FlagRaisedByHand => new(
                entry.AtUtc,
                $"{who} raised it by hand: {severity}",
                Said: flag.Findings.FirstOrDefault(f => f.FoundAtUtc == entry.AtUtc && f.Reason is not null)?.Reason,
                Kind: "urgent"
            ),
            AuditActions.StepTaken => new(
                entry.AtUtc,
                $"Step {detail.GetValueOrDefault("step")} told {(entry.Told is { Count: > 0 } told ? Names(told) : StaffWords.Count(Number(detail, "told") ?? 0, "person", "people"))}{Round(detail)}",
                Late(detail)
            ),
            AuditActions.StepReachedNobody => new(
                entry.AtUtc,
                $"Step {detail.GetValueOrDefault("step")} had nobody of the team to tell{Round(detail)}",
                $"{(entry.Told is { Count: > 0 } others ? $"It told {Names(others)}. " : "")}The next step followed at once; the administrators are told of it at most once an hour.",
                Kind: "urgent"
            ),
            AuditActions.LadderRepeats => new(
                entry.AtUtc,
                "The last step was taken: while nobody answers, the steps begin again",
                Kind: "urgent"
            ),
            AuditActions.LadderPulledForward => new(entry.AtUtc, "The next step was taken early"),
            AuditActions.FlagSnoozed => flag.Snoozes.FirstOrDefault(s => s.AtUtc == entry.AtUtc && s.ByName == who)
                is { } snooze
                ? new(
                    entry.AtUtc,
                    $"{who} snoozed the flag until {time.Moment(snooze.UntilUtc)}",
                    Said: snooze.Reason,
                    Kind: "strong"
                )
                : new(entry.AtUtc, $"{who} snoozed the flag", Kind: "strong"),
            AuditActions.FlagAssigned => new(
                entry.AtUtc,
                entry.Told is [var to]
                    ? to == who
                        ? $"{who} put their own name on the flag"
                        : $"{who} assigned the flag to {to}"
                    : $"{who} assigned the flag to a colleague",
                holder is null
                    ? "Until they acknowledge it, the steps go on."
                    : $"Until they acknowledge it, {(holder == who ? "it stays where it is" : $"{holder} has it")}."
            ),
            AuditActions.FlagHolderTold => new(entry.AtUtc, $"A higher rating: {holder ?? "whoever has it"} was told"),
            AuditActions.FlagRepeatKept => new(
                entry.AtUtc,
                $"Came back: {Lower(detail.GetValueOrDefault("rule") is { } name && Enum.TryParse<Rule>(name, out var rule) ? StaffWords.Of(rule) : "what it was raised for")}",
                "Kept here instead of a new flag: this one was resolved a few days before, and the answers were no higher.",
                Kind: "strong"
            ),
            AuditActions.ContactRecordedLate => Attempt(
                entry,
                detail,
                flag,
                time,
                "Added late: the flag had been resolved."
            ),
            AuditActions.UsualSaid => new(
                entry.AtUtc,
                $"{who} said that this level is usual for them{(detail.GetValueOrDefault("until") is { } end && DateOnly.TryParse(end, CultureInfo.InvariantCulture, out var last) ? $", until {StaffWords.Date(last)}" : "")}",
                "Until then the same again is at “Review”.",
                Kind: "strong"
            ),
            AuditActions.FlagAcknowledged => new(entry.AtUtc, $"{who} acknowledged the flag", Kind: "strong"),
            AuditActions.AcknowledgementEnded when detail.GetValueOrDefault("because") == "assigned" => new(
                entry.AtUtc,
                $"{who} gave the flag away: it is open until a colleague acknowledges it"
            ),
            AuditActions.AcknowledgementEnded => new(
                entry.AtUtc,
                "Nobody was in touch in time: the flag is open again",
                Kind: "urgent"
            ),
            AuditActions.CallAsked => new(
                entry.AtUtc,
                "Asked for a call",
                "They had said that checking in makes things worse.",
                Kind: "urgent"
            ),
            AuditActions.ContactAttempted => Attempt(entry, detail, flag, time),
            AuditActions.FlagResolved => new(
                entry.AtUtc,
                Enum.TryParse<FlagOutcome>(detail.GetValueOrDefault("outcome"), out var outcome)
                    ? $"{who} resolved the flag: {Lower(StaffWords.Of(outcome))}"
                    : $"{who} resolved the flag",
                Said: flag.Note,
                Kind: "strong"
            ),
            AuditActions.ContactUnreachable => new(
                entry.AtUtc,
                "A support contact’s address refused our email",
                "They cannot be told by email any more.",
                Kind: "urgent"
            ),
            AuditActions.ContactInTouch => new(
                entry.AtUtc,
                $"{Contact(entry)} says: I have been in touch",
                detail.ContainsKey("held")
                    ? "The next step waits up to 30 minutes longer, once. The flag still needs the team’s answer."
                    : "The flag still needs the team’s answer.",
                Kind: "strong"
            ),
            AuditActions.ContactCannot => new(
                entry.AtUtc,
                $"{Contact(entry)} says: I can’t right now",
                "The next support contact, if there is one, and the next step were told."
            ),
            AuditActions.ContactStopped => new(
                entry.AtUtc,
                $"{Contact(entry)} asked for no more emails",
                "The next support contact, if there is one, and the next step were told."
            ),
            AuditActions.AddressRefused => new(
                entry.AtUtc,
                "A colleague’s address refused our email",
                "They are not counted as told by email until an administrator has seen to it.",
                Kind: "urgent"
            ),
            AuditActions.MessageStuck => new(
                entry.AtUtc,
                "A message has not left in time",
                "It is still being tried; the ladder does not wait for it.",
                Kind: "urgent"
            ),
            AuditActions.CheckInCorrected => new(
                entry.AtUtc,
                $"{who} corrected the check-in",
                "What it said before stands under “Corrected by the person”.",
                Kind: "strong"
            ),
            AuditActions.CheckInRemoved => new(
                entry.AtUtc,
                $"{who} removed the check-in",
                "What it said before stands under “Corrected by the person”.",
                Kind: "strong"
            ),
            AuditActions.ScreenSent => new(entry.AtUtc, $"{who} sent the four questions (PHQ-4)"),
            AuditActions.ScreenTakenByPhone => new(
                entry.AtUtc,
                $"{who} asked the four questions (PHQ-4) by telephone",
                Kind: "strong"
            ),
            AuditActions.ScreenAnswered => new(
                entry.AtUtc,
                "They answered the four questions (PHQ-4)",
                "The result stands on the person’s page.",
                Kind: "strong"
            ),
            AuditActions.ScreenDeclined => new(entry.AtUtc, "They would rather not answer the four questions (PHQ-4)"),
            AuditActions.RecheckPlanned => new(
                entry.AtUtc,
                $"{who} planned a follow-up",
                detail.GetValueOrDefault("on") is { } on
                && DateOnly.TryParse(on, CultureInfo.InvariantCulture, out var day)
                    ? $"On {StaffWords.Date(day)}."
                    : null
            ),
            AuditActions.ReferralLetterPrepared => new(
                entry.AtUtc,
                $"{who} prepared a referral letter{(Enum.TryParse<ReferralKind>(detail.GetValueOrDefault("to"), out var to) ? $": {Lower(StaffWords.Of(to))}" : "")}"
            ),
            AuditActions.HandoverPrepared => new(entry.AtUtc, $"{who} prepared a hand-over"),
            AuditActions.HowToCallChanged => new(entry.AtUtc, StaffWords.HowToCallChanged(who, entry.Detail)),
            AuditActions.MessageRetried => new(entry.AtUtc, $"{who} had a message tried again"),
            AuditActions.UnknownMailDecided => new(
                entry.AtUtc,
                $"{who} read an answer to an email",
                detail.GetValueOrDefault("means") switch
                {
                    nameof(UnknownMailMeans.AddressIsWrong) => "It says that the address does not work.",
                    nameof(UnknownMailMeans.NotDelivered) => "It says that the email did not arrive.",
                    _ => "It changes nothing.",
                }
            ),
            _ => new(entry.AtUtc, $"{who}: {entry.Action}", entry.Detail), // Something newer than this presenter is shown as it stands.
        };
    }

    private static HistoryLine Attempt(
        HistoryEntry entry,
        Dictionary<string, string> detail,
        FlagView flag,
        TeamTime time,
        string? text = null
    )
    {
        var said = flag.ContactAttempts.FirstOrDefault(a =>
            a.RecordedAtUtc == entry.AtUtc && a.ByName == entry.ActorName
        );
        var how = Enum.TryParse<ContactChannel>(detail.GetValueOrDefault("channel"), out var channel)
            ? channel switch
            {
                ContactChannel.Phone => "phoned",
                ContactChannel.Email => "wrote an email",
                ContactChannel.TextMessage => "sent a text message",
                ContactChannel.InPerson => "went in person",
                ContactChannel.TheirMessage => "had a message from them",
                _ => "made a video call",
            }
            : "tried";
        var reached = string.Equals(
            detail.GetValueOrDefault("reached"),
            bool.TrueString,
            StringComparison.OrdinalIgnoreCase
        );
        // The line stands where it was written down; when the contact was may be earlier.
        if (said is not null && said.RecordedAtUtc - said.AtUtc >= TimeSpan.FromMinutes(1))
            text = $"It was {time.Moment(said.AtUtc)}. {text}".TrimEnd();
        if (said?.AtUtc < flag.RaisedAtUtc)
            text = $"{text} The flag was raised after that: it does not count for it.";
        return new(
            entry.AtUtc,
            $"{entry.ActorName} {how}: {(reached ? "reached" : "not reached")}",
            text,
            said?.Note,
            reached ? "strong" : "plain"
        );
    }

    /// <summary>Emails to several people that went the same way are one line.</summary>
    private static (HistoryLine Line, int Last) Mails(IReadOnlyList<HistoryEntry> history, int from, MessageKinds kinds)
    {
        var entry = history[from];
        var (kind, reply, words) = Mail(entry.Detail);
        var last = from;
        var to = new List<string> { entry.ActorName };
        // Failures are told one by one: each server's words matter.
        if (entry.Action is "message.accepted" or "message.pending" or "message.cancelled" or "message.superseded")
        {
            while (
                last + 1 < history.Count
                && history[last + 1] is var next
                && next.Action == entry.Action
                && next.Channel == entry.Channel
                && next.AtUtc - entry.AtUtc <= _together
                && Mail(next.Detail).Kind == kind
            )
            {
                last++;
                if (!to.Contains(next.ActorName))
                    to.Add(next.ActorName);
            }
        }

        if (entry.Channel == MessageChannel.Webhook)
            return (Webhook(entry, Names(to), reply is null ? "" : $" ({reply})", words), last);
        var (mail, are) = (to.Count == 1 ? "Email" : "Emails", to.Count == 1 ? "is" : "are");
        var names = Names(to) + kinds.Find(kind)?.OnFlag(to.Count);
        var code = reply is null ? "" : $" ({reply})";
        return (
            entry.Action switch
            {
                "message.accepted" => new HistoryLine(entry.AtUtc, $"{mail} to {names} accepted{code}"),
                "message.temporary" => new(
                    entry.AtUtc,
                    $"Email to {names} not accepted yet{code}",
                    Words("It is tried again.", words)
                ),
                "message.permanent" => new(
                    entry.AtUtc,
                    $"Email to {names} refused{code}",
                    Words("", words),
                    Kind: "urgent"
                ),
                "message.unknown" => new(
                    entry.AtUtc,
                    $"Nobody knows whether the email to {names} arrived",
                    Words("It is sent again; email programs drop the second copy.", words)
                ),
                "message.bounced" => new(
                    entry.AtUtc,
                    $"Email to {names} came back{code}",
                    Words("It did not arrive.", words),
                    Kind: "urgent"
                ),
                "message.delayed" => new(
                    entry.AtUtc,
                    $"Email to {names} is held up on its way{code}",
                    Words("It is still being tried there.", words)
                ),
                "message.answered" => new(
                    entry.AtUtc,
                    $"A machine answered the email to {names}",
                    "It arrived, but they may be away."
                ),
                "message.complained-of" => new(
                    entry.AtUtc,
                    $"The email to {names} was reported as spam",
                    "Emails to them that may be stopped are stopped. Ask them how they want to be reached."
                ),
                "message.unclear" => new(
                    entry.AtUtc,
                    $"An answer to the email to {names} could not be read by the system",
                    "Administrators find it under Mail, and decide what it means."
                ),
                "message.begun" => new(entry.AtUtc, $"Email to {names} is being handed over"),
                "message.pending" => new(entry.AtUtc, $"{mail} to {names} {are} waiting to leave"),
                "message.cancelled" => new(entry.AtUtc, $"{mail} to {names} stopped: no longer needed"),
                "message.superseded" => new(entry.AtUtc, $"{mail} to {names} not sent: a newer one says the same"),
                "message.expired" => new(entry.AtUtc, $"Email to {names} could not be sent in time", Kind: "urgent"),
                _ => new(entry.AtUtc, $"Email to {names}: {entry.Action["message.".Length..]}", words),
            },
            last
        );
    }

    /// <summary>What became of a request to another system.</summary>
    private static HistoryLine Webhook(HistoryEntry entry, string name, string code, string? words) =>
        entry.Action switch
        {
            "message.accepted" => new(entry.AtUtc, $"The webhook {name} took the message{code}"),
            "message.temporary" => new(
                entry.AtUtc,
                $"The webhook {name} has not taken the message yet{code}",
                $"It is tried again. {words}".TrimEnd()
            ),
            "message.permanent" => new(
                entry.AtUtc,
                $"The webhook {name} refused the message{code}",
                words,
                Kind: "urgent"
            ),
            "message.unknown" => new(
                entry.AtUtc,
                $"Nobody knows whether the message reached the webhook {name}",
                $"It is sent again under the same number, so that it counts once. {words}".TrimEnd()
            ),
            "message.begun" => new(entry.AtUtc, $"The message to the webhook {name} is being handed over"),
            "message.pending" => new(entry.AtUtc, $"The message to the webhook {name} is waiting to leave"),
            "message.cancelled" => new(entry.AtUtc, $"The message to the webhook {name} was stopped: no longer needed"),
            "message.superseded" => new(
                entry.AtUtc,
                $"The message to the webhook {name} was not sent: a newer one says the same"
            ),
            _ => new(entry.AtUtc, $"The message to the webhook {name} could not be sent in time", Kind: "urgent"),
        };

    private static string? Words(string ours, string? theirs) =>
        (ours.Length, theirs) switch
        {
            (0, null) => null,
            (_, null) => ours,
            (0, _) => $"The server said: {theirs}",
            _ => $"{ours} The server said: {theirs}",
        };

    /// <summary>"FlagToTeam attempt=1 reply=250 Accepted".</summary>
    private static (string Kind, string? Reply, string? Words) Mail(string? detail)
    {
        var parts = (detail ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var i = parts.Length == 0 ? 0 : 1;
        string? reply = null;
        for (
            ;
            i < parts.Length
                && (
                    parts[i].StartsWith("attempt=", StringComparison.Ordinal)
                    || parts[i].StartsWith("reply=", StringComparison.Ordinal)
                );
            i++
        )
        {
            if (parts[i].StartsWith("reply=", StringComparison.Ordinal))
                reply = parts[i]["reply=".Length..];
        }

        return (parts.Length == 0 ? "" : parts[0], reply, i < parts.Length ? string.Join(' ', parts[i..]) : null);
    }

    private static string? Late(Dictionary<string, string> detail) =>
        Number(detail, "late") switch
        {
            null => null,
            var minutes =>
                $"It came {TeamTime.Span(TimeSpan.FromMinutes(minutes.Value))} late: the service had been away.",
        };

    private static string Names(IReadOnlyList<string> names) =>
        names.Count switch
        {
            1 => names[0],
            2 => $"{names[0]} and {names[1]}",
            _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
        };

    private static string Round(Dictionary<string, string> detail) =>
        Number(detail, "round") is > 1 and var round ? $" (round {round})" : "";

    private static string Contact(HistoryEntry entry) => entry.Told is [var name] ? name : "A support contact";

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static int? Number(Dictionary<string, string> detail, string key) =>
        int.TryParse(detail.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static Dictionary<string, string> Pairs(string? detail) =>
        (detail ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1]);
}
