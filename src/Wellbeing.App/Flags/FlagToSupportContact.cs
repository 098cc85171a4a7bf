using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>
/// To a support contact: who may welcome a call, how to help, whom to ring, and three answers. No rating, no diagnosis,
/// no words of the participant, and their number only where they said so.
/// </summary>
public sealed class FlagToSupportContact : ContactMessage
{
    public const string Kind = nameof(FlagToSupportContact);

    public override string Title => "“May welcome a call”, to a support contact";

    public override string InTimeline => "Told that a call may be welcome: support contact";

    public override bool NamesRecipient => true;

    public override string OnFlag(int recipients) => recipients == 1 ? " (support contact)" : " (support contacts)";

    public override IReadOnlyList<IssuedLink> Links { get; } =
    [
        new(LinkPurpose.InTouch, TimeSpan.FromDays(14)),
        new(LinkPurpose.CannotNow, TimeSpan.FromDays(14)),
        IssuedLink.Stop,
    ];

    public override string? StopPath(Message message, string? secret) => StopPathOf(secret);

    internal static string? StopPathOf(string? secret) =>
        secret is null ? null : $"/Contacts/Stop/{LinkToken.SecretOf(secret, LinkPurpose.StopMails)}";

    public override async Task LockCause(WellbeingDb db, Message message, CancellationToken cancellationToken)
    {
        await FlagMessage.LockFlag(db, message, cancellationToken);
        await base.LockCause(db, message, cancellationToken);
    }

    public override async Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var severity = await db
            .Flags.Open()
            .Where(f => f.Id == message.FlagId)
            .Select(f => (Severity?)f.Severity)
            .SingleOrDefaultAsync(cancellationToken);
        return severity is { } grave
            && await db
                .SupportContacts.AsNoTracking()
                .SingleOrDefaultAsync(c => c.Id == message.SupportContactId, cancellationToken)
                is { } contact
            && contact.MayBeTold(grave);
    }

    public override async Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) =>
        await db.Flags.AnyAsync(f => f.Id == message.FlagId && f.Severity == Severity.Urgent, cancellationToken)
            ? nowUtc
            : await base.AllowedFromUtc(db, message, nowUtc, cancellationToken);

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
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

    /// <summary>Also what the participant is shown before they consent.</summary>
    internal static MailBody Body(
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
                            string.Join(
                                ", ",
                                numbers.ToTalkTo.Select(line =>
                                    $"{(line == numbers.Interpreter ? text["FlagToSupportContact.Interpreter", line.Name].Value : line.IsText ? text["FlagToSupportContact.ByText", line.Name].Value : line.Name)} {line.Number}"
                                )
                            )
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

    internal static async Task<(string Participant, string? Phone)> About(
        MessageContext context,
        CancellationToken cancellationToken
    )
    {
        var participant = await context
            .Db.Participants.AsNoTracking()
            .SingleAsync(p => p.Id == context.Message.ParticipantId, cancellationToken);
        var contact = await context
            .Db.SupportContacts.AsNoTracking()
            .SingleAsync(c => c.Id == context.Message.SupportContactId, cancellationToken);
        return (participant.Name, contact.Scope == ContactScope.CallAndPhone ? participant.Phone : null);
    }
}
