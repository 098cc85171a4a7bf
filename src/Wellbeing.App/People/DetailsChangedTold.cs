using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>To a participant: somebody else changed how they are reached by telephone. It says only that.</summary>
public sealed class DetailsChangedTold : MessageKind
{
    public const string Kind = nameof(DetailsChangedTold);

    public override string Title => "News of changed contact details";

    public override string InTimeline => "Told that their contact details were changed";

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
