using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;

namespace Wellbeing.App.Flags;

/// <summary>To a participant: a nurse left a note on their page. It says neither what about nor what it says.</summary>
public sealed class NoteBack(ReminderLinks reminders) : MessageKind
{
    public const string Kind = nameof(NoteBack);

    public override string Title => "News of a nurse’s note";

    public override string InTimeline => "Written to that there is a note";

    public override string? StopPath(Message message, string? secret) =>
        message.ParticipantId is { } id ? $"/Reminders/Notes/{reminders.WriteNotes(id)}" : null;

    public override Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => QuietHours.End(db, message, nowUtc, cancellationToken);

    // While there is a note they have not seen, and for as long as they want to be told.
    public override Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) =>
        db.CheckInReplies.AnyAsync(
            r =>
                r.ParticipantId == message.ParticipantId
                && r.SeenAtUtc == null
                && db.Participants.Any(p =>
                    p.Id == r.ParticipantId
                    && p.ClosedAtUtc == null
                    && (
                        p.ReplyMails == true
                        || p.ReplyMails == null && p.PromptMails != PromptMails.None && p.AskingStoppedAtUtc == null
                    )
                ),
            cancellationToken
        );

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var text = context.Text;
        return new(
            new MailBody(
                text["NoteBack.Subject", context.Site.Name],
                context.Greeting,
                [text["NoteBack.Body"], text["NoteBack.NoAnswer"]],
                [(text["NoteBack.Open"], context.Link("/Trend")), (text["NoteBack.Fewer"], context.StopLink!)],
                context.WhereHelpIs()
            )
        );
    }
}
