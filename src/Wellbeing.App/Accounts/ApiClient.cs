using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Accounts;

/// <summary>What a program may be let do: each names endpoints of the API, and a role that only a key gives.</summary>
public enum ApiScope
{
    /// <summary>The list: names, severity, reasons, who has it.</summary>
    ListFlags,

    /// <summary>One flag with everything a nurse sees, ratings and words included.</summary>
    ReadFlags,

    /// <summary>Take a flag in hand, record attempts, resolve it. This stops its ladder.</summary>
    WorkOnFlags,

    /// <summary>The thresholds. About nobody.</summary>
    ReadThresholds,

    /// <summary>Ask people to take part. They decide; it reads nobody.</summary>
    InvitePeople,
}

/// <summary>A program that uses the API in its own name: it acts as itself in the audit log, and may do what its scopes
/// say.</summary>
public sealed class ApiClient : IVersioned
{
    public const int MaximumNameLength = 60;

    public Guid Id { get; init; }

    /// <summary>As it stands in a flag's history and in the audit log.</summary>
    public required string Name { get; init; }
    public required IReadOnlyList<ApiScope> Scopes { get; init; }
    public DateTime CreatedAtUtc { get; init; }
    public required string CreatedByName { get; init; }

    /// <summary>From then on no key of it opens anything; null for no end.</summary>
    public DateTime? EndsAtUtc { get; init; }
    public DateTime? RevokedAtUtc { get; private set; }
    public string? RevokedByName { get; private set; }
    public List<ApiKey> Keys { get; init; } = [];
    public int Version { get; set; }

    public bool IsOpen(DateTime nowUtc) => RevokedAtUtc is null && !(EndsAtUtc <= nowUtc);

    /// <summary>Its scopes as roles: what the application's second lock looks at.</summary>
    public Roles Roles => Scopes.Aggregate(Roles.None, (all, scope) => all | RoleOf(scope));

    public static Roles RoleOf(ApiScope scope) =>
        scope switch
        {
            ApiScope.ListFlags => Roles.ClientListsFlags,
            ApiScope.ReadFlags => Roles.ClientReadsFlags,
            ApiScope.WorkOnFlags => Roles.ClientWorksOnFlags,
            ApiScope.ReadThresholds => Roles.ClientReadsThresholds,
            ApiScope.InvitePeople => Roles.ClientInvitesPeople,
            _ => throw new ArgumentOutOfRangeException(nameof(scope)),
        };

    /// <summary>Gives it a new key. The present one goes on for a while, so that nothing stops while it is exchanged;
    /// any older one ends now.</summary>
    public void Rotate(ApiKey key, TimeSpan overlap, DateTime nowUtc)
    {
        if (!IsOpen(nowUtc))
            throw new InvalidOperationException("A client that has ended gets no new key.");
        var present = Keys.MaxBy(k => k.MadeAtUtc);
        foreach (var old in Keys.Where(k => k.IsOpen(nowUtc)))
            old.EndBy(old == present ? nowUtc + overlap : nowUtc);
        Keys.Add(key);
    }

    /// <summary>Ends it at once, for good.</summary>
    public void Revoke(string byName, DateTime nowUtc)
    {
        RevokedAtUtc ??= nowUtc;
        RevokedByName ??= byName;
    }
}

/// <summary>One secret of a client, stored as a hash: shown once, when it is made.</summary>
public sealed class ApiKey
{
    /// <summary>What every key begins with, so that people and scanners for leaked secrets recognise one.</summary>
    public const string Prefix = "wellbeing_";

    private const int StartLength = 4;

    public Guid Id { get; init; }
    public Guid ClientId { get; init; }
    public required byte[] Hash { get; init; }

    /// <summary>Its first letters, by which an administrator tells two keys apart.</summary>
    public required string Start { get; init; }
    public DateTime MadeAtUtc { get; init; }
    public DateTime? EndsAtUtc { get; private set; }

    /// <summary>To the minute.</summary>
    public DateTime? LastUsedAtUtc { get; init; }

    public bool IsOpen(DateTime nowUtc) => !(EndsAtUtc <= nowUtc);

    /// <summary>Ends it then, unless it ends before.</summary>
    public void EndBy(DateTime atUtc)
    {
        if (EndsAtUtc is null || EndsAtUtc > atUtc)
            EndsAtUtc = atUtc;
    }

    /// <summary>A key and the secret that only its owner keeps: 256 random bits, so that a plain hash is
    /// enough.</summary>
    public static (ApiKey Key, string Secret) Make(Guid id, Guid clientId, DateTime nowUtc)
    {
        var random = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var secret = Prefix + random;
        return (
            new ApiKey
            {
                Id = id,
                ClientId = clientId,
                Hash = HashOf(secret),
                Start = Prefix + random[..StartLength],
                MadeAtUtc = nowUtc,
            },
            secret
        );
    }

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
