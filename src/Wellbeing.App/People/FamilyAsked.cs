using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>To a participant: somebody asks to be linked with you as family. Who asks stands behind the sign-in.</summary>
public sealed class FamilyAsked : FamilyMessage
{
    public const string Kind = nameof(FamilyAsked);

    public override string Title => "Question to a family member";

    public override Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => QuietHours.End(db, message, nowUtc, cancellationToken);

    internal override ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken) =>
        new(
            new MailBody(
                context.Text["FamilyAsked.Subject", context.Site.Name],
                context.Greeting,
                [context.Text["FamilyAsked.Body"], context.Text["FamilyAsked.Means"]],
                [(context.Text["FamilyAsked.Open"], context.Link("/Family"))],
                [context.Text["FamilyAsked.Ignore"]]
            )
        );
}
