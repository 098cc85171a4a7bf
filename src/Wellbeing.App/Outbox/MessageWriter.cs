using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Site;

namespace Wellbeing.App.Outbox;

/// <summary>Somebody to write to.</summary>
public sealed record Recipient(
    string Address,
    string Name,
    string Language,
    Guid? AccountId = null,
    Guid? SupportContactId = null,
    Guid? WebhookId = null
)
{
    /// <summary>As colleagues read it in a list of who is told.</summary>
    public string Shown =>
        WebhookId is not null ? $"{Name} (webhook)"
        : Name.Length > 0 ? Name
        : Address;

    /// <summary>Who it is, for a message's key.</summary>
    public string Key =>
        WebhookId is { } webhook ? $"webhook-{webhook:N}"
        : SupportContactId is { } contact ? $"contact-{contact:N}"
        : AccountId is { } account ? $"account-{account:N}"
        : Address;
}

/// <summary>Adds messages to the unit of work: they are saved with their cause, and delivered afterwards.</summary>
public sealed class MessageWriter(WellbeingDb db, MessageLinks links, MessageKinds kinds, IOptions<SiteOptions> site)
{
    /// <summary>By which a message is found again: <see cref="Message.DedupKey"/>.</summary>
    public static string KeyOf(string cause, Recipient to, string kind) => $"{cause}/{to.Key}/{kind}";

    /// <summary>Adds one message.</summary>
    /// <returns>False when this cause was already written to this recipient.</returns>
    public async Task<bool> Write(NewMessage message, CancellationToken cancellationToken)
    {
        var (to, now) = (message.To, message.NowUtc);
        var key = KeyOf(message.Cause, to, message.Kind);
        if (
            db.Messages.Local.Any(n => n.DedupKey == key)
            || await db.Messages.AnyAsync(n => n.DedupKey == key, cancellationToken)
        )
            return false;

        var id = Guid.CreateVersion7(now);
        var kind = kinds.Get(message.Kind);
        db.Messages.Add(
            new Message
            {
                Id = id,
                Kind = kind.Name,
                Channel = to.WebhookId is null ? MessageChannel.Mail : MessageChannel.Webhook,
                WebhookId = to.WebhookId,
                ParticipantId = message.ParticipantId,
                FlagId = message.FlagId,
                PromptId = message.PromptId,
                FamilyLinkId = message.FamilyLinkId,
                SupportContactId = to.SupportContactId,
                AccountId = to.AccountId,
                Address = to.Address,
                RecipientName = to.Name,
                Language = to.Language,
                DedupKey = key,
                InternetMessageId = $"{id:N}@{new Uri(site.Value.BaseUrl).Host}",
                SealedSecret =
                    message.Secret is { } secret ? links.Seal(secret)
                    : message.Link is { } link ? links.Issue(link, now)
                    : links.Issue(kind.Links, to.SupportContactId, message.FlagId, now),
                Priority = message.Priority ?? kind.Priority,
                CreatedAtUtc = now,
                NotBeforeUtc = message.NotBeforeUtc ?? now,
                DeadlineUtc = message.DeadlineUtc,
            }
        );
        return true;
    }

    /// <summary>
    /// The message just added says all that older ones of the same flag, kind and person say: those that have not
    /// left are cancelled. One that a server claims at this moment is a conflict, and the unit of work runs again. One
    /// that was tried stays: nobody may know whether it arrived, and its own Message-ID must be what follows.
    /// </summary>
    public async Task SupersedeOlder(string kind, Recipient to, Guid flagId, CancellationToken cancellationToken)
    {
        var newest = db.Messages.Local.Last(n => n.Kind == kind && n.FlagId == flagId && IsTo(n, to));
        var unsent = await db
            .Messages.Where(n =>
                n.FlagId == flagId && n.Kind == kind && n.State == MessageState.Pending && n.Attempts == 0
            )
            .ToListAsync(cancellationToken);
        foreach (
            var older in unsent
                .Concat(db.Messages.Local.Where(n => n.FlagId == flagId && n.Kind == kind))
                .Distinct()
                .ToList()
        )
        {
            if (older.Id != newest.Id && older is { State: MessageState.Pending, Attempts: 0 } && IsTo(older, to))
                older.Supersede(newest.Id);
        }
    }

    private static bool IsTo(Message message, Recipient to) =>
        message.WebhookId == to.WebhookId
        && (
            to.WebhookId is not null
            || (
                to.AccountId is { } account
                    ? message.AccountId == account
                    : message.AccountId is null && message.Address == to.Address
            )
        );
}
