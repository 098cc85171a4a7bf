using FluentValidation;
using Ical.Net.DataTypes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>
/// Reads the all-day events of an iCalendar file as holidays, recurring ones for the next <see cref="Years"/> years,
/// and changes nothing. An all-day event is a date, not a moment: no zone and no change of clocks moves it.
/// </summary>
/// <param name="Text">The file.</param>
[AllowedTo(Roles.Administrator)]
public sealed record ReadHolidays(Actor By, string Text) : IRequest<ReadHolidaysResult>, IActed
{
    public const int Years = 5;
    public const int LongestText = 1_000_000;

    /// <summary>More than this is somebody's diary.</summary>
    public const int MostDays = 400;
}

public abstract record ReadHolidaysResult
{
    /// <param name="New">Not known yet, earliest first.</param>
    /// <param name="Known">Days that are holidays already.</param>
    /// <param name="Skipped">Events with a time of day: they are no holidays.</param>
    public sealed record Read(IReadOnlyList<NewHoliday> New, int Known, int Skipped) : ReadHolidaysResult;

    /// <summary>It is no iCalendar file, an empty one, or too long.</summary>
    public sealed record Unreadable : ReadHolidaysResult;

    /// <summary>None of its events lasts whole days, or all are over.</summary>
    public sealed record NoDays(int Skipped) : ReadHolidaysResult;

    public sealed record TooMany(int Days) : ReadHolidaysResult;
}

internal sealed class ReadHolidaysHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ReadHolidays, ReadHolidaysResult>
{
    private const int LongestEvent = 60;

    public async Task<ReadHolidaysResult> Handle(ReadHolidays request, CancellationToken cancellationToken)
    {
        var from = new DateOnly(clock.GetUtcNow().UtcDateTime.Year, 1, 1);
        if (Read(request.Text, from, from.AddYears(ReadHolidays.Years + 1)) is not { } read)
            return new ReadHolidaysResult.Unreadable();
        if (read.Days.Count == 0)
            return new ReadHolidaysResult.NoDays(read.Skipped);
        if (read.Days.Count > ReadHolidays.MostDays)
            return new ReadHolidaysResult.TooMany(read.Days.Count);
        var known = (await db.Holidays.Select(h => h.Date).ToListAsync(cancellationToken)).ToHashSet();
        var fresh = read.Days.Where(d => !known.Contains(d.Key)).Select(d => new NewHoliday(d.Key, d.Value)).ToList();
        return new ReadHolidaysResult.Read(fresh, read.Days.Count - fresh.Count, read.Skipped);
    }

    private static (SortedDictionary<DateOnly, string> Days, int Skipped)? Read(string text, DateOnly from, DateOnly to)
    {
        try
        {
            if (
                text.Length is 0 or > ReadHolidays.LongestText
                || Ical.Net.Calendar.Load(text) is not { Events.Count: > 0 } calendar
            )
                return null;
            var days = new SortedDictionary<DateOnly, string>();
            foreach (var holiday in calendar.Events.Where(e => e.IsAllDay))
            {
                // A repeating event begins before the range, a long one may reach into it.
                foreach (
                    var occurrence in holiday
                        .GetOccurrences(new CalDateTime(from.AddDays(-LongestEvent)))
                        .TakeWhile(o => o.Period.StartTime.Date < to)
                )
                {
                    var first = occurrence.Period.StartTime.Date;
                    var end = occurrence.Period.EffectiveEndTime?.Date ?? first.AddDays(1); // Exclusive.
                    if (end > first.AddDays(LongestEvent))
                        end = first.AddDays(LongestEvent);
                    for (var day = first; day < end || day == first; day = day.AddDays(1))
                    {
                        if (day >= from && day < to)
                            days.TryAdd(day, Name(holiday.Summary));
                    }
                }
            }

            return (days, calendar.Events.Count(e => !e.IsAllDay));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null; // Whatever the library says about a file that is none.
        }
    }

    private static string Name(string? summary) =>
        string.IsNullOrWhiteSpace(summary) ? "Holiday"
        : summary.Trim() is { Length: > 100 } text ? text[..100]
        : summary.Trim();
}
