using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Wellbeing.App.Site;

namespace Wellbeing.App.Team;

/// <summary>What is wrong with one event, and in which line.</summary>
internal sealed class HolidayFault(int line, string why) : Exception(why)
{
    public int Line { get; } = line;
}

/// <summary>
/// The whole-day events of an iCalendar file. It is somebody else's file: how much is read, kept and computed of it is
/// bounded by numbers here, whatever it says, and what is wrong with one event keeps no other from being read.
/// </summary>
internal sealed partial class HolidayFile
{
    /// <summary>More than this is somebody's diary.</summary>
    public const int MostEvents = 2000;

    /// <summary>Days that may be looked at for a whole file: more than any calendar of holidays needs, and done within a
    /// second.</summary>
    private const long MostWork = 1_000_000;

    private const int LongestEvent = 60;
    private const int LongestName = 100;
    private const int MostDates = 400;

    private static readonly HashSet<string> _read =
    [
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RECURRENCE-ID",
        "UID",
        "SUMMARY",
        "STATUS",
        "X-MICROSOFT-CDO-ALLDAYEVENT",
        "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
    ];

    private readonly DateOnly _from;
    private readonly DateOnly _to;
    private readonly string _timeZone;
    private readonly CancellationToken _cancellation;
    private long _work;

    private HolidayFile(DateOnly from, DateOnly to, string timeZone, CancellationToken cancellation) =>
        (_from, _to, _timeZone, _cancellation) = (from, to, timeZone, cancellation);

    public bool IsCalendar { get; private set; }
    public int Events { get; private set; }
    public SortedDictionary<DateOnly, string> Days { get; } = [];

    /// <summary>Events with a time of day.</summary>
    public int Skipped { get; private set; }

    public List<BrokenEvent> Broken { get; } = [];

    public bool HasTooManyEvents => Events > MostEvents;

    public bool HasTooManyDays => Days.Count > ReadHolidays.MostDays;

    /// <param name="from">The first day that counts.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="timeZone">Whose midnight counts where the file tells moments of UTC.</param>
    public static HolidayFile Read(
        string text,
        DateOnly from,
        DateOnly to,
        string timeZone,
        CancellationToken cancellationToken
    )
    {
        var file = new HolidayFile(from, to, timeZone, cancellationToken);
        file.Take(file.EventsOf(text));
        return file;
    }

    internal static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";

    /// <summary>The events as they stand. One that never ends is told of, and those after it are read.</summary>
    private List<Event> EventsOf(string text)
    {
        var events = new List<Event>();
        Event? current = null;
        var inside = 0; // Alarms and the like within an event, which have properties of the same names.
        foreach (var line in CalendarText.Lines(text))
        {
            _cancellation.ThrowIfCancellationRequested();
            var isEvent = line.Value.Equals("VEVENT", StringComparison.OrdinalIgnoreCase);
            switch (line.Name)
            {
                case "BEGIN" when isEvent:
                    Unfinished(current);
                    if (++Events > MostEvents)
                        return [];
                    (current, inside) = (new Event(line.Number), 0);
                    break;
                case "END" when isEvent:
                    if (current is not null)
                        events.Add(current);
                    current = null;
                    break;
                case "BEGIN":
                    IsCalendar |= line.Value.Equals("VCALENDAR", StringComparison.OrdinalIgnoreCase);
                    inside++;
                    break;
                case "END":
                    inside = Math.Max(0, inside - 1);
                    break;
                default:
                    if (inside == 0 || current is null)
                        current?.Add(line);
                    break;
            }
        }

        Unfinished(current);
        return events;
    }

    private void Unfinished(Event? current)
    {
        if (current is not null)
            Broken.Add(new BrokenEvent(current.Line, NameOf(current), "it has no end: the line END:VEVENT is missing"));
    }

    private void Take(List<Event> events)
    {
        // A series leaves out what an event of its own says of one of its days.
        var moved = new HashSet<(string, DateOnly)>();
        foreach (var one in events)
        {
            if (one["UID"] is { } id && one["RECURRENCE-ID"] is { } of && Moment(of.Value) is { } moment)
                moved.Add((id.Value, moment.Date));
        }

        foreach (var one in events)
        {
            _cancellation.ThrowIfCancellationRequested();
            try
            {
                Take(one, moved);
            }
            catch (HolidayFault fault)
            {
                Broken.Add(new BrokenEvent(fault.Line, NameOf(one), fault.Message));
            }

            if (HasTooManyDays)
                return;
        }
    }

    private void Take(Event one, HashSet<(string, DateOnly)> moved)
    {
        if (one["STATUS"]?.Value.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase) == true)
            return;
        if (one.Repeated is { } twice)
            throw new HolidayFault(twice.Number, $"it says {twice.Name} twice");
        if (Length(one) is not var (first, days))
        {
            Skipped++;
            return;
        }

        var except = one.Except.SelectMany(Dates).ToHashSet();
        var (id, isOne) = (one["UID"]?.Value, one["RECURRENCE-ID"] is not null);
        var begins = one["RRULE"] is { } line && !isOne ? Series(line, first, days) : [first];
        begins = [.. begins, .. one.More.SelectMany(Dates)];
        if (begins.Count > 1)
            Spend((long)begins.Count * days, one.Line);
        var name = NameOf(one);
        foreach (var begin in begins)
        {
            if (except.Contains(begin) || (!isOne && id is not null && moved.Contains((id, begin))))
                continue;
            for (var day = 0; day < days; day++)
            {
                var date = begin.AddDays(day);
                if (date >= _from && date < _to)
                    Days.TryAdd(date, name);
            }

            if (HasTooManyDays)
                return;
        }
    }

    private IReadOnlyList<DateOnly> Series(CalendarLine line, DateOnly first, int days)
    {
        var rule = HolidayRule.Parse(line, text => Moment(text)?.Date);
        var from = _from.AddDays(-days);
        Spend(rule.Cost(first, from, _to), line.Number);
        return rule.Days(line.Number, first, from, _to);
    }

    private void Spend(long days, int line)
    {
        if (_work + days > MostWork)
            throw new HolidayFault(line, "this file has more that repeats than a calendar of holidays does");
        _work += days;
    }

    /// <summary>
    /// Its first day and how many it lasts; null where it has a time of day. Midnight to midnight is whole days, by
    /// the clock that the file itself names: no zone moves a day.
    /// </summary>
    private (DateOnly First, int Days)? Length(Event one)
    {
        if (one["DTSTART"] is not { } starts)
            throw new HolidayFault(one.Line, "it has no beginning (DTSTART)");
        var (first, at) = InReach(starts.Value) ?? throw Wrong(starts, "its beginning");
        (DateOnly Date, TimeOnly? At)? end = null;
        if (one["DTEND"] is { } ends)
            end = InReach(ends.Value) ?? throw Wrong(ends, "its end");
        else if (one["DURATION"] is { } lasts)
            end = Lasting(lasts, first, at);

        var isSaid = Says(one["X-MICROSOFT-CDO-ALLDAYEVENT"]) || Says(one["X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT"]);
        var isWhole = at == TimeOnly.MinValue && end is { } e && e.Date > first && (e.At ?? default) == default;
        if (at is not null && !isSaid && !isWhole)
            return null;
        // The end is the first moment after it; some programs write the last one, or the day itself.
        var after = end switch
        {
            null => first.AddDays(1),
            ({ } day, { } time) when time != TimeOnly.MinValue => day.AddDays(1),
            ({ } day, _) => day == first ? first.AddDays(1) : day,
        };
        var endLine = (one["DTEND"] ?? one["DURATION"])?.Number ?? one.Line;
        if (after <= first)
            throw new HolidayFault(endLine, "it ends before it begins");
        var length = after.DayNumber - first.DayNumber;
        return length <= LongestEvent
            ? (first, length)
            : throw new HolidayFault(endLine, $"it lasts {length} days, and a holiday at most {LongestEvent}");
    }

    private static (DateOnly, TimeOnly?) Lasting(CalendarLine line, DateOnly first, TimeOnly? at)
    {
        if (DurationText().Match(line.Value) is not { Success: true } match)
            throw Wrong(line, "how long it lasts");
        var span =
            TimeSpan.FromDays((7 * Number(match, "w")) + Number(match, "d"))
            + new TimeSpan(Number(match, "h"), Number(match, "m"), Number(match, "s"));
        var end = first.ToDateTime(at ?? default) + span;
        return (DateOnly.FromDateTime(end), at is null ? null : TimeOnly.FromDateTime(end));

        static int Number(Match match, string group) =>
            match.Groups[group] is { Success: true } found ? int.Parse(found.Value, CultureInfo.InvariantCulture) : 0;
    }

    private IEnumerable<DateOnly> Dates(CalendarLine line)
    {
        var texts = line.Value.Split(',', MostDates + 1);
        if (texts.Length > MostDates)
            throw new HolidayFault(line.Number, $"{line.Name} names more than {MostDates} days");
        return texts.Select(text => InReach(text)?.Date ?? throw Wrong(line, line.Name));
    }

    /// <summary>As <see cref="Moment"/>, of years in which there are holidays.</summary>
    private (DateOnly Date, TimeOnly? At)? InReach(string text) =>
        Moment(text) is { Date.Year: >= 1600 and <= 2200 } moment ? moment : null;

    /// <summary>A date, or the date and time that a clock shows: what is of UTC by the team's own clock.</summary>
    private (DateOnly Date, TimeOnly? At)? Moment(string text)
    {
        text = text.Trim();
        if (
            text.Length is < 8 or > 16
            || !DateOnly.TryParseExact(
                text[..8],
                "yyyyMMdd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
        )
            return null;
        if (text.Length == 8)
            return (date, null);
        var isUtc = text[^1] is 'Z' or 'z';
        if (
            text[8] is not ('T' or 't')
            || !TimeOnly.TryParseExact(
                text[9..^(isUtc ? 1 : 0)],
                ["HHmmss", "HHmm"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var at
            )
        )
            return null;
        if (!isUtc || date.Year is < 2 or > 9998)
            return (date, at);
        var local = TimeZones.Local(date.ToDateTime(at, DateTimeKind.Utc), _timeZone);
        return (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
    }

    private static bool Says(CalendarLine? line) =>
        line?.Value.Equals("TRUE", StringComparison.OrdinalIgnoreCase) == true;

    private static HolidayFault Wrong(CalendarLine line, string what) =>
        new(line.Number, $"{what} cannot be read: “{Short(line.Value)}”");

    /// <summary>As the file writes it, without its escapes and whatever no name has.</summary>
    private static string NameOf(Event one)
    {
        var name = new StringBuilder();
        var escaped = false;
        foreach (var rune in (one["SUMMARY"]?.Value ?? "").EnumerateRunes())
        {
            if (!escaped && rune.Value == '\\')
            {
                escaped = true;
                continue;
            }

            var isBreak = Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || (escaped && rune.Value is 'n' or 'N');
            escaped = false;
            if (name.Length + rune.Utf16SequenceLength > LongestName)
                break;
            if (!isBreak)
                name.Append(rune);
            else if (name.Length > 0 && name[^1] != ' ')
                name.Append(' ');
        }

        return name.ToString().Trim() is { Length: > 0 } text ? text : "Holiday";
    }

    [GeneratedRegex(
        @"^\+?P(?:(?<w>\d{1,3})W)?(?:(?<d>\d{1,4})D)?(?:T(?:(?<h>\d{1,4})H)?(?:(?<m>\d{1,4})M)?(?:(?<s>\d{1,5})S)?)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex DurationText();

    /// <summary>The properties of one event that say when it is; of its words only the name.</summary>
    private sealed class Event(int line)
    {
        private readonly Dictionary<string, CalendarLine> _properties = [];

        public int Line { get; } = line;
        public List<CalendarLine> More { get; } = [];
        public List<CalendarLine> Except { get; } = [];

        /// <summary>A property that says when it is, for the second time.</summary>
        public CalendarLine? Repeated { get; private set; }

        public CalendarLine? this[string name] => _properties.TryGetValue(name, out var line) ? line : null;

        public void Add(CalendarLine line)
        {
            if (line.Name == "RDATE")
                More.Add(line);
            else if (line.Name == "EXDATE")
                Except.Add(line);
            else if (
                _read.Contains(line.Name)
                && !_properties.TryAdd(line.Name, line)
                && line.Name is "DTSTART" or "DTEND" or "DURATION" or "RRULE"
            )
                Repeated ??= line;
        }
    }
}
