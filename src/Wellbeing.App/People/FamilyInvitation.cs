using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Team;

namespace Wellbeing.App.People;

/// <summary>To somebody a patient would like to see take part for themselves. Names who thought of them: a mail from
/// nobody is thrown away.</summary>
public sealed class FamilyInvitation : FamilyMessage
{
    public const string Kind = nameof(FamilyInvitation);

    public override string Title => "Invitation to a family member";

    public override async Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var zone = await db
            .Invitations.AsNoTracking()
            .Where(i => db.FamilyLinks.Any(l => l.Id == message.FamilyLinkId && l.InvitationId == i.Id))
            .Select(i => i.TimeZone)
            .SingleOrDefaultAsync(cancellationToken);
        return zone is null ? nowUtc : ContactHours.Usual(zone).Within(nowUtc);
    }

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var asker = await context
            .Db.FamilyLinks.Where(l => l.Id == context.Message.FamilyLinkId)
            .Join(context.Db.Participants, l => l.AskerId, p => p.Id, (_, p) => p.Name)
            .SingleAsync(cancellationToken);
        var text = context.Text;
        var asked = await ReadingPromises.ReadsEveryCheckIn(context.Db, cancellationToken)
            ? "FamilyInvitation.Asked"
            : "FamilyInvitation.Asked.Needed";
        return new MailBody(
            text["ParticipantInvitation.Subject", context.Site.Name],
            context.Greeting,
            [
                text[asked, asker, context.Site.Name],
                InvitationWords.Service(context),
                text["FamilyInvitation.Own"],
                text["ParticipantInvitation.Means"],
                text["ParticipantInvitation.Next"],
                text["FamilyInvitation.Free"],
            ],
            [InvitationWords.Join(context)],
            [
                InvitationWords.Questions(context),
                text["ParticipantInvitation.Ignore"],
                InvitationWords.NotWatched(context),
            ]
        );
    }
}
