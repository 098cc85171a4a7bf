using System.Globalization;

namespace Wellbeing.Detection.Replay;

/// <summary>A row that cannot be read. Nothing is ever skipped in silence.</summary>
public sealed class InvalidRowException : FormatException
{
    /// <param name="line">1-based line of the file.</param>
    /// <param name="column">1-based character of the line.</param>
    /// <param name="problem">What was expected and what was found, in plain English.</param>
    public InvalidRowException(int line, int column, string problem)
        : base(string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}: {problem}"))
    {
        Line = line;
        Column = column;
        Problem = problem;
    }

    /// <summary>1-based line of the file.</summary>
    public int Line { get; }

    /// <summary>1-based character of the line.</summary>
    public int Column { get; }

    /// <summary>What was expected and what was found.</summary>
    public string Problem { get; }
}

/// <summary>
/// Comma-separated lines with a header. Fields may stand in double quotes (doubled inside), but not run over lines;
/// columns are found by name, further columns are ignored.
/// </summary>
internal sealed class CsvHeader
{
    private readonly int[] _places;
    private readonly string[] _names;
    private readonly int _width;

    /// <exception cref="InvalidRowException">A column is missing or stands twice.</exception>
    public CsvHeader(string? line, params string[] names)
    {
        _names = names;
        var header = line is null ? [] : CsvRow.Split(line, 1);
        _width = header.Count;
        _places = new int[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            _places[i] = header.FindIndex(field => field.Value == names[i]);
            if (_places[i] < 0)
                throw new InvalidRowException(
                    1,
                    1,
                    $"expected a header with the columns {string.Join(',', names)}; there is no \"{names[i]}\""
                );
            if (header.FindLastIndex(field => field.Value == names[i]) != _places[i])
                throw new InvalidRowException(1, 1, $"the column \"{names[i]}\" stands twice in the header");
        }
    }

    public CsvRow Read(string line, int number)
    {
        var fields = CsvRow.Split(line, number);
        return fields.Count == _width
            ? new CsvRow(number, fields, _places, _names)
            : throw new InvalidRowException(
                number,
                1,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"expected {_width} fields, as in the header; found {fields.Count}"
                )
            );
    }
}

/// <summary>One line, its fields in the order in which the header's reader asked for them.</summary>
internal readonly struct CsvRow(int line, List<(string Value, int Column)> fields, int[] places, string[] names)
{
    private static readonly string[] _instants =
    [
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm'Z'",
        "yyyy-MM-dd'T'HH:mmzzz",
    ];

    public string Text(int field) =>
        fields[places[field]].Value is { Length: > 0 } text ? text : throw Expected(field, "some text");

    public bool IsEmpty(int field) => fields[places[field]].Value.Length == 0;

    public string TextOrEmpty(int field) => fields[places[field]].Value;

    public int Rating(int field) => TryRating(field) ?? throw Expected(field, "a whole number from 0 to 10");

    public int? RatingOrNull(int field) =>
        IsEmpty(field) ? null : TryRating(field) ?? throw Expected(field, "a whole number from 0 to 10, or nothing");

    public DateTime Instant(int field) =>
        TryInstant(fields[places[field]].Value, out var instant)
            ? instant
            : throw Expected(field, "an instant such as 2025-01-31T09:30:00Z or 2025-01-31T20:30:00+11:00");

    public DateOnly Date(int field) =>
        DateOnly.TryParseExact(
            fields[places[field]].Value,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var date
        )
            ? date
            : throw Expected(field, "a date such as 2025-01-31");

    public InvalidRowException Expected(int field, string what)
    {
        var (value, column) = fields[places[field]];
        return new InvalidRowException(
            line,
            column,
            $"{names[field]}: expected {what}; found {(value.Length == 0 ? "nothing" : $"\"{value}\"")}"
        );
    }

    public static bool TryInstant(string text, out DateTime instant) =>
        DateTime.TryParseExact(
            text,
            _instants,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out instant
        );

    public static List<(string Value, int Column)> Split(string line, int number)
    {
        var fields = new List<(string, int)>(8);
        var start = 0;
        while (true)
        {
            if (start < line.Length && line[start] == '"')
            {
                var end = start + 1;
                while (end < line.Length && (line[end] != '"' || (end + 1 < line.Length && line[end + 1] == '"')))
                    end += line[end] == '"' ? 2 : 1;
                if (end >= line.Length)
                    throw new InvalidRowException(number, start + 1, "a quoted field is not closed on its line");
                fields.Add((line[(start + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal), start + 1));
                start = end + 1;
                if (start < line.Length && line[start] != ',')
                    throw new InvalidRowException(number, start + 1, "expected a comma after a quoted field");
            }
            else
            {
                var end = line.IndexOf(',', start);
                fields.Add((line[start..(end < 0 ? line.Length : end)], start + 1));
                start = end < 0 ? line.Length : end;
            }

            if (start >= line.Length)
                return fields;
            start++;
        }
    }

    private int? TryRating(int field) =>
        int.TryParse(fields[places[field]].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rating)
        && rating is >= Observation.LowestRating and <= Observation.HighestRating
            ? rating
            : null;
}
