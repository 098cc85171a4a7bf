using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>To a participant: somebody else changed how they are reached by telephone. It says only that, and it waits
/// for the end of their quiet hours: whoever signs in is not touched by it.</summary>
public sealed class DetailsChangedTold : MessageKind
{
    public const string Kind = nameof(DetailsChangedTold);

    public override string Title => "News of changed contact details";

    public override string InTimeline => "Told that their contact details were changed";

    public override Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => QuietHours.End(db, message, nowUtc, cancellationToken);

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(
            new MailBody(
                context.Text["DetailsChangedTold.Subject", context.Site.Name],
                context.Greeting,
                [context.Text["DetailsChangedTold.Body"]],
                [(context.Text["NewEmailTold.Open"], context.Link("/Settings/Details"))],
                [context.Text["DetailsChangedTold.NotYou"]]
            )
        );
}
