using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Wellbeing.App.Outbox;

public enum LinkPurpose
{
    /// <summary>"Yes, I will be a support contact" / "No".</summary>
    AnswerNomination,

    /// <summary>Opens one check-in, without a password. Acts on a prompt and ends with it.</summary>
    CheckIn,

    /// <summary>Signs an account in, for a quarter of an hour.</summary>
    SignIn,

    /// <summary>Lets an account's owner choose a new password.</summary>
    NewPassword,

    /// <summary>Lets an invited colleague choose their first password.</summary>
    StaffInvitation,

    /// <summary>Lets somebody who was invited to check in agree to it.</summary>
    Invitation,

    /// <summary>Confirms that mails may go to a new address.</summary>
    NewEmail,

    /// <summary>A support contact: "I have been in touch".</summary>
    InTouch,

    /// <summary>A support contact: "I can't right now".</summary>
    CannotNow,

    /// <summary>A support contact: "Stop these mails".</summary>
    StopMails,

    /// <summary>A nurse's own turns on call, for a calendar program. It is read again and again, and ends when it is
    /// withdrawn or the account is disabled.</summary>
    MyTurns,

    /// <summary>The whole team's, the same.</summary>
    TeamTurns,
}

/// <summary>A secret in a link we sent: single-purpose, expiring, stored as a hash, used up by POST only.</summary>
public sealed class LinkToken
{
    public Guid Id { get; init; }
    public required byte[] Hash { get; init; }
    public LinkPurpose Purpose { get; init; }

    /// <summary>What it acts on: a support contact, a prompt, an account, an invitation.</summary>
    public Guid SubjectId { get; init; }

    /// <summary>The flag it is about, if any.</summary>
    public Guid? FlagId { get; init; }
    public DateTime ExpiresAtUtc { get; init; }
    public DateTime? UsedAtUtc { get; set; }

    public bool IsUsable(DateTime nowUtc) => UsedAtUtc is null && nowUtc < ExpiresAtUtc;

    /// <summary>256 random bits, as they stand in the link.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>
    /// The secret of one link of a message, from the message's own: a message keeps one secret, and each of its links
    /// still opens one door only.
    /// </summary>
    public static string SecretOf(string messageSecret, LinkPurpose purpose) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(messageSecret), Encoding.UTF8.GetBytes(purpose.ToString()))
        );

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
