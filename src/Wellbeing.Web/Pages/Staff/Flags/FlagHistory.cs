using System.Diagnostics;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
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
)
{
    /// <summary>Of an entry whose detail in the log is not what it should be.</summary>
    public const string CannotBeRead = "What more was recorded cannot be read.";
}

/// <summary>Turns what the audit log and the outbox hold about a flag into sentences, newest first.</summary>
public static class FlagHistory
{
    private const string SomeContact = "A support contact";

    /// <summary>Emails that went the same way within this time are told in one line.</summary>
    private static readonly TimeSpan _together = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<HistoryLine> Tell(FlagView flag, TeamTime time, MessageKinds kinds)
    {
        var lines = new List<HistoryLine>();
        string? holder = null;
        for (var i = 0; i < flag.History.Count; i++)
        {
            var entry = flag.History[i];
            if (entry.What is FlagEvent.MessageTold)
            {
                var (line, last) = Mails(flag.History, i, kinds);
                lines.Add(line);
                i = last;
                continue;
            }

            lines.Add(Act(entry, flag, time, holder));
            if (entry.What is FlagEvent.ContactAttempted { Takes: true } && holder is null)
                lines.Add(new(entry.AtUtc, $"{entry.ActorName} acknowledged the flag by recording it", Kind: "strong"));
            holder = entry.What switch
            {
                FlagEvent.Acknowledged or FlagEvent.Snoozed => entry.ActorName,
                FlagEvent.ContactAttempted { Takes: true } => holder ?? entry.ActorName,
                FlagEvent.AcknowledgementEnded or FlagEvent.Escalated or FlagEvent.Resolved => null,
                _ => holder, // Anything else leaves it where it is.
            };
        }

        lines.Reverse();
        return lines;
    }

    /// <param name="holder">In whose hands the flag was then.</param>
    private static HistoryLine Act(HistoryEntry entry, FlagView flag, TeamTime time, string? holder)
    {
        var who = entry.ActorName;
        return entry.What switch
        {
            FlagEvent.Raised { Severity: var severity } => Line($"Flag raised: {Lower(severity)}", kind: "urgent"),
            FlagEvent.Joined { Findings: var more } => Line(
                more > 1 ? $"{more} more reasons were added" : "Another reason was added",
                flag
                    .Findings.Where(f => f.FoundAtUtc == entry.AtUtc)
                    .Select(f => StaffWords.Of(f.Rule))
                    .Distinct()
                    .ToList()
                    is { Count: > 0 } added
                    ? string.Join("; ", added) + "."
                    : null,
                kind: "urgent"
            ),
            FlagEvent.Escalated { Severity: var severity } => Line(
                $"Raised again: {Lower(severity)}",
                "Whoever had it before, the team is told anew.",
                kind: "urgent"
            ),
            FlagEvent.RaisedByHand { Severity: var severity } => Line(
                $"{who} raised it by hand: {Lower(severity)}",
                said: flag.Findings.FirstOrDefault(f => f.FoundAtUtc == entry.AtUtc && f.Reason is not null)?.Reason,
                kind: "urgent"
            ),
            FlagEvent.StepTaken step => Line(
                $"Step {step.Step} told {(step.Names.Count > 0 ? Names(step.Names) : StaffWords.Count(step.Told, "person", "people"))}{Round(step.Round)}",
                step.LateBy is { } late ? $"It came {TeamTime.Span(late)} late: the service had been away." : null
            ),
            FlagEvent.StepReachedNobody step => Line(
                $"Step {step.Step} had nobody of the team to tell{Round(step.Round)}",
                $"{(step.Names.Count > 0 ? $"It told {Names(step.Names)}. " : "")}The next step followed at once; the administrators are told of it at most once an hour.",
                kind: "urgent"
            ),
            FlagEvent.LadderRepeats => Line(
                "The last step was taken: while nobody answers, the steps begin again",
                kind: "urgent"
            ),
            FlagEvent.LadderPulledForward => Line("The next step was taken early"),
            FlagEvent.Snoozed => flag.Snoozes.FirstOrDefault(s => s.AtUtc == entry.AtUtc && s.ByName == who)
                is { } snooze
                ? Line(
                    $"{who} snoozed the flag until {time.Moment(snooze.UntilUtc)}",
                    said: snooze.Reason,
                    kind: "strong"
                )
                : Line($"{who} snoozed the flag", kind: "strong"),
            FlagEvent.Assigned { To: var to } => Line(
                to is null ? $"{who} assigned the flag to a colleague"
                    : to == who ? $"{who} put their own name on the flag"
                    : $"{who} assigned the flag to {to}",
                holder is null
                    ? "Until they acknowledge it, the steps go on."
                    : $"Until they acknowledge it, {(holder == who ? "it stays where it is" : $"{holder} has it")}."
            ),
            FlagEvent.HolderTold => Line($"A higher rating: {holder ?? "whoever has it"} was told"),
            FlagEvent.RepeatKept { Rule: var rule } => Line(
                $"Came back: {Lower(StaffWords.Of(rule))}",
                "Kept here instead of a new flag: this one was resolved a few days before, and the answers were no higher.",
                kind: "strong"
            ),
            FlagEvent.UsualSaid { Until: var until } => Line(
                $"{who} said that this level is usual for them, until {StaffWords.Date(until)}",
                "Until then the same again is at “Review”.",
                kind: "strong"
            ),
            FlagEvent.Acknowledged => Line($"{who} acknowledged the flag", kind: "strong"),
            FlagEvent.AcknowledgementEnded { Because: AcknowledgementEnd.Assigned } => Line(
                $"{who} gave the flag away: it is open until a colleague acknowledges it"
            ),
            FlagEvent.AcknowledgementEnded => Line(
                "Nobody was in touch in time: the flag is open again",
                kind: "urgent"
            ),
            FlagEvent.CallAsked => Line(
                "Asked for a call",
                "They had said that checking in makes things worse.",
                kind: "urgent"
            ),
            FlagEvent.ContactAttempted attempt => Attempt(entry, attempt.Channel, attempt.Reached, flag, time),
            FlagEvent.ContactRecordedLate attempt => Attempt(
                entry,
                attempt.Channel,
                attempt.Reached,
                flag,
                time,
                "Added late: the flag had been resolved."
            ),
            FlagEvent.Resolved { Outcome: var outcome } => Line(
                $"{who} resolved the flag: {Lower(StaffWords.Of(outcome))}",
                said: flag.Note,
                kind: "strong"
            ),
            FlagEvent.ContactUnreachable => Line(
                "A support contact’s address refused our email",
                "They cannot be told by email any more.",
                kind: "urgent"
            ),
            FlagEvent.ContactInTouch answer => Line(
                $"{answer.Contact ?? SomeContact} says: I have been in touch",
                answer.Held
                    ? "The next step waits up to 30 minutes longer, once. The flag still needs the team’s answer."
                    : "The flag still needs the team’s answer.",
                kind: "strong"
            ),
            FlagEvent.ContactCannot { Contact: var contact } => Line(
                $"{contact ?? SomeContact} says: I can’t right now",
                "The next support contact, if there is one, and the next step were told."
            ),
            FlagEvent.ContactStopped { Contact: var contact } => Line(
                $"{contact ?? SomeContact} asked for no more emails",
                "The next support contact, if there is one, and the next step were told."
            ),
            FlagEvent.AddressRefused => Line(
                "A colleague’s address refused our email",
                "They are not counted as told by email until an administrator has seen to it.",
                kind: "urgent"
            ),
            FlagEvent.MessageStuck => Line(
                "A message has not left in time",
                "It is still being tried; the ladder does not wait for it.",
                kind: "urgent"
            ),
            FlagEvent.CheckInCorrected => Line(
                $"{who} corrected the check-in",
                "What it said before stands under “Corrected by the person”.",
                kind: "strong"
            ),
            FlagEvent.CheckInRemoved => Line(
                $"{who} removed the check-in",
                "What it said before stands under “Corrected by the person”.",
                kind: "strong"
            ),
            FlagEvent.ScreenSent => Line($"{who} sent the four questions (PHQ-4)"),
            FlagEvent.ScreenTakenByPhone => Line(
                $"{who} asked the four questions (PHQ-4) by telephone",
                kind: "strong"
            ),
            FlagEvent.ScreenAnswered => Line(
                "They answered the four questions (PHQ-4)",
                "The result stands on the person’s page.",
                kind: "strong"
            ),
            FlagEvent.ScreenDeclined => Line("They would rather not answer the four questions (PHQ-4)"),
            FlagEvent.RecheckPlanned { On: var day } => Line(
                $"{who} planned a follow-up",
                $"On {StaffWords.Date(day)}."
            ),
            FlagEvent.ReferralLetterPrepared { To: var to } => Line(
                $"{who} prepared a referral letter: {Lower(StaffWords.Of(to))}"
            ),
            FlagEvent.HandoverPrepared => Line($"{who} prepared a hand-over"),
            FlagEvent.HowToCallChanged { Changed: var changed } => Line(StaffWords.HowToCallChanged(who, changed)),
            FlagEvent.MessageRetried => Line($"{who} had a message tried again"),
            FlagEvent.UnknownMailDecided { Means: var means } => Line(
                $"{who} read an answer to an email",
                means switch
                {
                    UnknownMailMeans.AddressIsWrong => "It says that the address does not work.",
                    UnknownMailMeans.NotDelivered => "It says that the email did not arrive.",
                    _ => "It changes nothing.",
                }
            ),
            FlagEvent.Unreadable { Action: var verb } => Line(
                $"{who}: {AuditWords.Of(verb)}",
                HistoryLine.CannotBeRead
            ),
            _ => throw new UnreachableException($"Nobody has thought of how to tell {entry.What.GetType().Name}."),
        };

        HistoryLine Line(string title, string? text = null, string? said = null, string kind = "plain") =>
            new(entry.AtUtc, title, text, said, kind);
    }

    private static HistoryLine Attempt(
        HistoryEntry entry,
        ContactChannel channel,
        bool reached,
        FlagView flag,
        TeamTime time,
        string? text = null
    )
    {
        var said = flag.ContactAttempts.FirstOrDefault(a =>
            a.RecordedAtUtc == entry.AtUtc && a.ByName == entry.ActorName
        );
        var how = channel switch
        {
            ContactChannel.Phone => "phoned",
            ContactChannel.Email => "wrote an email",
            ContactChannel.TextMessage => "sent a text message",
            ContactChannel.InPerson => "went in person",
            ContactChannel.TheirMessage => "had a message from them",
            _ => "made a video call",
        };
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
        var (entry, mail) = (history[from], (FlagEvent.MessageTold)history[from].What);
        var last = from;
        var to = new List<string> { entry.ActorName };
        // Failures are told one by one: each server's words matter.
        if (mail.Fate is MessageFate.Accepted or MessageFate.Pending or MessageFate.Cancelled or MessageFate.Superseded)
        {
            while (
                last + 1 < history.Count
                && history[last + 1] is { What: FlagEvent.MessageTold other } next
                && (other.Fate, other.Channel, other.Kind) == (mail.Fate, mail.Channel, mail.Kind)
                && next.AtUtc - entry.AtUtc <= _together
            )
            {
                last++;
                if (!to.Contains(next.ActorName))
                    to.Add(next.ActorName);
            }
        }

        var code = mail.Reply is null ? "" : $" ({mail.Reply})";
        var words = mail.Words;
        if (mail.Channel == MessageChannel.Webhook)
            return (Webhook(entry.AtUtc, mail.Fate, Names(to), code, words), last);
        var (emails, are) = (to.Count == 1 ? "Email" : "Emails", to.Count == 1 ? "is" : "are");
        var names = Names(to) + kinds.Find(mail.Kind)?.OnFlag(to.Count);
        return (
            mail.Fate switch
            {
                MessageFate.Accepted => new HistoryLine(entry.AtUtc, $"{emails} to {names} accepted{code}"),
                MessageFate.Temporary => new(
                    entry.AtUtc,
                    $"Email to {names} not accepted yet{code}",
                    Words("It is tried again.", words)
                ),
                MessageFate.Permanent => new(
                    entry.AtUtc,
                    $"Email to {names} refused{code}",
                    Words("", words),
                    Kind: "urgent"
                ),
                MessageFate.Unknown => new(
                    entry.AtUtc,
                    $"Nobody knows whether the email to {names} arrived",
                    Words("It is sent again; email programs drop the second copy.", words)
                ),
                MessageFate.CameBack => new(
                    entry.AtUtc,
                    $"Email to {names} came back{code}",
                    Words("It did not arrive.", words),
                    Kind: "urgent"
                ),
                MessageFate.Delayed => new(
                    entry.AtUtc,
                    $"Email to {names} is held up on its way{code}",
                    Words("It is still being tried there.", words)
                ),
                MessageFate.Answered => new(
                    entry.AtUtc,
                    $"A machine answered the email to {names}",
                    "It arrived, but they may be away."
                ),
                MessageFate.Complaint => new(
                    entry.AtUtc,
                    $"The email to {names} was reported as spam",
                    "Emails to them that may be stopped are stopped. Ask them how they want to be reached."
                ),
                MessageFate.Unclear => new(
                    entry.AtUtc,
                    $"An answer to the email to {names} could not be read by the system",
                    "Administrators find it under Mail, and decide what it means."
                ),
                MessageFate.Begun => new(entry.AtUtc, $"Email to {names} is being handed over"),
                MessageFate.Pending => new(entry.AtUtc, $"{emails} to {names} {are} waiting to leave"),
                MessageFate.Cancelled => new(entry.AtUtc, $"{emails} to {names} stopped: no longer needed"),
                MessageFate.Superseded => new(entry.AtUtc, $"{emails} to {names} not sent: a newer one says the same"),
                MessageFate.Expired => new(entry.AtUtc, $"Email to {names} could not be sent in time", Kind: "urgent"),
                _ => throw new UnreachableException($"Nobody has thought of how to tell {mail.Fate}."),
            },
            last
        );
    }

    /// <summary>What became of a request to another system.</summary>
    private static HistoryLine Webhook(DateTime atUtc, MessageFate fate, string name, string code, string? words) =>
        fate switch
        {
            MessageFate.Accepted => new(atUtc, $"The webhook {name} took the message{code}"),
            MessageFate.Temporary => new(
                atUtc,
                $"The webhook {name} has not taken the message yet{code}",
                $"It is tried again. {words}".TrimEnd()
            ),
            MessageFate.Permanent => new(atUtc, $"The webhook {name} refused the message{code}", words, Kind: "urgent"),
            MessageFate.Unknown => new(
                atUtc,
                $"Nobody knows whether the message reached the webhook {name}",
                $"It is sent again under the same number, so that it counts once. {words}".TrimEnd()
            ),
            MessageFate.Begun => new(atUtc, $"The message to the webhook {name} is being handed over"),
            MessageFate.Pending => new(atUtc, $"The message to the webhook {name} is waiting to leave"),
            MessageFate.Cancelled => new(atUtc, $"The message to the webhook {name} was stopped: no longer needed"),
            MessageFate.Superseded => new(
                atUtc,
                $"The message to the webhook {name} was not sent: a newer one says the same"
            ),
            MessageFate.Expired => new(
                atUtc,
                $"The message to the webhook {name} could not be sent in time",
                Kind: "urgent"
            ),
            _ => throw new UnreachableException($"Nothing reports {fate} of a webhook."),
        };

    private static string? Words(string ours, string? theirs) =>
        (ours.Length, theirs) switch
        {
            (0, null) => null,
            (_, null) => ours,
            (0, _) => $"The server said: {theirs}",
            _ => $"{ours} The server said: {theirs}",
        };

    private static string Names(IReadOnlyList<string> names) =>
        names.Count switch
        {
            1 => names[0],
            2 => $"{names[0]} and {names[1]}",
            _ => $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}",
        };

    private static string Round(int round) => round > 1 ? $" (round {round})" : "";

    private static string Lower(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
