using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Outbox;

/// <summary>What a message may draw on.</summary>
internal sealed record MessageContext(
    WellbeingDb Db,
    Message Message,
    string? Secret,
    IStringLocalizer<MailText> Text,
    SiteOptions Site,
    string TeamZone,
    SupportNumbersOptions Numbers,
    Uri? StopLink
)
{
    public string Greeting =>
        Message.RecipientName.Length == 0 ? Text["Greeting.Team"] : Text["Greeting", Message.RecipientName];

    /// <summary>The secret in one of the message's links.</summary>
    public string LinkSecret(LinkPurpose purpose) =>
        LinkToken.SecretOf(
            Secret ?? throw new InvalidOperationException("The message has no secret any more."),
            purpose
        );

    /// <summary>An address for somebody who reads mails in this language: the page behind it is in it too. Staff pages
    /// are in English: theirs is of <see cref="Site"/>.</summary>
    public Uri Link(string path) => Site.Link(MailLanguage.In(path));

    /// <summary>A mail about somebody's own account with one link, which is its point.</summary>
    /// <param name="key">Of its texts.</param>
    public MailBody OneLink(string key, LinkPurpose purpose, string path) =>
        new(
            Text[$"{key}.Subject", Site.Name],
            Greeting,
            [Text[$"{key}.Body"]],
            [(Text[$"{key}.Open"], Link($"{path}/{LinkSecret(purpose)}"))],
            [Text[$"{key}.NotYou"]]
        );

    /// <summary>That nobody watches around the clock, whom to call in danger, and one line to talk to; the
    /// interpreter's first where the reader may need one.</summary>
    public IReadOnlyList<string> WhereHelpIs() =>
        [
            Text["CheckInInvitation.NotWatched", Numbers.Emergency.Number],
            .. SupportNumbersOptions.SpeaksEnglish
                ? []
                : new[] { Text["Help.Interpreter", Numbers.Interpreter.Name, Numbers.Interpreter.Number].Value },
            .. Numbers.Crisis.Take(1).Select(line => Text["CheckInInvitation.Help", line.Name, line.Number].Value),
        ];

    /// <summary>A moment in the team's zone, in the reader's language.</summary>
    public string TeamTime(DateTime atUtc) =>
        TimeZones.Local(atUtc, TeamZone).ToString($"{Language.Current.Day}, H:mm", CultureInfo.CurrentCulture);
}

/// <summary>Turns a message into an e-mail, in its reader's language. Its <see cref="MessageKind"/> says what it says.</summary>
public sealed class MessageComposer(
    IStringLocalizer<MailText> text,
    IOptions<SiteOptions> site,
    TeamZone zone,
    IOptionsFactory<SupportNumbersOptions> numbers,
    SiteInForce inForce,
    TextCatalogue texts,
    MessageKinds kinds
)
{
    /// <param name="secret">The link's secret, opened, for kinds that carry one.</param>
    public async Task<OutgoingMail> Compose(
        WellbeingDb db,
        Message message,
        string? secret,
        CancellationToken cancellationToken
    )
    {
        var language = Language.Closest(message.Language);
        var reviewed = await db.IsReviewed(language, texts, cancellationToken);
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            await inForce.Refresh(db, now: false, cancellationToken);
            Reading.In(language, reviewed);
            var kind = kinds.Get(message.Kind);
            var stop = kind.StopPath(message, secret) is { } path ? Link(path) : null;
            var named = new SiteOptions { Name = inForce.Name, BaseUrl = site.Value.BaseUrl };
            var context = new MessageContext(
                db,
                message,
                secret,
                text,
                named,
                zone.Id,
                numbers.Create(Microsoft.Extensions.Options.Options.DefaultName),
                stop
            );
            var body = await kind.Compose(context, cancellationToken);
            if (!reviewed)
                body = body with { Closing = [.. body.Closing, text["Translation.Unreviewed"]] };
            return new OutgoingMail(
                message.InternetMessageId,
                named.Name,
                message.Address,
                message.RecipientName,
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

    private Uri Link(string path) => site.Value.Link(MailLanguage.In(path));
}
