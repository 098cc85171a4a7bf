using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>
/// Reads the all-day events of an iCalendar file as holidays, recurring ones for the next <see cref="Years"/> years,
/// and changes nothing. An all-day event is a date, not a moment: no zone and no change of clocks moves it.
/// </summary>
/// <param name="Text">The file: see <see cref="CalendarText.Decode"/>.</param>
[AllowedTo(Roles.Administrator)]
public sealed record ReadHolidays(Actor By, string Text) : IRequest<ReadHolidaysResult>, IActed
{
    public const int Years = 5;
    public const int LongestText = 1_000_000;

    /// <summary>More than this is somebody's diary.</summary>
    public const int MostDays = 400;
}

/// <summary>An event of a file that could not be read; the others could.</summary>
/// <param name="Line">Where the fault stands, from 1.</param>
/// <param name="Name">What the event is called.</param>
/// <param name="Why">In words that follow a colon: "it has no beginning (DTSTART)".</param>
public sealed record BrokenEvent(int Line, string Name, string Why);

public abstract record ReadHolidaysResult
{
    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<BrokenEvent> Broken { get; init; } = [];

    /// <param name="New">Not known yet, earliest first.</param>
    /// <param name="Known">Days that are holidays already.</param>
    /// <param name="Skipped">Events with a time of day: they are no holidays.</param>
    public sealed record Read(IReadOnlyList<NewHoliday> New, int Known, int Skipped) : ReadHolidaysResult;

    /// <summary>It is no iCalendar file, an empty one, or too long.</summary>
    public sealed record Unreadable : ReadHolidaysResult;

    /// <summary>None of its events that could be read lasts whole days, or all are over.</summary>
    public sealed record NoDays(int Skipped) : ReadHolidaysResult;

    /// <summary>More than <see cref="ReadHolidays.MostDays"/> days; how many more was not computed.</summary>
    public sealed record TooMany : ReadHolidaysResult;

    /// <summary>More events than a calendar of holidays has: none of them was looked at.</summary>
    public sealed record TooManyEvents(int Most) : ReadHolidaysResult;
}

internal sealed class ReadHolidaysHandler(WellbeingDb db, TeamHours hours, TimeProvider clock)
    : IRequestHandler<ReadHolidays, ReadHolidaysResult>
{
    public async Task<ReadHolidaysResult> Handle(ReadHolidays request, CancellationToken cancellationToken)
    {
        if (request.Text.Length is 0 or > ReadHolidays.LongestText)
            return new ReadHolidaysResult.Unreadable();
        var from = new DateOnly(clock.GetUtcNow().UtcDateTime.Year, 1, 1);
        var zone = (await hours.Get(cancellationToken)).TimeZone;
        var file = HolidayFile.Read(request.Text, from, from.AddYears(ReadHolidays.Years + 1), zone, cancellationToken);
        if (file.HasTooManyEvents)
            return new ReadHolidaysResult.TooManyEvents(HolidayFile.MostEvents);
        if (!file.IsCalendar || file.Events == 0)
            return new ReadHolidaysResult.Unreadable();
        IReadOnlyList<BrokenEvent> broken = [.. file.Broken.OrderBy(b => b.Line)];
        if (file.HasTooManyDays)
            return new ReadHolidaysResult.TooMany();
        if (file.Days.Count == 0)
            return new ReadHolidaysResult.NoDays(file.Skipped) { Broken = broken };
        var known = (await db.Holidays.Select(h => h.Date).ToListAsync(cancellationToken)).ToHashSet();
        var fresh = file.Days.Where(d => !known.Contains(d.Key)).Select(d => new NewHoliday(d.Key, d.Value)).ToList();
        return new ReadHolidaysResult.Read(fresh, file.Days.Count - fresh.Count, file.Skipped) { Broken = broken };
    }
}
