using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Options;

namespace Wellbeing.App.Features.Notices;

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

    /// <summary>Who it is, for a notice's key.</summary>
    public string Key =>
        WebhookId is { } webhook ? $"webhook-{webhook:N}"
        : SupportContactId is { } contact ? $"contact-{contact:N}"
        : AccountId is { } account ? $"account-{account:N}"
        : Address;
}

/// <summary>Adds notices to the unit of work: they are saved with their cause, and delivered afterwards.</summary>
public sealed class NoticeWriter(WellbeingDb db, NoticeLinks links, IOptions<SiteOptions> site)
{
    /// <summary>By which a notice is found again: <see cref="Notice.DedupKey"/>.</summary>
    public static string KeyOf(string cause, Recipient to, NoticePurpose purpose) => $"{cause}/{to.Key}/{purpose}";

    /// <summary>Adds one notice.</summary>
    /// <param name="cause">What it is about: flag, cycle and step, or prompt. Cause and recipient are written
    /// once.</param>
    /// <param name="link">A link that acts on a prompt, an account or an invitation.</param>
    /// <param name="secret">What the message itself says and nobody else may read: a code.</param>
    /// <returns>False when this cause was already written to this recipient.</returns>
    public async Task<bool> Write(
        NoticePurpose purpose,
        Recipient to,
        string cause,
        int priority,
        DateTime nowUtc,
        DateTime notBeforeUtc,
        DateTime deadlineUtc,
        Guid? participantId = null,
        Guid? flagId = null,
        Guid? promptId = null,
        NoticeLink? link = null,
        Guid? familyLinkId = null,
        string? secret = null,
        CancellationToken cancellationToken = default
    )
    {
        var key = KeyOf(cause, to, purpose);
        if (
            db.Notices.Local.Any(n => n.DedupKey == key)
            || await db.Notices.AnyAsync(n => n.DedupKey == key, cancellationToken)
        )
            return false;

        var id = Guid.CreateVersion7(nowUtc);
        db.Notices.Add(
            new Notice
            {
                Id = id,
                Purpose = purpose,
                Channel = to.WebhookId is null ? NoticeChannel.Mail : NoticeChannel.Webhook,
                WebhookId = to.WebhookId,
                ParticipantId = participantId,
                FlagId = flagId,
                PromptId = promptId,
                FamilyLinkId = familyLinkId,
                SupportContactId = to.SupportContactId,
                AccountId = to.AccountId,
                Address = to.Address,
                RecipientName = to.Name,
                Language = to.Language,
                DedupKey = key,
                MessageId = $"{id:N}@{new Uri(site.Value.BaseUrl).Host}",
                SealedSecret =
                    secret is not null ? links.Seal(secret)
                    : link is null ? links.Issue(purpose, to.SupportContactId, flagId, nowUtc)
                    : links.Issue(link, nowUtc),
                Priority = priority,
                CreatedAtUtc = nowUtc,
                NotBeforeUtc = notBeforeUtc,
                DeadlineUtc = deadlineUtc,
            }
        );
        return true;
    }

    /// <summary>
    /// The notice just added says all that older ones of the same flag, purpose and person say: those that have not
    /// left are cancelled. One that a server claims at this moment is a conflict, and the unit of work runs again. One
    /// that was tried stays: nobody may know whether it arrived, and its own Message-ID must be what follows.
    /// </summary>
    public async Task SupersedeOlder(
        NoticePurpose purpose,
        Recipient to,
        Guid flagId,
        CancellationToken cancellationToken
    )
    {
        var newest = db.Notices.Local.Last(n => n.Purpose == purpose && n.FlagId == flagId && IsTo(n, to));
        var unsent = await db
            .Notices.Where(n =>
                n.FlagId == flagId && n.Purpose == purpose && n.State == NoticeState.Pending && n.Attempts == 0
            )
            .ToListAsync(cancellationToken);
        foreach (
            var older in unsent
                .Concat(db.Notices.Local.Where(n => n.FlagId == flagId && n.Purpose == purpose))
                .Distinct()
                .ToList()
        )
        {
            if (older.Id != newest.Id && older is { State: NoticeState.Pending, Attempts: 0 } && IsTo(older, to))
                older.Supersede(newest.Id);
        }
    }

    private static bool IsTo(Notice notice, Recipient to) =>
        notice.WebhookId == to.WebhookId
        && (
            to.WebhookId is not null
            || (
                to.AccountId is { } account
                    ? notice.AccountId == account
                    : notice.AccountId is null && notice.Address == to.Address
            )
        );
}
