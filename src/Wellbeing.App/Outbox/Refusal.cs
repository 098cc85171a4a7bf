using System.Text.RegularExpressions;

namespace Wellbeing.App.Outbox;

/// <summary>
/// Whether a mail server's "no" (5xx) is about the reader's address. Only what says so is: everything else is about us,
/// our greeting, our sender, our server, a policy, a size, a full mailbox, and says nothing about the address.
/// </summary>
/// <remarks>
/// Enhanced status codes: RFC 3463 sections 3.2 and 3.3, and IANA's registry of them (5.1.10: RFC 7505). Replies without
/// one: RFC 5321 section 4.2.3, where 550, 551 and 553 may mean the mailbox, and mean anything.
/// </remarks>
public static partial class Refusal
{
    // Bad mailbox, bad syntax of the mailbox, moved without a new address, null MX; mailbox disabled.
    private static readonly string[] _aboutAddress = ["5.1.1", "5.1.3", "5.1.6", "5.1.10", "5.2.1"];

    // Bad system of the reader: said by our own server it may be our name resolution, in a report it is theirs.
    private const string NoSuchSystem = "5.1.2";

    /// <param name="code">The reply code; null where a report has none.</param>
    /// <param name="status">The enhanced status code, "5.1.1"; empty for none.</param>
    /// <param name="words">The server's words.</param>
    /// <param name="reported">A report by mail, of a server further on.</param>
    public static bool IsAboutAddress(int? code, string status, string words, bool reported = false) =>
        status.Length > 0 ? _aboutAddress.Contains(status) || (reported && status == NoSuchSystem)
        : code is 550 or 551 or 553 || (code is null && reported)
            ? NamesMailbox().IsMatch(words) && !NamesUs().IsMatch(words)
        : false;

    /// <summary>The enhanced status code a reply begins with; empty where it has none.</summary>
    public static string StatusOf(string reply) => Status().Match(reply) is { Success: true } found ? found.Value : "";

    /// <summary>A reply without what differs from reader to reader: two that are the same then were caused by the same
    /// thing.</summary>
    public static string Alike(string reply) => Readers().Replace(reply, "…").Trim();

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?!\d)")]
    private static partial Regex Status();

    [GeneratedRegex(@"<[^>]*>|\(the address\)|\S+@\S+")]
    private static partial Regex Readers();

    [GeneratedRegex(
        @"\b(no such|unknown|invalid|not a valid|nonexistent|non-existent|disabled|inactive) (local )?(user|recipient|mailbox|account|address|person|local[- ]part)|\b(user|recipient|mailbox|account|address|person)\b.{0,40}?\b(unknown|not found|not exist|doesn'?t exist|is disabled|disabled|inactive|invalid|no longer (exists|available|valid))|no mailbox here by that name|there is no one (here )?(by|of) that name|is not a known user",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex NamesMailbox();

    [GeneratedRegex(
        @"\bhelo\b|\behlo\b|relay|sender|\bfrom\b|spam|polic|black ?list|block|\bspf\b|\bdkim\b|\bdmarc\b|reputation|authenticat|denied|quota|full|too (large|big|many)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex NamesUs();
}
