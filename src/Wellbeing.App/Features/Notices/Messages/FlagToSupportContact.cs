using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Domain;
using Wellbeing.App.Options;

namespace Wellbeing.App.Features.Notices.Messages;

/// <summary>
/// To a support contact: who may welcome a call, how to help, whom to ring, and three answers. No rating, no diagnosis,
/// no words of the participant, and their number only where they said so.
/// </summary>
internal static class FlagToSupportContact
{
    public static async Task<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var (participant, phone) = await About(context, cancellationToken);
        return Body(
            context.Text,
            context.Site.Name,
            context.Greeting,
            participant,
            phone,
            context.Numbers,
            context.Link($"/Contacts/Call/{context.LinkSecret(LinkPurpose.InTouch)}"),
            context.Link($"/Contacts/Call/{context.LinkSecret(LinkPurpose.CannotNow)}"),
            context.StopLink!
        );
    }

    /// <summary>The same words under a title that says what they are, without the answers.</summary>
    public static async Task<MailBody> ComposeTest(MessageContext context, CancellationToken cancellationToken)
    {
        var (participant, phone) = await About(context, cancellationToken);
        var text = context.Text;
        var real = Body(
            text,
            context.Site.Name,
            context.Greeting,
            participant,
            phone,
            context.Numbers,
            null,
            null,
            context.StopLink!
        );
        return real with
        {
            Subject = text["ContactTest.Subject", participant],
            Paragraphs = [text["ContactTest.What", participant], .. real.Paragraphs],
        };
    }

    /// <summary>Also what the participant is shown before they consent.</summary>
    public static MailBody Body(
        IStringLocalizer<MailText> text,
        string site,
        string greeting,
        string participant,
        string? phone,
        SupportNumbersOptions numbers,
        Uri? inTouch,
        Uri? cannot,
        Uri stop
    ) =>
        new(
            text["FlagToSupportContact.Subject", participant],
            greeting,
            [
                text["FlagToSupportContact.Asked", participant],
                .. phone is null ? [] : new string[] { text["FlagToSupportContact.Phone", participant, phone] },
                text["FlagToSupportContact.How"],
                text["FlagToSupportContact.Team"],
                text["FlagToSupportContact.Emergency", numbers.Emergency.Number],
                .. numbers.Crisis.Count == 0
                    ? []
                    : new string[]
                    {
                        text[
                            "FlagToSupportContact.Lines",
                            participant,
                            string.Join(", ", numbers.ToTalkTo.Select(line => $"{line.Name} {line.Number}"))
                        ],
                    },
            ],
            [
                .. inTouch is null ? [] : new (string, Uri)[] { (text["FlagToSupportContact.InTouch"], inTouch) },
                .. cannot is null ? [] : new (string, Uri)[] { (text["FlagToSupportContact.Cannot"], cannot) },
                (text["FlagToSupportContact.StopLink"], stop),
            ],
            [text["FlagToSupportContact.Why", participant, site], text["FlagToSupportContact.NoReply"]]
        );

    private static async Task<(string Participant, string? Phone)> About(
        MessageContext context,
        CancellationToken cancellationToken
    )
    {
        var participant = await context
            .Db.Participants.AsNoTracking()
            .SingleAsync(p => p.Id == context.Notice.ParticipantId, cancellationToken);
        var contact = await context
            .Db.SupportContacts.AsNoTracking()
            .SingleAsync(c => c.Id == context.Notice.SupportContactId, cancellationToken);
        return (participant.Name, contact.Scope == ContactScope.CallAndPhone ? participant.Phone : null);
    }
}
