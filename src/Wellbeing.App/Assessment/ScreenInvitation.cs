using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.Assessment;

/// <summary>To a participant: a nurse has a few questions. It says nothing of why.</summary>
public sealed class ScreenInvitation : MessageKind
{
    public const string Kind = nameof(ScreenInvitation);

    public override string Title => "A nurse’s questions";

    public override string InTimeline => "Written to about the four questions";

    public override Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => QuietHours.End(db, message, nowUtc, cancellationToken);

    public override Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) =>
        db.Screens.AnyAsync(
            s =>
                s.ParticipantId == message.ParticipantId
                && s.State == ScreenState.Sent
                && s.ExpiresAtUtc > nowUtc
                && db.Participants.Any(p => p.Id == s.ParticipantId && p.ClosedAtUtc == null),
            cancellationToken
        );

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var text = context.Text;
        return new(
            new MailBody(
                text["ScreenInvitation.Subject", context.Site.Name],
                context.Greeting,
                [text["ScreenInvitation.Body"], text["ScreenInvitation.Choice"]],
                [(text["ScreenInvitation.Open"], context.Link("/Questions"))],
                context.WhereHelpIs()
            )
        );
    }
}
