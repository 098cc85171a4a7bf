using System.Globalization;
using Wellbeing.App.Audit;
using Wellbeing.App.Flags;
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
        if (entry.Mail is { } mail)
            return new(
                entry.AtUtc,
                $"{Of(mail, kinds.Find(mail.Kind))}, {Of(mail.State)}",
                Kind: mail.State is MessageState.Rejected or MessageState.Expired ? "urgent" : "plain"
            );
        var (who, detail) = (entry.ActorName, Pairs(entry.Detail));
        return entry.Action switch
        {
            AuditActions.ParticipantRegistered => new(
                entry.AtUtc,
                who == AskModel.LinkHolder.Name ? "Joined" : $"{who} registered them"
            ),
            AuditActions.CheckInSubmitted => new(
                entry.AtUtc,
                "Checked in",
                CheckIn(entry),
                entry.CheckIn?.Words,
                "strong"
            ),
            AuditActions.CheckInTakenByPhone => new(
                entry.AtUtc,
                $"Checked in by telephone with {who}",
                CheckIn(entry),
                entry.CheckIn?.Words,
                "strong"
            ),
            AuditActions.CheckInCorrected => new(entry.AtUtc, "Corrected a check-in", CheckIn(entry)),
            AuditActions.CheckInRemoved => new(entry.AtUtc, "Removed a check-in"),
            AuditActions.ExperienceAnswered => new(entry.AtUtc, "Answered whether checking in helps"),
            AuditActions.AskingStopped => new(entry.AtUtc, "Does not want to be asked any more", Kind: "strong"),
            AuditActions.NotSafeSaid => new(entry.AtUtc, "Said “I don’t feel safe right now”", Kind: "urgent"),
            AuditActions.PromptNotDelivered => new(
                entry.AtUtc,
                "Asked, and the email could not be delivered",
                "It does not count as missed."
            ),
            AuditActions.PromptMissed => new(entry.AtUtc, "Asked, and no answer came"),
            AuditActions.PromptPaused => new(entry.AtUtc, "Not asked: paused"),
            AuditActions.PromptCalled => new(
                entry.AtUtc,
                $"{who} rang because no check-in came",
                detail.GetValueOrDefault("outcome") == nameof(PromptCallOutcome.RatherNot)
                    ? "Reached; would rather not answer."
                    : "No answer."
            ),
            AuditActions.FlagRaised => new(entry.AtUtc, $"Flag raised{Severity(detail)}", Kind: "urgent"),
            AuditActions.FlagJoined => new(entry.AtUtc, "Another reason was added to the flag", Kind: "urgent"),
            AuditActions.FlagEscalated => new(entry.AtUtc, $"Flag raised again{Severity(detail)}", Kind: "urgent"),
            AuditActions.FlagAcknowledged => new(entry.AtUtc, $"{who} took the flag"),
            AuditActions.AcknowledgementEnded when detail.GetValueOrDefault("because") == "assigned" => new(
                entry.AtUtc,
                $"{who} gave the flag to a colleague"
            ),
            AuditActions.AcknowledgementEnded => new(
                entry.AtUtc,
                "Nobody was in touch in time: the flag opened again",
                Kind: "urgent"
            ),
            AuditActions.ContactAttempted => new(
                entry.AtUtc,
                $"{who}: {(Enum.TryParse<ContactChannel>(detail.GetValueOrDefault("channel"), out var channel) ? StaffWords.Of(channel).ToLowerInvariant() : "contact")}, {(Reached(detail) ? "reached" : "not reached")}",
                Said: entry.Said,
                Kind: Reached(detail) ? "strong" : "plain"
            ),
            AuditActions.ContactRecordedLate => new(
                entry.AtUtc,
                $"{who} added a call late{(Reached(detail) ? ", reached" : ", not reached")}",
                "A colleague had resolved the flag meanwhile.",
                entry.Said
            ),
            AuditActions.FlagRepeatKept => new(
                entry.AtUtc,
                $"Came back: {Lower(Enum.TryParse<Rule>(detail.GetValueOrDefault("rule"), out var rule) ? StaffWords.Of(rule) : "what the flag was raised for")}",
                "No new flag: the last one was resolved a few days before, and the answers were no higher. It is kept there.",
                Kind: "strong"
            ),
            AuditActions.UsualSaid => new(
                entry.AtUtc,
                $"{who} said that this level is usual for them{(Day(detail, "until") is { } usual ? $", until {usual}" : "")}",
                Kind: "strong"
            ),
            AuditActions.UsualEnded => new(
                entry.AtUtc,
                $"“Usual for this person” ended",
                Enum.TryParse<UsualEnd>(detail.GetValueOrDefault("because"), out var because)
                    ? $"{StaffWords.Of(because)}."
                    : null
            ),
            AuditActions.CallAsked => new(
                entry.AtUtc,
                "Asked for a call",
                "They had said that checking in makes things worse.",
                Kind: "urgent"
            ),
            AuditActions.FlagResolved => new(
                entry.AtUtc,
                $"{who} resolved the flag{(Enum.TryParse<FlagOutcome>(detail.GetValueOrDefault("outcome"), out var outcome) ? $": {Lower(StaffWords.Of(outcome))}" : "")}",
                Said: entry.Said,
                Kind: "strong"
            ),
            AuditActions.ReplySent => new(entry.AtUtc, $"{who} sent a note back", Said: entry.Said),
            AuditActions.NoteWritten => new(entry.AtUtc, $"{who} wrote a note", Said: entry.Said),
            AuditActions.NoteCorrected => new(entry.AtUtc, $"{who} corrected a note", Said: entry.Said),
            AuditActions.TreatmentEventRecorded => new(
                entry.AtUtc,
                entry.Treatment is { } t ? $"{StaffWords.Of(t.Kind)}, {StaffWords.Date(t.On)}" : "Treatment event",
                $"Recorded by {who}{(entry.Treatment?.Removed == true ? ", taken back later" : "")}."
            ),
            AuditActions.TreatmentEventRemoved => new(
                entry.AtUtc,
                $"{who} took a treatment event back",
                entry.Treatment is { } gone ? $"{StaffWords.Of(gone.Kind)}, {StaffWords.Date(gone.On)}." : null
            ),
            AuditActions.ScreenSent => new(entry.AtUtc, $"{who} sent the four questions (PHQ-4)"),
            AuditActions.ScreenTakenByPhone => new(
                entry.AtUtc,
                $"{who} asked the four questions (PHQ-4) by telephone",
                Kind: "strong"
            ),
            AuditActions.ScreenAnswered => new(entry.AtUtc, "Answered the four questions (PHQ-4)", Kind: "strong"),
            AuditActions.ScreenDeclined => new(entry.AtUtc, "Would rather not answer the four questions (PHQ-4)"),
            AuditActions.OwnThresholdSet => new(entry.AtUtc, $"{who} set a threshold of their own"),
            AuditActions.OwnThresholdEnded => new(entry.AtUtc, $"{who} ended a threshold of their own"),
            AuditActions.RecheckPlanned => new(
                entry.AtUtc,
                $"{who} planned a follow-up{(Day(detail, "on") is { } on ? $" on {on}" : "")}"
            ),
            AuditActions.RecheckDue => new(entry.AtUtc, "Time for the follow-up"),
            AuditActions.RecheckDone => new(entry.AtUtc, $"{who} looked again"),
            AuditActions.ReferralLetterPrepared => new(
                entry.AtUtc,
                $"{who} prepared a referral letter{(Enum.TryParse<ReferralKind>(detail.GetValueOrDefault("to"), out var to) ? $": {Lower(StaffWords.Of(to))}" : "")}"
            ),
            AuditActions.ParticipantPaused => new(
                entry.AtUtc,
                $"{who} paused the check-ins{(Day(detail, "until") is { } until ? $" until {until}" : "")}"
            ),
            AuditActions.PauseEnded => new(entry.AtUtc, $"{who} ended the pause"),
            AuditActions.ScheduleChanged => new(
                entry.AtUtc,
                $"Changed how often they are asked{(Enum.TryParse<Cadence>(detail.GetValueOrDefault("cadence"), out var cadence) ? $": {Lower(StaffWords.Of(cadence))}" : "")}"
            ),
            AuditActions.CohortChanged => new(entry.AtUtc, $"{who} changed the cohort"),
            AuditActions.ContactNominated => new(entry.AtUtc, "Named a support contact"),
            AuditActions.ContactConfirmed => new(entry.AtUtc, "A support contact said yes"),
            AuditActions.ContactDeclined => new(entry.AtUtc, "A support contact said no"),
            AuditActions.ContactWithdrawn => new(entry.AtUtc, "A support contact is no longer told"),
            AuditActions.HowToCallChanged => new(entry.AtUtc, StaffWords.HowToCallChanged(who, entry.Detail)),
            AuditActions.DetailsChanged => new(entry.AtUtc, "Changed their details"),
            AuditActions.EmailChanged => new(entry.AtUtc, "Changed their address"),
            AuditActions.AccountClosed => new(entry.AtUtc, "Closed the account", Kind: "strong"),
            _ => new(entry.AtUtc, $"{who}: {entry.Action}"), // Something newer than this presenter is shown as it stands.
        };
    }

    private static string? CheckIn(TimelineEntry entry)
    {
        if (entry.CheckIn is not { } c)
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

    private static string Of(TimelineMail mail, MessageKind? kind) =>
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

    private static string Severity(Dictionary<string, string> detail) =>
        detail.TryGetValue("severity", out var severity) ? $": {severity.ToLowerInvariant()}" : "";

    private static bool Reached(Dictionary<string, string> detail) =>
        string.Equals(detail.GetValueOrDefault("reached"), bool.TrueString, StringComparison.OrdinalIgnoreCase);

    private static string? Day(Dictionary<string, string> detail, string key) =>
        DateOnly.TryParseExact(
            detail.GetValueOrDefault(key),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? StaffWords.Date(day)
            : null;

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static Dictionary<string, string> Pairs(string? detail) =>
        (detail ?? "")
            .Split([';', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1]);
}
