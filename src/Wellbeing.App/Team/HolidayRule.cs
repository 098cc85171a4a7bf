using System.Globalization;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace Wellbeing.App.Team;

/// <summary>
/// How an event repeats, looked at before it is computed: what it may cost is known from its text, and one that would
/// cost more than a holiday does is refused unread.
/// </summary>
/// <param name="Text">The rule without its end.</param>
/// <param name="ADays">Days of a year that it may have to look at.</param>
/// <param name="AYear">Steps that it takes in a year.</param>
internal sealed record HolidayRule(string Text, DateOnly? Until, bool Counts, int ADays, int AYear)
{
    private const int LongestText = 250;
    private const int DaysOfYear = 366;

    private static readonly Dictionary<string, int> _steps = new()
    {
        ["YEARLY"] = 1,
        ["MONTHLY"] = 12,
        ["WEEKLY"] = 53,
        ["DAILY"] = DaysOfYear,
    };

    private static readonly HashSet<string> _choices =
    [
        "BYMONTH",
        "BYMONTHDAY",
        "BYDAY",
        "BYWEEKNO",
        "BYYEARDAY",
        "BYSETPOS",
        "WKST",
    ];

    /// <param name="date">Reads a date of the file.</param>
    /// <exception cref="HolidayFault">Not a rule, or not one of a holiday.</exception>
    public static HolidayRule Parse(CalendarLine line, Func<string, DateOnly?> date)
    {
        if (line.Value.Length > LongestText)
            throw new HolidayFault(line.Number, "the rule by which it repeats is too long");
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in line.Value.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=') is not [var key, { Length: > 0 } value] || !parts.TryAdd(key.Trim(), value.Trim()))
                throw Unreadable(line);
        }

        var often = parts.GetValueOrDefault("FREQ")?.ToUpperInvariant() ?? "";
        if (often is "SECONDLY" or "MINUTELY" or "HOURLY")
            throw new HolidayFault(
                line.Number,
                $"it repeats every {often[..^2].ToLowerInvariant()}, and a holiday at most every day"
            );
        if (!_steps.TryGetValue(often, out var steps))
            throw Unreadable(line);
        DateOnly? until = null;
        var kept = new List<string>();
        foreach (var (key, value) in parts)
        {
            switch (key.ToUpperInvariant())
            {
                case "UNTIL":
                    until = date(value) ?? throw Unreadable(line);
                    continue;
                case "INTERVAL" or "COUNT" when !IsCount(value):
                    throw Unreadable(line);
                case "BYHOUR" or "BYMINUTE" or "BYSECOND":
                    continue; // A day has none: the standard says to pass them over.
                case "FREQ" or "INTERVAL" or "COUNT":
                    break;
                case var choice when !_choices.Contains(choice):
                    throw Unreadable(line);
            }

            kept.Add($"{key}={value}");
        }

        var chooses = parts.Keys.Any(k => k.StartsWith("BY", StringComparison.OrdinalIgnoreCase));
        return new HolidayRule(
            string.Join(';', kept).ToUpperInvariant(),
            until,
            parts.ContainsKey("COUNT"),
            chooses ? DaysOfYear : steps,
            steps
        );
    }

    /// <summary>How many days it has to look at for an event that begins then, at most.</summary>
    public long Cost(DateOnly first, DateOnly from, DateOnly to) => (long)Years(first, from, to) * ADays;

    /// <summary>The days on which it begins, earliest first, from about <paramref name="from"/> on.</summary>
    /// <exception cref="HolidayFault">The library cannot read it.</exception>
    public IReadOnlyList<DateOnly> Days(int number, DateOnly first, DateOnly from, DateOnly to)
    {
        var days = new List<DateOnly>();
        try
        {
            var series = new CalendarEvent
            {
                DtStart = new CalDateTime(first),
                RecurrenceRule = new RecurrenceRule(Text),
            };
            if (!Counts)
                series.RecurrenceRule.Until = new CalDateTime(Until is { } until && until < to ? until : to);
            // A rule that meets no day, such as 30 February, ends where the range does.
            var steps = new EvaluationOptions { MaxUnmatchedIncrementsLimit = (Years(first, from, to) * AYear) + 1 };
            foreach (var found in series.GetOccurrences(new CalDateTime(from), steps))
            {
                var day = found.Period.StartTime.Date;
                if (day >= to || day > Until)
                    break;
                days.Add(day);
            }
        }
        catch (EvaluationException)
        {
            // No further day within the range.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new HolidayFault(number, "the rule by which it repeats cannot be read"); // Whatever the library says.
        }

        return days;
    }

    /// <summary>One that counts is counted from its first day; any other is entered where the range begins.</summary>
    private int Years(DateOnly first, DateOnly from, DateOnly to) =>
        Math.Max(0, to.Year - (Counts || first > from ? first.Year : from.Year)) + 1;

    private static bool IsCount(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0;

    private static HolidayFault Unreadable(CalendarLine line) =>
        new(line.Number, $"the rule by which it repeats cannot be read: “{HolidayFile.Short(line.Value)}”");
}
