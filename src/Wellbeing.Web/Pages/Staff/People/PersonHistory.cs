using System.Diagnostics;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Web.Pages.SignInMail;
using Wellbeing.Web.Pages.Staff.Flags;

namespace Wellbeing.Web.Pages.Staff.People;

/// <summary>Turns what happened with a person into sentences.</summary>
public static class PersonHistory
{
    public static HistoryLine Tell(TimelineEntry entry, MessageKinds kinds)
    {
        var who = entry.ActorName;
        return entry.What switch
        {
            PersonEvent.Registered => Line(who == AskModel.LinkHolder.Name ? "Joined" : $"{who} registered them"),
            PersonEvent.CheckedIn { CheckIn: var answers } => Line(
                "Checked in",
                CheckIn(answers),
                answers?.Words,
                "strong"
            ),
            PersonEvent.CheckedInByPhone { CheckIn: var answers } => Line(
                $"Checked in by telephone with {who}",
                CheckIn(answers),
                answers?.Words,
                "strong"
            ),
            PersonEvent.CheckInCorrected { CheckIn: var answers } => Line("Corrected a check-in", CheckIn(answers)),
            PersonEvent.CheckInRemoved => Line("Removed a check-in"),
            PersonEvent.ExperienceAnswered => Line("Answered whether checking in helps"),
            PersonEvent.AskingStopped => Line("Does not want to be asked any more", kind: "strong"),
            PersonEvent.NotSafeSaid => Line("Said “I don’t feel safe right now”", kind: "urgent"),
            PersonEvent.PromptNotDelivered => Line(
                "Asked, and the email could not be delivered",
                "It does not count as missed."
            ),
            PersonEvent.PromptMissed => Line("Asked, and no answer came"),
            PersonEvent.PromptPaused => Line("Not asked: paused"),
            PersonEvent.PromptCalled { Outcome: var outcome } => Line(
                $"{who} rang because no check-in came",
                outcome == PromptCallOutcome.RatherNot ? "Reached; would rather not answer." : "No answer."
            ),
            PersonEvent.FlagRaised { Severity: var severity } => Line(
                $"Flag raised: {Lower(severity)}",
                kind: "urgent"
            ),
            PersonEvent.FlagJoined => Line("Another reason was added to the flag", kind: "urgent"),
            PersonEvent.FlagEscalated { Severity: var severity } => Line(
                $"Flag raised again: {Lower(severity)}",
                kind: "urgent"
            ),
            PersonEvent.FlagAcknowledged => Line($"{who} took the flag"),
            PersonEvent.AcknowledgementEnded { Because: AcknowledgementEnd.Assigned } => Line(
                $"{who} gave the flag to a colleague"
            ),
            PersonEvent.AcknowledgementEnded => Line(
                "Nobody was in touch in time: the flag opened again",
                kind: "urgent"
            ),
            PersonEvent.ContactAttempted attempt => Line(
                $"{who}: {StaffWords.Of(attempt.Channel).ToLowerInvariant()}, {(attempt.Reached ? "reached" : "not reached")}",
                said: attempt.Note,
                kind: attempt.Reached ? "strong" : "plain"
            ),
            PersonEvent.ContactRecordedLate attempt => Line(
                $"{who} added a call late{(attempt.Reached ? ", reached" : ", not reached")}",
                "A colleague had resolved the flag meanwhile.",
                attempt.Note
            ),
            PersonEvent.RepeatKept { Rule: var rule } => Line(
                $"Came back: {Lower(StaffWords.Of(rule))}",
                "No new flag: the last one was resolved a few days before, and the answers were no higher. It is kept there.",
                kind: "strong"
            ),
            PersonEvent.UsualSaid { Until: var until } => Line(
                $"{who} said that this level is usual for them, until {StaffWords.Date(until)}",
                kind: "strong"
            ),
            PersonEvent.UsualEnded { Because: var because } => Line(
                "“Usual for this person” ended",
                $"{StaffWords.Of(because)}."
            ),
            PersonEvent.CallAsked => Line(
                "Asked for a call",
                "They had said that checking in makes things worse.",
                kind: "urgent"
            ),
            PersonEvent.FlagResolved resolved => Line(
                $"{who} resolved the flag: {Lower(StaffWords.Of(resolved.Outcome))}",
                said: resolved.Note,
                kind: "strong"
            ),
            PersonEvent.ReplySent { Words: var words } => Line($"{who} sent a note back", said: words),
            PersonEvent.NoteWritten { Words: var words } => Line($"{who} wrote a note", said: words),
            PersonEvent.NoteCorrected { Words: var words } => Line($"{who} corrected a note", said: words),
            PersonEvent.TreatmentRecorded { Event: var happened } => Line(
                happened is null
                    ? "Treatment event"
                    : $"{StaffWords.Of(happened.Kind)}, {StaffWords.Date(happened.On)}",
                $"Recorded by {who}{(happened?.Removed == true ? ", taken back later" : "")}."
            ),
            PersonEvent.TreatmentRemoved { Event: var happened } => Line(
                $"{who} took a treatment event back",
                happened is null ? null : $"{StaffWords.Of(happened.Kind)}, {StaffWords.Date(happened.On)}."
            ),
            PersonEvent.ScreenSent => Line($"{who} sent the four questions (PHQ-4)"),
            PersonEvent.ScreenTakenByPhone => Line(
                $"{who} asked the four questions (PHQ-4) by telephone",
                kind: "strong"
            ),
            PersonEvent.ScreenAnswered => Line("Answered the four questions (PHQ-4)", kind: "strong"),
            PersonEvent.ScreenDeclined => Line("Would rather not answer the four questions (PHQ-4)"),
            PersonEvent.OwnThresholdSet => Line($"{who} set a threshold of their own"),
            PersonEvent.OwnThresholdEnded => Line($"{who} ended a threshold of their own"),
            PersonEvent.RecheckPlanned { On: var day } => Line($"{who} planned a follow-up on {StaffWords.Date(day)}"),
            PersonEvent.RecheckDue => Line("Time for the follow-up"),
            PersonEvent.RecheckDone => Line($"{who} looked again"),
            PersonEvent.ReferralLetterPrepared { To: var to } => Line(
                $"{who} prepared a referral letter: {Lower(StaffWords.Of(to))}"
            ),
            PersonEvent.Paused { Until: var until } => Line(
                $"{who} paused the check-ins{(until is { } day ? $" until {StaffWords.Date(day)}" : "")}"
            ),
            PersonEvent.PauseEnded => Line($"{who} ended the pause"),
            PersonEvent.ScheduleChanged { Cadence: var cadence } => Line(
                $"Changed how often they are asked: {Lower(StaffWords.Of(cadence))}"
            ),
            PersonEvent.CohortChanged => Line($"{who} changed the cohort"),
            PersonEvent.ContactNominated => Line("Named a support contact"),
            PersonEvent.ContactConfirmed => Line("A support contact said yes"),
            PersonEvent.ContactDeclined => Line("A support contact said no"),
            PersonEvent.ContactWithdrawn => Line("A support contact is no longer told"),
            PersonEvent.HowToCallChanged { Changed: var changed } => Line(StaffWords.HowToCallChanged(who, changed)),
            PersonEvent.DetailsChanged => Line("Changed their details"),
            PersonEvent.EmailChanged => Line("Changed their address"),
            PersonEvent.AccountClosed => Line("Closed the account", kind: "strong"),
            PersonEvent.MessageWritten mail => Line(
                $"{Of(mail, kinds.Find(mail.Kind))}, {Of(mail.State)}",
                kind: mail.State is MessageState.Rejected or MessageState.Expired ? "urgent" : "plain"
            ),
            PersonEvent.Unreadable { Action: var verb } => Line(
                $"{who}: {AuditWords.Of(verb)}",
                HistoryLine.CannotBeRead
            ),
            _ => throw new UnreachableException($"Nobody has thought of how to tell {entry.What.GetType().Name}."),
        };

        HistoryLine Line(string title, string? text = null, string? said = null, string kind = "plain") =>
            new(entry.AtUtc, title, text, said, kind);
    }

    private static string? CheckIn(CheckInView? answers)
    {
        if (answers is not { } c)
            return null;
        var parts = new List<string> { c.Intensity is { } level ? $"Distress {level}" : "Distress not said" };
        if (c.Functioning is { } impact)
            parts.Add(StaffWords.EverydayThings(impact));
        if (c.Change is { } change)
            parts.Add(StaffWords.Of(change).ToLowerInvariant());
        if (c.Duration is { } howLong)
            parts.Add($"like this for {StaffWords.Of(howLong)}");
        if (c.ContactMe)
            parts.Add("asked for contact");
        return string.Join(", ", parts) + ".";
    }

    private static string Of(PersonEvent.MessageWritten mail, MessageKind? kind) =>
        kind is null ? "Email"
        : !kind.NamesRecipient ? kind.InTimeline
        : $"{kind.InTimeline} {(mail.To.Length > 0 ? mail.To : "team mailbox")}";

    private static string Of(MessageState state) =>
        state switch
        {
            MessageState.Accepted => "email accepted",
            MessageState.Rejected => "email refused",
            MessageState.Expired => "could not be sent in time",
            MessageState.Cancelled => "not sent, no longer needed",
            MessageState.RetryWait => "not accepted yet, tried again",
            _ => "waiting to leave",
        };

    private static string Lower(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
