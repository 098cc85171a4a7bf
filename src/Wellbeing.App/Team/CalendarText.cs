using System.Text;

namespace Wellbeing.App.Team;

/// <summary>One property of a calendar file, its folded lines joined.</summary>
/// <param name="Number">Of its first line in the file, from 1, as an editor shows it.</param>
/// <param name="Name">In capitals, without parameters.</param>
internal readonly record struct CalendarLine(int Number, string Name, string Value);

/// <summary>The text of an iCalendar file as programs really write it: any end of line, folded or not, UTF-8, UTF-16 or
/// what Windows wrote before.</summary>
public static class CalendarText
{
    private static readonly UTF8Encoding _strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>By its mark, or by what its bytes can be.</summary>
    public static string Decode(byte[] file)
    {
        if (file is [0xFF, 0xFE, ..])
            return Encoding.Unicode.GetString(file.AsSpan(2));
        if (file is [0xFE, 0xFF, ..])
            return Encoding.BigEndianUnicode.GetString(file.AsSpan(2));
        if (file is [not 0, 0, not 0, 0, ..])
            return Encoding.Unicode.GetString(file);
        if (file is [0, not 0, 0, not 0, ..])
            return Encoding.BigEndianUnicode.GetString(file);
        try
        {
            return _strictUtf8.GetString(file is [0xEF, 0xBB, 0xBF, ..] ? file.AsSpan(3) : file);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(file);
        }
    }

    /// <summary>Its properties in order, read once from front to end. What is none has no name.</summary>
    internal static IEnumerable<CalendarLine> Lines(string text)
    {
        var (whole, begins, number) = (new StringBuilder(), 0, 0);
        using var lines = new StringReader(text);
        while (lines.ReadLine() is { } line)
        {
            number++;
            if (line is [' ' or '\t', ..])
            {
                whole.Append(line, 1, line.Length - 1);
                continue;
            }

            if (whole.Length > 0)
                yield return Split(begins, whole.ToString());
            whole.Clear().Append(line);
            begins = number;
        }

        if (whole.Length > 0)
            yield return Split(begins, whole.ToString());
    }

    /// <summary>The value begins after the first colon that stands in no quotes.</summary>
    private static CalendarLine Split(int number, string line)
    {
        var (quoted, ends) = (false, -1);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ';' && ends < 0)
                ends = i;
            else if (line[i] == ':' && !quoted)
                return new CalendarLine(
                    number,
                    line[..(ends < 0 ? i : ends)].Trim().ToUpperInvariant(),
                    line[(i + 1)..].Trim()
                );
        }

        return new CalendarLine(number, "", "");
    }
}
