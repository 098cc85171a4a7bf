using Wellbeing.App.Data;

namespace Wellbeing.App.Outbox;

/// <summary>A link to issue with a message: what it opens, on what it acts, how long it works.</summary>
public sealed record MessageLink(LinkPurpose Purpose, Guid SubjectId, DateTime ExpiresAtUtc);

/// <summary>Makes the links that a message carries: stored as hashes, the secret sealed in the message until it cannot
/// leave any more.</summary>
public sealed class MessageLinks(WellbeingDb db, SealedText text)
{
    /// <summary>Adds a message's links, which act on a support contact, to the unit of work.</summary>
    /// <returns>The message's secret, sealed; null where the message carries no link that needs one.</returns>
    public string? Issue(IReadOnlyList<IssuedLink> links, Guid? supportContactId, Guid? flagId, DateTime nowUtc)
    {
        if (links.Count == 0 || supportContactId is not { } contactId)
            return null;
        var secret = LinkToken.NewSecret();
        foreach (var (link, lives) in links)
        {
            db.LinkTokens.Add(
                new LinkToken
                {
                    Id = Guid.CreateVersion7(nowUtc),
                    Hash = LinkToken.HashOf(LinkToken.SecretOf(secret, link)),
                    Purpose = link,
                    SubjectId = contactId,
                    FlagId = flagId,
                    ExpiresAtUtc = nowUtc + lives,
                }
            );
        }

        return text.Seal(secret);
    }

    /// <summary>A secret that is no link.</summary>
    public string Seal(string secret) => text.Seal(secret)!;

    /// <summary>Adds one link that acts on something else than a support contact.</summary>
    /// <returns>The message's secret, sealed.</returns>
    public string Issue(MessageLink link, DateTime nowUtc)
    {
        var secret = LinkToken.NewSecret();
        db.LinkTokens.Add(
            new LinkToken
            {
                Id = Guid.CreateVersion7(nowUtc),
                Hash = LinkToken.HashOf(LinkToken.SecretOf(secret, link.Purpose)),
                Purpose = link.Purpose,
                SubjectId = link.SubjectId,
                ExpiresAtUtc = link.ExpiresAtUtc,
            }
        );
        return text.Seal(secret)!;
    }
}
