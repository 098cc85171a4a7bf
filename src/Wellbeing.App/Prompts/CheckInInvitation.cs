using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.Prompts;

/// <summary>To a participant: a check-in is due.</summary>
public sealed class CheckInInvitation(ReminderLinks reminders) : CheckInMessage
{
    public const string Kind = nameof(CheckInInvitation);

    public override string Title => "Invitation to check in";

    public override string InTimeline => "Asked to check in";

    protected override IReadOnlyList<PromptMails> WantedBy { get; } =
    [PromptMails.InvitationAndReminder, PromptMails.InvitationOnly];

    public override string? StopPath(Message message, string? secret) =>
        message.ParticipantId is { } id ? $"/Reminders/Stop/{reminders.Write(id, PromptMails.None)}" : null;

    public override Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => QuietHours.End(db, message, nowUtc, cancellationToken);

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(Ask(context, "CheckInInvitation"));
}
