using MimeKit;

namespace Wellbeing.Delivery.Bounces;

internal enum FeedbackKind
{
    Complaint,

    /// <summary>A complaint taken back.</summary>
    NotSpam,

    /// <summary>About signatures of mail, say (RFC 6591): nothing that a reader said.</summary>
    Other,
}

/// <summary>Complaints: reports of RFC 5965, and of those who send them in a form of their own.</summary>
internal static class Complaints
{
    public static FeedbackKind? In(MimeMessage mail, MailParts parts, BounceText words)
    {
        if (parts.Feedback is { } feedback)
            return KindOf(feedback["Feedback-Type"]);
        if (words.FieldInText("feedback-type:") is { Length: > 0 } type)
            return KindOf(type);
        if (
            mail.Headers["X-HmXmrOriginalRecipient"] is not null // Microsoft's Junk Mail Reporting Program.
            || words.SaysAbuseReport
            || words.Subject.StartsWith("complaint about message from", StringComparison.Ordinal)
            || words.Subject.StartsWith("email feedback report", StringComparison.Ordinal) // AOL.
            || words.Subject.StartsWith("spam complaint", StringComparison.Ordinal)
            || words.Subject.StartsWith("abuse report", StringComparison.Ordinal)
        )
            return FeedbackKind.Complaint;
        return
            mail.Body?.ContentType.Parameters["report-type"] is { } report
            && report.Contains("feedback-report", StringComparison.OrdinalIgnoreCase)
            ? FeedbackKind.Complaint
            : null;
    }

    private static FeedbackKind KindOf(string type) =>
        type.Trim().ToLowerInvariant() switch
        {
            "not-spam" => FeedbackKind.NotSpam,
            "auth-failure" or "dmarc" or "dkim" => FeedbackKind.Other,
            _ => FeedbackKind.Complaint,
        };
}
