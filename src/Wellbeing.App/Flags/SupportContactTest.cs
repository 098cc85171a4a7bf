using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.Flags;

/// <summary>To a support contact who said yes: what a message will look like, clearly marked as a test, without the
/// answers.</summary>
public sealed class SupportContactTest : ContactMessage
{
    public const string Kind = nameof(SupportContactTest);

    public override string Title => "Test, to a support contact";

    public override IReadOnlyList<IssuedLink> Links { get; } = [IssuedLink.Stop];

    public override string? StopPath(Message message, string? secret) => FlagToSupportContact.StopPathOf(secret);

    public override Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => db.SupportContacts.Confirmed().AnyAsync(c => c.Id == message.SupportContactId, cancellationToken);

    internal override async ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken)
    {
        var (participant, phone) = await FlagToSupportContact.About(context, cancellationToken);
        var text = context.Text;
        var real = FlagToSupportContact.Body(
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
}
