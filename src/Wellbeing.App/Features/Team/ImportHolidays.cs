using System.Globalization;
using Ical.Net.DataTypes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Team;

/// <summary>
/// Takes the all-day events of an iCalendar file as holidays, recurring ones for the next <see cref="Years"/> years. An
/// all-day event is a date, not a moment: no zone and no change of clocks moves it.
/// </summary>
/// <param name="Text">The file.</param>
[AllowedTo(Roles.Administrator)]
public sealed record ImportHolidays(Actor By, string Text) : IRequest<ImportHolidaysResult>, IActed
{
    public const int Years = 5;
    public const int LongestText = 1_000_000;
}

public abstract record ImportHolidaysResult
{
    /// <param name="Skipped">Events with a time of day: they are no holidays.</param>
    public sealed record Imported(int Added, int Known, int Skipped) : ImportHolidaysResult;

    /// <summary>It is no iCalendar file, or an empty one.</summary>
    public sealed record Unreadable : ImportHolidaysResult;
}

internal sealed class ImportHolidaysHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<ImportHolidays, ImportHolidaysResult>
{
    private const int LongestEvent = 60;

    public async Task<ImportHolidaysResult> Handle(ImportHolidays request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var from = new DateOnly(now.Year, 1, 1);
        if (Read(request.Text, from, from.AddYears(ImportHolidays.Years + 1)) is not { } read) return new ImportHolidaysResult.Unreadable();

        var known = (await db.Holidays.Select(h => h.Date).ToListAsync(cancellationToken)).ToHashSet();
        var fresh = read.Days.Where(d => !known.Contains(d.Key)).ToList();
        db.Holidays.AddRange(fresh.Select(d => new Holiday { Date = d.Key, Name = d.Value }));
        db.Audit(
            request.By, AuditActions.HolidaysImported, now,
            detail: string.Create(CultureInfo.InvariantCulture, $"added={fresh.Count};known={read.Days.Count - fresh.Count};skipped={read.Skipped}"));
        await db.SaveChangesAsync(cancellationToken);
        return new ImportHolidaysResult.Imported(fresh.Count, read.Days.Count - fresh.Count, read.Skipped);
    }

    private static (SortedDictionary<DateOnly, string> Days, int Skipped)? Read(string text, DateOnly from, DateOnly to)
    {
        try
        {
            if (text.Length is 0 or > ImportHolidays.LongestText || Ical.Net.Calendar.Load(text) is not { Events.Count: > 0 } calendar) return null;
            var days = new SortedDictionary<DateOnly, string>();
            foreach (var holiday in calendar.Events.Where(e => e.IsAllDay))
            {
                // A repeating event begins before the range, a long one may reach into it.
                foreach (var occurrence in holiday.GetOccurrences(new CalDateTime(from.AddDays(-LongestEvent)))
                    .TakeWhile(o => o.Period.StartTime.Date < to))
                {
                    var first = occurrence.Period.StartTime.Date;
                    var end = occurrence.Period.EffectiveEndTime?.Date ?? first.AddDays(1); // Exclusive.
                    if (end > first.AddDays(LongestEvent)) end = first.AddDays(LongestEvent);
                    for (var day = first; day < end || day == first; day = day.AddDays(1))
                    {
                        if (day >= from && day < to) days.TryAdd(day, Name(holiday.Summary));
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
        string.IsNullOrWhiteSpace(summary) ? "Holiday" : summary.Trim() is { Length: > 100 } text ? text[..100] : summary.Trim();
}
