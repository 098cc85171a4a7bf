using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.Prompts;

/// <summary>Messages about a check-in that is due: wanted while it is open, and as many as the person wants.</summary>
public abstract class CheckInMessage : MessageKind
{
    /// <summary>Which choices of mails about check-ins include this one.</summary>
    protected abstract IReadOnlyList<PromptMails> WantedBy { get; }

    public override Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var wantedBy = WantedBy;
        return db
            .Prompts.Open()
            .AnyAsync(
                p =>
                    p.Id == message.PromptId
                    && db.Participants.Any(x =>
                        x.Id == p.ParticipantId
                        && x.ClosedAtUtc == null
                        && x.AskingStoppedAtUtc == null
                        && wantedBy.Contains(x.PromptMails)
                        && (x.PausedUntilUtc == null || x.PausedUntilUtc <= nowUtc || x.PausedFromUtc > nowUtc)
                    ),
                cancellationToken
            );
    }

    /// <summary>The one-tap link; the page that asks to sign in where there is none.</summary>
    internal static Uri Door(MessageContext context) =>
        context.Link(context.Secret is null ? "/CheckIn" : $"/CheckIn/Link/{context.LinkSecret(LinkPurpose.CheckIn)}");

    /// <summary>A check-in is due, or still open. The subject could be about anything.</summary>
    /// <param name="key">Of its subject and first sentence.</param>
    internal static MailBody Ask(MessageContext context, string key)
    {
        var text = context.Text;
        return new MailBody(
            text[$"{key}.Subject", context.Site.Name],
            context.Greeting,
            [text[$"{key}.Body"], text["CheckInInvitation.Skip"], text["CheckInInvitation.OneTap"]],
            [(text["CheckInInvitation.Open"], Door(context)), (text["CheckInInvitation.Fewer"], context.StopLink!)],
            [.. context.WhereHelpIs(), text["CheckInInvitation.Stop"]]
        );
    }
}
