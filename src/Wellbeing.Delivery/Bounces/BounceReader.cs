using System.Security.Cryptography;
using MimeKit;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery.Bounces;

/// <summary>
/// Reads what came to a return address: reports of RFC 3464 and those in words, answers of machines, complaints. The
/// order matters: what has fields is believed; then a machine's answer, which may hold any words; then words.
/// </summary>
/// <remarks>A function of the mail alone, bounded in time, memory and depth for whatever it is given.</remarks>
internal static class BounceReader
{
    private static readonly string[] _cameTo =
    [
        "To",
        "Cc",
        "Delivered-To",
        "X-Original-To",
        "Original-Recipient",
        "Envelope-To",
        "X-Envelope-To",
        "X-Delivered-To",
        "Apparently-To",
    ];

    // Beside Return-Path: what servers that hold mails back call it.
    private static readonly string[] _sentFrom =
    [
        "Return-Path",
        "X-Return-Path",
        "X-Envelope-From",
        "X-Envelope-Sender",
    ];

    private const int MostAddresses = 50;

    /// <summary>The report in a mail; null for one that tells of success, and of a complaint taken back.</summary>
    public static BounceReport? Read(MimeMessage mail)
    {
        var parts = MailParts.Of(mail);
        var words = new BounceText(mail.Subject ?? "", parts.Text);
        if (Verdict(mail, parts, words) is not { } verdict)
            return null;
        return new BounceReport(
            IdOf(mail),
            [.. CameTo(mail, parts).Take(MostAddresses)],
            verdict.Kind,
            verdict.Status,
            MailAddresses.OneLine(verdict.Detail)
        )
        {
            Code = verdict.Code,
            NamesMailbox = verdict.NamesMailbox,
            Text = verdict.Kind == ReportKind.Unknown ? words.ForPerson : "",
        };
    }

    private static BounceVerdict? Verdict(MimeMessage mail, MailParts parts, BounceText words)
    {
        if (Complaints.In(mail, parts, words) is { } complaint)
            return complaint == FeedbackKind.NotSpam ? null
                : complaint == FeedbackKind.Complaint ? new(ReportKind.Complaint)
                : new(ReportKind.Unknown);
        if (StatusGroups.Verdict(parts, words, out var success) is { } said)
            return said;
        if (success)
            return null;
        if (parts.IsDisposition)
            return new(ReportKind.Answered);

        var daemon = IsDaemon(mail);
        var failedFor = mail.Headers["X-Failed-Recipients"] is not null; // Exim.
        var saysFailed = words.SubjectSays(BounceWords.FailedSubjects);
        var marker = words.Find(BounceWords.FailedTexts);
        var isBounce = failedFor || parts.IsReport || (daemon && (saysFailed || marker is not null));

        if (
            !isBounce
            && (
                MachineAnswers.SaysSo(mail)
                || words.SubjectSays(BounceWords.AwaySubjects)
                || words.SubjectSays(BounceWords.Challenges)
                || words.Find(BounceWords.Challenges) is not null
            )
        )
            return new(ReportKind.Answered);

        var refused = marker is not null && words.HasReply;
        if (!daemon && !isBounce && !saysFailed && !refused && words.Find(BounceWords.AwayTexts) is not null)
            return new(ReportKind.Answered);
        var (heldSubject, heldText) = (
            words.SubjectSays(BounceWords.HeldSubjects),
            words.Find(BounceWords.HeldTexts) is not null
        );
        if (
            words.Find(BounceWords.GivenUpTexts) is null
            && (
                (heldText && (daemon || isBounce || heldSubject))
                || (heldSubject && !saysFailed && (daemon || isBounce))
            )
        )
            return words.Held();
        if (
            isBounce
            || saysFailed
            || (marker is not null && words.HasReason)
            || (daemon && (words.HasReason || parts.Returned.Count > 0 || words.BringsBack))
        )
            return words.Failed();
        return new(MachineAnswers.MayBe(mail) ? ReportKind.Answered : ReportKind.Unknown);
    }

    /// <summary>A mail without a Message-ID is known by what it says.</summary>
    private static string IdOf(MimeMessage mail)
    {
        if (!string.IsNullOrEmpty(mail.MessageId))
            return mail.MessageId;
        using var bytes = new MemoryStream();
        mail.WriteTo(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    /// <summary>Where the report was sent to, by itself or by the message that it brings back.</summary>
    private static IEnumerable<string> CameTo(MimeMessage mail, MailParts parts)
    {
        foreach (var header in mail.Headers.Where(h => _cameTo.Contains(h.Field, StringComparer.OrdinalIgnoreCase)))
            yield return header.Value;
        foreach (
            var header in parts
                .Returned.SelectMany(r => r)
                .Where(h => _sentFrom.Contains(h.Field, StringComparer.OrdinalIgnoreCase))
        )
            yield return header.Value;
        if (parts.Feedback is { } feedback && feedback.Has("Original-Mail-From"))
            yield return feedback["Original-Mail-From"];
    }

    private static bool IsDaemon(MimeMessage mail) =>
        mail
            .From.Concat(mail.Sender is { } sender ? [sender] : Enumerable.Empty<InternetAddress>())
            .Take(5)
            .Any(from =>
                Array.Exists(
                    BounceWords.Daemons,
                    name =>
                        (from.Name ?? "").Contains(name, StringComparison.OrdinalIgnoreCase)
                        || (from as MailboxAddress)?.Address.Contains(
                            name.Replace(' ', '-'),
                            StringComparison.OrdinalIgnoreCase
                        ) == true
                )
            );
}

/// <summary>What was made of a mail.</summary>
/// <param name="Detail">The other server's words.</param>
internal sealed record BounceVerdict(ReportKind Kind, string Status = "", string Detail = "")
{
    public int? Code { get; init; }
    public bool NamesMailbox { get; init; }
}
