using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Accounts;
using Wellbeing.App.Features.Links;
using Wellbeing.App.Features.ToRead;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>About somebody's own account: a link to sign in by, to choose a password by, to join by.</summary>
internal static class AccountMails
{
    public static MailBody SignIn(MessageContext context) =>
        Of(context, "SignInLink", LinkPurpose.SignIn, "/SignIn/Mail");

    public static MailBody NewPassword(MessageContext context) =>
        Of(context, "NewPasswordLink", LinkPurpose.NewPassword, "/SignIn/NewPassword");

    public static MailBody Staff(MessageContext context) =>
        Of(context, "StaffInvitation", LinkPurpose.StaffInvitation, "/SignIn/NewPassword");

    public static MailBody NewEmail(MessageContext context) =>
        Of(context, "NewEmailQuestion", LinkPurpose.NewEmail, "/NewEmail");

    public static MailBody ConfirmCode(MessageContext context) =>
        new(
            context.Text["ConfirmCode.Subject", context.Site.Name],
            context.Greeting,
            [context.Text["ConfirmCode.Body", context.Secret!], context.Text["ConfirmCode.Time"]],
            [],
            [context.Text["ConfirmCode.NotYou"]]
        );

    public static MailBody NewEmailTold(MessageContext context) =>
        new(
            context.Text["NewEmailTold.Subject", context.Site.Name],
            context.Greeting,
            [context.Text["NewEmailTold.Body"]],
            [(context.Text["NewEmailTold.Open"], context.Link("/Settings/Details"))],
            [context.Text["NewEmailTold.NotYou"]]
        );

    public static MailBody DetailsChanged(MessageContext context) =>
        new(
            context.Text["DetailsChangedTold.Subject", context.Site.Name],
            context.Greeting,
            [context.Text["DetailsChangedTold.Body"]],
            [(context.Text["NewEmailTold.Open"], context.Link("/Settings/Details"))],
            [context.Text["DetailsChangedTold.NotYou"]]
        );

    public static async Task<MailBody> Participant(MessageContext context, CancellationToken cancellationToken)
    {
        var text = context.Text;
        var asked = await ReadingPromises.ReadsEveryCheckIn(context.Db, cancellationToken)
            ? "ParticipantInvitation.Asked"
            : "ParticipantInvitation.Asked.Needed";
        return new MailBody(
            text["ParticipantInvitation.Subject", context.Site.Name],
            context.Greeting,
            [
                await Asks(context, cancellationToken),
                text[asked, context.Site.Name],
                text["ParticipantInvitation.Means"],
                text["ParticipantInvitation.Next"],
                text["ParticipantInvitation.Free"],
            ],
            [(text["ParticipantInvitation.Open"], context.Link($"/Join/{context.LinkSecret(LinkPurpose.Invitation)}"))],
            [
                Questions(context),
                text["ParticipantInvitation.Ignore"],
                text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number],
            ]
        );
    }

    /// <summary>Of which organisation this is: a mail from nobody is thrown away.</summary>
    public static string Service(MessageContext context) =>
        context.Text["ParticipantInvitation.Service", context.Numbers.Foundation.Name];

    /// <summary>Whom to call before one decides.</summary>
    public static string Questions(MessageContext context) =>
        context.Text[
            "ParticipantInvitation.Questions",
            context.Numbers.Foundation.Name,
            context.Numbers.Foundation.Number
        ];

    /// <summary>Who invites: the nurse by name, where it is one, or the team.</summary>
    private static async Task<string> Asks(MessageContext context, CancellationToken cancellationToken)
    {
        var link = await context.Db.FindLink(
            LinkPurpose.Invitation,
            context.LinkSecret(LinkPurpose.Invitation),
            cancellationToken
        );
        var invitation = link is null
            ? null
            : await context
                .Db.Invitations.AsNoTracking()
                .SingleOrDefaultAsync(i => i.Id == link.SubjectId, cancellationToken);
        if (invitation is null)
            return Service(context);
        var by = await context.Db.InviterOf(invitation, cancellationToken);
        return by is { Kind: InviterKind.Nurse, Name: { } nurse }
                ? context.Text["ParticipantInvitation.By", nurse, context.Numbers.Foundation.Name]
            : by.Kind == InviterKind.Team ? context.Text["ParticipantInvitation.Team", context.Numbers.Foundation.Name]
            : Service(context);
    }

    public static MailBody Leaflet(MessageContext context)
    {
        var text = context.Text;
        return new MailBody(
            text["LeafletLink.Subject", context.Site.Name],
            context.Greeting,
            [
                text["LeafletLink.Asked"],
                Service(context),
                text["ParticipantInvitation.Means"],
                text["ParticipantInvitation.Next"],
                text["ParticipantInvitation.Free"],
            ],
            [(text["ParticipantInvitation.Open"], context.Link($"/Join/{context.LinkSecret(LinkPurpose.Invitation)}"))],
            [
                Questions(context),
                text["LeafletLink.NotYou"],
                text["CheckInInvitation.NotWatched", context.Numbers.Emergency.Number],
            ]
        );
    }

    private static MailBody Of(MessageContext context, string kind, LinkPurpose purpose, string path)
    {
        var text = context.Text;
        return new MailBody(
            text[$"{kind}.Subject", context.Site.Name],
            context.Greeting,
            [text[$"{kind}.Body"]],
            [(text[$"{kind}.Open"], context.Link($"{path}/{context.LinkSecret(purpose)}"))],
            [text[$"{kind}.NotYou"]]
        );
    }
}
