using System.Net;
using System.Text;
using MimeKit;

namespace Wellbeing.Delivery.Bounces;

/// <summary>What a mail is made of, as far as a report needs it; no deeper, longer or more of it than a report has.</summary>
internal sealed class MailParts
{
    private const int Deepest = 12;
    private const int MostParts = 100;
    private const int MostBytes = 64 * 1024;

    private readonly StringBuilder _plain = new();
    private readonly StringBuilder _html = new();
    private readonly StringBuilder _within = new();
    private readonly List<StatusFields> _inText = [];
    private readonly List<StatusFields> _nested = [];
    private int _parts;

    static MailParts() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private MailParts() { }

    /// <summary>Groups of the status part; of a text that looks like one, where there is no part; of a report within the
    /// mail, where there is neither.</summary>
    public List<StatusFields> Status { get; private set; } = [];

    /// <summary>The fields of a complaint (RFC 5965).</summary>
    public StatusFields? Feedback { get; private set; }

    /// <summary>Somebody's mail program says what it did with the mail (RFC 8098).</summary>
    public bool IsDisposition { get; private set; }

    /// <summary>It says of itself that it is a report about a delivery.</summary>
    public bool IsReport { get; private set; }

    /// <summary>Headers of the messages it brings back.</summary>
    public List<HeaderList> Returned { get; } = [];

    /// <summary>What a person reads.</summary>
    public string Text { get; private set; } = "";

    public static MailParts Of(MimeMessage mail)
    {
        var parts = new MailParts();
        parts.Walk(mail.Body, 0, within: false);
        if (parts.Status.Count == 0)
            parts.Status = parts._inText.Count > 0 ? parts._inText : parts._nested;
        parts.Text =
            !IsBlank(parts._plain) ? parts._plain.ToString()
            : !IsBlank(parts._html) ? parts._html.ToString()
            : parts.IsReport ? "" // Our own words, then.
            : parts._within.ToString();
        return parts;
    }

    /// <param name="within">Part of a message that is brought back: its words are no report's, but a report may be
    /// wrapped in it.</param>
    private void Walk(MimeEntity? entity, int depth, bool within)
    {
        if (entity is null || depth > Deepest || ++_parts > MostParts)
            return;
        switch (entity)
        {
            case Multipart several:
                if (several is MultipartReport { ReportType: { } type } && !within)
                    IsReport |= type.Trim('"').Equals("delivery-status", StringComparison.OrdinalIgnoreCase);
                if (several.Count == 0 && (several.Preamble ?? several.Epilogue) is { } alone)
                    Take(alone, within, html: false);
                foreach (var part in several)
                    Walk(part, depth + 1, within);
                break;
            case MessagePart { Message: { } message }:
                Returned.Add(message.Headers);
                Walk(message.Body, depth + 1, within: true);
                break;
            case MimePart part:
                Take(part, within);
                break;
            default:
                break;
        }
    }

    private void Take(MimePart part, bool within)
    {
        if (part.Content is null)
            return;
        var type = part.ContentType;
        if (type.IsMimeType("message", "*"))
        {
            var groups = StatusFields.Parse(Read(part));
            if (type.MediaSubtype.Contains("delivery-status", StringComparison.OrdinalIgnoreCase))
                (within ? _nested : Status).AddRange(groups);
            else if (type.IsMimeType("message", "feedback-report"))
                Feedback ??= groups.FirstOrDefault();
            else if (type.MediaSubtype.Contains("disposition-notification", StringComparison.OrdinalIgnoreCase))
                IsDisposition |= !within;
            else if (type.MediaSubtype is "rfc822" or "global" or "rfc822-headers" && groups.Count > 0)
                _nested.AddRange(groups.Where(g => g.Has("Final-Recipient"))); // Wrapped in base64, say.
        }
        else if (part is TextPart)
        {
            Take(Read(part), within, type.IsMimeType("text", "html"));
        }
        else if (!within && Looks(Read(part)) is { } hidden)
        {
            _inText.AddRange(hidden); // The status part under another name.
        }
    }

    private void Take(string text, bool within, bool html)
    {
        if (html)
            text = WithoutTags(text);
        var to =
            within ? _within
            : html ? _html
            : _plain;
        if (to.Length + text.Length <= 2 * MostBytes)
            to.Append(text).Append('\n');
        if (Looks(text) is { } groups)
            (within ? _nested : _inText).AddRange(groups);
    }

    /// <summary>The groups in a text that has the fields of a status part.</summary>
    private static List<StatusFields>? Looks(string text) =>
        text.Contains("-Recipient:", StringComparison.OrdinalIgnoreCase)
        && StatusFields
            .Parse(text)
            .FindAll(g =>
                (g.Has("Final-Recipient") || g.Has("Original-Recipient"))
                && (g.Has("Action") || g.Has("Status") || g.Has("Diagnostic-Code"))
            )
            is { Count: > 0 } groups
            ? groups
            : null;

    private static string Read(MimePart part)
    {
        var bytes = new byte[MostBytes];
        var length = 0;
        using (var stream = part.Content!.Open())
        {
            while (length < bytes.Length && stream.Read(bytes, length, bytes.Length - length) is > 0 and var more)
                length += more;
        }

        return Decode(bytes.AsSpan(0, length), part.ContentType.Charset);
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        // Many programs of Japan leave the name of what they write out.
        if (bytes.IndexOf("\x1b$B"u8) >= 0)
            charset = "iso-2022-jp";
        if (!string.IsNullOrWhiteSpace(charset))
        {
            try
            {
                return Encoding.GetEncoding(charset.Trim()).GetString(bytes);
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                // A name nobody knows.
            }
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static string WithoutTags(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var i = 0; i < html.Length; i++)
        {
            if (html[i] != '<')
            {
                text.Append(html[i] is '\r' or '\n' ? ' ' : html[i]);
                continue;
            }

            var rest = html.AsSpan(i);
            var hidden =
                rest.StartsWith("<style", StringComparison.OrdinalIgnoreCase) ? "</style"
                : rest.StartsWith("<script", StringComparison.OrdinalIgnoreCase) ? "</script"
                : null;
            if (hidden is not null && rest.IndexOf(hidden, StringComparison.OrdinalIgnoreCase) is > 0 and var past)
                i += past;
            else if (IsBlock(rest))
                text.Append('\n');
            var end = html.IndexOf('>', i);
            if (end < 0)
                break;
            i = end;
        }

        return WebUtility.HtmlDecode(text.ToString());
    }

    private static bool IsBlock(ReadOnlySpan<char> tag) =>
        tag.Length > 1
        && (
            tag[1] is '/'
                ? tag.Length > 2
                    ? tag[2]
                    : ' '
                : tag[1]
        )
            is 'p'
                or 'P'
                or 'b'
                or 'B'
                or 'd'
                or 'D'
                or 't'
                or 'T'
                or 'l'
                or 'L'
                or 'h'
                or 'H';

    private static bool IsBlank(StringBuilder text)
    {
        foreach (var chunk in text.GetChunks())
        {
            if (!chunk.Span.IsWhiteSpace())
                return false;
        }

        return true;
    }
}
