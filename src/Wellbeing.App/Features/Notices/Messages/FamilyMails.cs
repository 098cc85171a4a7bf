using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.ToRead;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>Between a patient and their family.</summary>
internal static class FamilyMails
{
    /// <summary>To somebody who takes part: who asks stands behind the sign-in.</summary>
    public static MailBody Asked(MessageContext context) =>
        new(
            context.Text["FamilyAsked.Subject", context.Site.Name],
            context.Greeting,
            [context.Text["FamilyAsked.Body"], context.Text["FamilyAsked.Means"]],
            [(context.Text["FamilyAsked.Open"], context.Link("/Family"))],
            [context.Text["FamilyAsked.Ignore"]]
        );

    /// <summary>To somebody who does not take part yet. Names who thought of them: a mail from nobody is thrown
    /// away.</summary>
    public static async Task<MailBody> Invitation(MessageContext context, CancellationToken cancellationToken)
    {
        var asker = await context
            .Db.FamilyLinks.Where(l => l.Id == context.Notice.FamilyLinkId)
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
                AccountMails.Service(context),
                text["FamilyInvitation.Own"],
                text["ParticipantInvitation.Means"],
                text["ParticipantInvitation.Next"],
                text["FamilyInvitation.Free"],
            ],
            [(text["ParticipantInvitation.Open"], context.Link($"/Join/{context.LinkSecret(LinkPurpose.Invitation)}"))],
            [
                AccountMails.Questions(context),
                text["ParticipantInvitation.Ignore"],
                text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number],
            ]
        );
    }
}
