using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery.Bounces;

/// <summary>What the fields of a report say (RFC 3464), also where some of them are missing.</summary>
internal static class StatusGroups
{
    private enum Act
    {
        Unknown,
        Failed,
        Delayed,
        Done,
    }

    /// <param name="success">It tells of success alone.</param>
    public static BounceVerdict? Verdict(MailParts parts, BounceText words, out bool success)
    {
        // Our messages have one recipient; a failure counts before what is only late.
        var groups = parts.Status.Where(g => g.IsAboutRecipient).Select(g => (Group: g, Act: ActOf(g, words))).ToList();
        success = groups.Count > 0 && groups.TrueForAll(g => g.Act == Act.Done);
        if (groups.Find(g => g.Act == Act.Failed).Group is { } failed)
            return words.Failed(Status(failed), Diagnosis(failed));
        if (groups.Find(g => g.Act == Act.Delayed).Group is { } delayed)
            return new(ReportKind.Delayed, Status(delayed), Diagnosis(delayed));
        return null;
    }

    private static Act ActOf(StatusFields group, BounceText words)
    {
        var action = group["Action"].Trim();
        if (Begins("fail", "undeliver", "bounce", "expire", "reject"))
            return Act.Failed;
        if (Begins("delay", "defer", "warn"))
            return Act.Delayed;
        if (Begins("deliver", "relay", "expand"))
            return Act.Done;
        // Some leave it out, or write words of their own.
        return Status(group) switch
        {
            ['5', ..] => Act.Failed,
            ['4', ..] => words.SoundsHeld ? Act.Delayed : Act.Failed,
            ['2', ..] => Act.Done,
            _ => BounceText.CodeIn(Diagnosis(group)) is not null ? Act.Failed : Act.Unknown,
        };

        bool Begins(params string[] words) =>
            Array.Exists(words, word => action.StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    // "5.1.1 (bad address)": the number alone.
    private static string Status(StatusFields group)
    {
        var status = group["Status"].Trim();
        var end = 0;
        while (end < status.Length && (char.IsAsciiDigit(status[end]) || status[end] == '.'))
            end++;
        return BounceText.IsStatus(status[..end]) ? status[..end] : "";
    }

    // "smtp; 550 5.1.1 <nobody@example.org>: no such user".
    private static string Diagnosis(StatusFields group)
    {
        var code = group["Diagnostic-Code"];
        var semicolon = code.IndexOf(';', StringComparison.Ordinal);
        // "smtp;": a semicolon further on is the server's own.
        return (semicolon is < 0 or > 20 ? code : code[(semicolon + 1)..]).Trim();
    }
}
