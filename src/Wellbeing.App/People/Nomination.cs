using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>To somebody nominated as a support contact: would you? Nothing else is sent before they say yes.</summary>
public sealed class Nomination : ContactMessage
{
    public const string Kind = nameof(Nomination);

    /// <summary>How long somebody has to answer.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromDays(14);

    public override string Title => "Question to a support contact";

    public override string InTimeline => "Question to a support contact";

    public override IReadOnlyList<IssuedLink> Links { get; } = [new(LinkPurpose.AnswerNomination, Lives)];

    public override Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) =>
        db.SupportContacts.AnyAsync(
            c => c.Id == message.SupportContactId && c.State == SupportContactState.Pending,
            cancellationToken
        );

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var participant = await context
            .Db.Participants.AsNoTracking()
            .SingleAsync(p => p.Id == context.Message.ParticipantId, cancellationToken);
        return Body(
            context.Text,
            context.Site.Name,
            context.Greeting,
            participant.Name,
            context.Link($"/Contacts/Answer/{context.LinkSecret(LinkPurpose.AnswerNomination)}")
        );
    }

    /// <summary>Also what the participant is shown before they nominate.</summary>
    internal static MailBody Body(
        IStringLocalizer<MailText> text,
        string site,
        string greeting,
        string participant,
        Uri answer
    ) =>
        new(
            text["Nomination.Subject", participant],
            greeting,
            [text["Nomination.Asked", participant, site], text["Nomination.Means"], text["Nomination.NotADuty"]],
            [(text["Nomination.Answer"], answer)],
            [text["Nomination.Ignore"]]
        );
}
