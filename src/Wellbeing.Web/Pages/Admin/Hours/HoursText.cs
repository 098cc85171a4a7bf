using System.Globalization;
using Wellbeing.App.Team;

namespace Wellbeing.Web.Pages.Admin.Hours;

/// <summary>A day's working time as people write it: "08:00 to 12:00, 13:00 to 17:00"; empty for none.</summary>
public static class HoursText
{
    private static readonly string[] _between = [" to ", "-", "–", "—"];
    private static readonly string[] _formats = ["H:mm", "HH:mm", "H.mm", "%H", "h:mmtt", "htt", "h:mm tt", "h tt"];

    public static string Write(IEnumerable<WorkingInterval> day) =>
        string.Join(
            ", ",
            day.OrderBy(i => i.Opens)
                .Select(i => $"{Write(i.Opens)} to {(i.Closes == TimeOnly.MinValue ? "24:00" : Write(i.Closes))}")
        );

    /// <returns>Null for what cannot be read.</returns>
    public static IReadOnlyList<WorkingInterval>? Read(DayOfWeek day, string? text)
    {
        var intervals = new List<WorkingInterval>();
        foreach (
            var part in (text ?? "").Split(
                [',', ';'],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            if (
                part.Split(_between, StringSplitOptions.TrimEntries) is not [var from, var to]
                || Time(from) is not { } opens
                || (to == "24:00" ? TimeOnly.MinValue : Time(to)) is not { } closes
            )
                return null;
            intervals.Add(new WorkingInterval(day, opens, closes));
        }

        return intervals;
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(
            text,
            _formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowWhiteSpaces,
            out var time
        )
            ? time
            : null;

    private static string Write(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
