using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.Prompts;

/// <summary>To a participant: a check-in is still open.</summary>
public sealed class CheckInReminder(ReminderLinks reminders) : CheckInMessage
{
    public const string Kind = nameof(CheckInReminder);

    public override string Title => "Reminder to check in";

    public override string InTimeline => "Reminded to check in";

    protected override IReadOnlyList<PromptMails> WantedBy { get; } = [PromptMails.InvitationAndReminder];

    public override string? StopPath(Message message, string? secret) =>
        message.ParticipantId is { } id ? $"/Reminders/Stop/{reminders.Write(id, PromptMails.InvitationOnly)}" : null;

    public override Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => QuietHours.End(db, message, nowUtc, cancellationToken);

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(Ask(context, "CheckInReminder"));
}
