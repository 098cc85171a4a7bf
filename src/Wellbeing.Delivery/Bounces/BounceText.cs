using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery.Bounces;

/// <summary>The words of a mail, without those that it brings back, and what they tell.</summary>
internal sealed partial class BounceText
{
    /// <summary>A report says what it has to say at its beginning.</summary>
    private const int Longest = 16 * 1024;

    private readonly string _text;
    private readonly string _words;

    public BounceText(string subject, string text)
    {
        Subject = Plain(subject.Length <= 500 ? subject : subject[..500]);
        ForPerson = Cut($"{subject}\n\n{text.ReplaceLineEndings("\n").Trim()}".Trim(), BounceReport.LongestText);
        var whole = Cut(text, 4 * Longest);
        var own = WithoutReturned(whole);
        BringsBack = own.Length < whole.Length;
        _text = Cut(own, Longest);
        _words = Plain(_text);
    }

    /// <summary>In lower case, with single spaces.</summary>
    public string Subject { get; }

    /// <summary>Subject and text, for somebody who has to read them.</summary>
    public string ForPerson { get; }

    /// <summary>A reply of a mail server, or one of the reasons they give, is in it.</summary>
    public bool HasReason => HasReply || Has(_words, Means.NoMailbox) || Has(_words, Means.Full);

    /// <summary>A reply code or a status is in it.</summary>
    public bool HasReply => CodeIn(_text) is not null || Status().IsMatch(_text);

    /// <summary>The sentence of RFC 5965, where the part with the fields was lost.</summary>
    public bool SaysAbuseReport => _words.StartsWith("this is an email abuse report", StringComparison.Ordinal);

    /// <summary>The text ends where a message begins that it brings back.</summary>
    public bool BringsBack { get; }

    public bool SoundsHeld =>
        Find(BounceWords.GivenUpTexts) is null
        && (Find(BounceWords.HeldTexts) is not null || SubjectSays(BounceWords.HeldSubjects));

    public Phrase? Find(Phrase[] phrases) => Array.Find(phrases, p => p.FindIn(_words) >= 0);

    public bool SubjectSays(Phrase[] phrases) => Array.Exists(phrases, p => p.FindIn(Subject) >= 0);

    /// <summary>The value of a field that stands in the text at the beginning of a line; null for none.</summary>
    public string? FieldInText(string name)
    {
        foreach (var line in _text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return line[name.Length..].Trim().ToString();
        }

        return null;
    }

    public BounceVerdict Held() => new(ReportKind.Delayed, StatusIn(_text, reported: ""), Telling());

    /// <summary>It failed: for good or for now, by its words alone.</summary>
    public BounceVerdict Failed()
    {
        var detail = Telling();
        return Failed(StatusIn(_text, reported: ""), _words, CodeIn(_text), detail, Plain(detail));
    }

    /// <summary>It failed, by the fields of a report; what they leave open the words may say.</summary>
    public BounceVerdict Failed(string status, string diagnosis)
    {
        if (diagnosis.Length == 0)
            return IsGeneral(status)
                ? Failed() with
                {
                    Status = StatusIn(_text, status),
                }
                : Failed(status, Telling(), "");
        return Failed(StatusIn(diagnosis, status), diagnosis, diagnosis);
    }

    private static BounceVerdict Failed(string status, string detail, string said)
    {
        var words = Plain(said);
        return Failed(status, words, CodeIn(said), detail, words);
    }

    private static BounceVerdict Failed(string status, string words, int? code, string detail, string telling)
    {
        var (us, full, late, nobody) = (
            Has(words, Means.AboutUs),
            Has(words, Means.Full),
            Has(words, Means.TooLong),
            Has(words, Means.NoMailbox)
        );
        var forNow =
            status.StartsWith('4') || status is "5.2.2" or "5.4.7" ? true
            : Refusal.IsAboutAddress(null, status, "", reported: true) ? false
            : full ? true
            : code is >= 400 and < 500 && IsGeneral(status) ? true
            : late && !us && !nobody;
        return new(forNow ? ReportKind.FailedForNow : ReportKind.Failed, status, detail)
        {
            Code = code,
            NamesMailbox =
                IsGeneral(status)
                && code is null or 550 or 551 or 553
                && Has(telling, Means.NoMailbox)
                && !Has(telling, Means.AboutUs)
                && !full,
        };
    }

    /// <summary>A reply code; the one that is for good where there are both. Null for none.</summary>
    public static int? CodeIn(string text)
    {
        int? found = null;
        foreach (var match in Code().EnumerateMatches(text))
        {
            var code = int.Parse(text.AsSpan(match.Index + match.Length - 3, 3), CultureInfo.InvariantCulture);
            if (code >= 500)
                return code;
            found ??= code;
        }

        return found;
    }

    public static bool IsStatus(string text) => WholeStatus().IsMatch(text);

    /// <summary>The status as reported; the one in the words where that says nothing, or nothing is reported.</summary>
    private static string StatusIn(string text, string reported)
    {
        if (!IsGeneral(reported))
            return reported;
        var found = reported;
        foreach (var match in Status().EnumerateMatches(text))
        {
            var status = text.Substring(match.Index, match.Length);
            if (!IsGeneral(status) && (IsGeneral(found) || (found[0] == '4' && status[0] == '5')))
                found = status;
            else if (found.Length == 0)
                found = status;
        }

        return found;
    }

    /// <summary>"5.0.0" says no more than that it failed.</summary>
    private static bool IsGeneral(string status) =>
        status.Length == 0 || status.EndsWith(".0.0", StringComparison.Ordinal);

    private static bool Has(string words, Means means) =>
        Array.Exists(BounceWords.Reasons, p => p.Means == means && p.FindIn(words) >= 0);

    /// <summary>The line that says why: with a status, a code or a reason; the first one where none does.</summary>
    private string Telling()
    {
        var lines = _text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).Take(400).ToList();
        return lines.Find(l => Status().IsMatch(l))
            ?? lines.Find(l => CodeIn(l) is not null)
            ?? lines.Find(l =>
            {
                var words = Plain(l);
                return Array.Exists(BounceWords.Reasons, p => p.FindIn(words) >= 0);
            })
            ?? lines.FirstOrDefault()
            ?? "";
    }

    private static string WithoutReturned(string text)
    {
        var any = false;
        var at = 0;
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            var next = end < 0 ? text.Length : end + 1;
            var line = text.AsSpan(at, next - at).Trim();
            var bare = line.Trim("-=_*| \t>").ToString();
            if (
                any
                && Array.Exists(
                    BounceWords.ReturnedBegins,
                    begin => bare.StartsWith(begin, StringComparison.OrdinalIgnoreCase)
                )
            )
                return text[..at];
            any |= bare.Length > 0;
            at = next;
        }

        return text;
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var plainer = char.IsWhiteSpace(c)
                ? ' '
                : c switch
                {
                    '’' or '‘' or '´' or '`' => '\'',
                    '‐' or '‑' or '–' => '-',
                    _ => char.ToLowerInvariant(c),
                };
            if (plainer != ' ' || (plain.Length > 0 && plain[^1] != ' '))
                plain.Append(plainer);
        }

        return plain.ToString();
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    // Not a version ("8.12.3"), not an address (4.2.2.1).
    [GeneratedRegex(@"(?<![\d.\w-])[245]\.\d{1,3}\.\d{1,3}(?![\d]|\.\d|\w)")]
    private static partial Regex Status();

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}$")]
    private static partial Regex WholeStatus();

    // At the beginning of a line, or after a sign: "said: 550 5.1.1", "<<< 550", "#550".
    [GeneratedRegex(
        @"(?:^|[\n:;>(<""'\[#,]|said|error|code|reason|smtp|response)[ \t]{0,3}[45][0-5]\d(?=[ \-]\S|$|[\n.:;)\]])",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Code();
}
