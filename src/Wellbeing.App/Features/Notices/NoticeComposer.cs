using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Languages;
using Wellbeing.App.Features.Notices.Messages;
using Wellbeing.App.Features.Prompts;
using Wellbeing.App.Features.Site;
using Wellbeing.App.Features.Team;
using Wellbeing.App.Options;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Features.Notices;

/// <summary>What a message may draw on.</summary>
internal sealed record MessageContext(
    WellbeingDb Db,
    Notice Notice,
    string? Secret,
    IStringLocalizer<MailText> Text,
    SiteOptions Site,
    string TeamZone,
    SupportNumbersOptions Numbers,
    Uri? StopLink
)
{
    public string Greeting =>
        Notice.RecipientName.Length == 0 ? Text["Greeting.Team"] : Text["Greeting", Notice.RecipientName];

    /// <summary>The secret in one of the message's links.</summary>
    public string LinkSecret(LinkPurpose purpose) =>
        LinkToken.SecretOf(
            Secret ?? throw new InvalidOperationException("The notice has no secret any more."),
            purpose
        );

    /// <summary>An address for somebody who reads mails in this language: the page behind it is in it too. Staff pages
    /// are in English: theirs is of <see cref="Site"/>.</summary>
    public Uri Link(string path) => Site.Link(MailLanguage.In(path));

    /// <summary>A moment in the team's zone, in the reader's language.</summary>
    public string TeamTime(DateTime atUtc) =>
        TimeZones.Local(atUtc, TeamZone).ToString($"{Language.Current.Day}, H:mm", CultureInfo.CurrentCulture);
}

/// <summary>Turns a notice into an e-mail, in its reader's language. One class composes each purpose.</summary>
public sealed class NoticeComposer(
    IStringLocalizer<MailText> text,
    IOptions<SiteOptions> site,
    TeamZone zone,
    IOptionsFactory<SupportNumbersOptions> numbers,
    SiteInForce inForce,
    TextCatalogue texts,
    ReminderLinks reminders
)
{
    /// <param name="secret">The link's secret, opened, for purposes that carry one.</param>
    public async Task<OutgoingMail> Compose(
        WellbeingDb db,
        Notice notice,
        string? secret,
        CancellationToken cancellationToken
    )
    {
        var language = Language.Closest(notice.Language);
        var reviewed = await db.IsReviewed(language, texts, cancellationToken);
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            await inForce.Refresh(db, now: false, cancellationToken);
            Reading.In(language, reviewed);
            var stop = StopLink(notice, secret);
            var named = new SiteOptions { Name = inForce.Name, BaseUrl = site.Value.BaseUrl };
            var context = new MessageContext(
                db,
                notice,
                secret,
                text,
                named,
                zone.Id,
                numbers.Create(Microsoft.Extensions.Options.Options.DefaultName),
                stop
            );
            var body = notice.Purpose switch
            {
                NoticePurpose.FlagToTeam => await FlagToTeam.Compose(context, cancellationToken),
                NoticePurpose.FlagToSupportContact => await FlagToSupportContact.Compose(context, cancellationToken),
                NoticePurpose.StepReachedNobody or NoticePurpose.LadderUnanswered => LadderAlarm.Compose(context),
                NoticePurpose.CheckInInvitation => CheckInInvitation.Compose(context, reminder: false),
                NoticePurpose.CheckInReminder => CheckInInvitation.Compose(context, reminder: true),
                NoticePurpose.CheckInLinkAgain => CheckInInvitation.LinkAgain(context),
                NoticePurpose.ScreenInvitation => ScreenInvitation.Compose(context),
                NoticePurpose.NoteBack => NoteBack.Compose(context),
                NoticePurpose.SignInLink => AccountMails.SignIn(context),
                NoticePurpose.NewPasswordLink => AccountMails.NewPassword(context),
                NoticePurpose.StaffInvitation => AccountMails.Staff(context),
                NoticePurpose.ConfirmCode => AccountMails.ConfirmCode(context),
                NoticePurpose.LeafletLink => AccountMails.Leaflet(context),
                NoticePurpose.NewEmailQuestion => AccountMails.NewEmail(context),
                NoticePurpose.DetailsChangedTold => AccountMails.DetailsChanged(context),
                NoticePurpose.NewEmailTold => AccountMails.NewEmailTold(context),
                NoticePurpose.ParticipantInvitation => await AccountMails.Participant(context, cancellationToken),
                NoticePurpose.FamilyAsked => FamilyMails.Asked(context),
                NoticePurpose.FamilyInvitation => await FamilyMails.Invitation(context, cancellationToken),
                NoticePurpose.FlagAssigned => await FlagToTeam.Assigned(context, cancellationToken),
                NoticePurpose.FlagGrew => TeamNews.Compose(context, $"/Staff/Flags/{notice.FlagId:D}"),
                NoticePurpose.ScreenAnswered => TeamNews.Compose(context, $"/Staff/People/{notice.ParticipantId:D}"),
                NoticePurpose.OutageDigest => await TeamNews.Outage(context, cancellationToken),
                NoticePurpose.ReadinessWarning => TeamNews.Compose(context, "/Admin/Readiness"),
                NoticePurpose.OnCallBegins
                or NoticePurpose.OnCallTakenOver
                or NoticePurpose.SwapOffered
                or NoticePurpose.SwapAnswered => TeamNews.Compose(context, "/Staff/Rota"),
                NoticePurpose.Nomination => await Nomination.Compose(context, cancellationToken),
                NoticePurpose.SupportContactTest => await FlagToSupportContact.ComposeTest(context, cancellationToken),
                NoticePurpose.MailTest => TestMailMessage.Compose(context),
                NoticePurpose.DeliveryUncertain => DeliveryAlarm.Compose(context),
                _ => throw new InvalidOperationException($"No message is written for {notice.Purpose}."),
            };
            if (!reviewed)
                body = body with { Closing = [.. body.Closing, text["Translation.Unreviewed"]] };
            return new OutgoingMail(
                notice.MessageId,
                named.Name,
                notice.Address,
                notice.RecipientName,
                body.Subject,
                MailLayout.Text(body),
                MailLayout.Html(body, named.Name, language, inForce.Brand?.Primary ?? MailLayout.Green),
                language.Tag,
                stop
            );
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }

    /// <summary>
    /// Where the mail program's "unsubscribe" leads (RFC 8058). Mails to the team have none: nothing in a mail silences
    /// the ladder.
    /// </summary>
    private Uri? StopLink(Notice notice, string? secret) =>
        notice.Purpose switch
        {
            NoticePurpose.CheckInInvitation when notice.ParticipantId is { } id => Link(
                $"/Reminders/Stop/{reminders.Write(id, PromptMails.None)}"
            ),
            NoticePurpose.CheckInReminder when notice.ParticipantId is { } id => Link(
                $"/Reminders/Stop/{reminders.Write(id, PromptMails.InvitationOnly)}"
            ),
            NoticePurpose.NoteBack when notice.ParticipantId is { } id => Link(
                $"/Reminders/Notes/{reminders.WriteNotes(id)}"
            ),
            NoticePurpose.FlagToSupportContact or NoticePurpose.SupportContactTest when secret is not null => Link(
                $"/Contacts/Stop/{LinkToken.SecretOf(secret, LinkPurpose.StopMails)}"
            ),
            _ => null,
        };

    private Uri Link(string path) => site.Value.Link(MailLanguage.In(path));
}
