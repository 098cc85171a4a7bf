using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.Team;

/// <summary>Whose public holidays are computed.</summary>
public enum HolidayState
{
    AustralianCapitalTerritory,
    NewSouthWales,
    NorthernTerritory,
    Queensland,
    SouthAustralia,
    Tasmania,
    Victoria,
    WesternAustralia,
}

/// <summary>Computes a state's public holidays from today to the end of the year after next, and changes
/// nothing.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record OfferHolidays(Actor By, HolidayState State) : IRequest<ReadHolidaysResult.Read>, IActed
{
    /// <summary>Years after this one: further ahead governments still move days.</summary>
    public const int YearsAhead = 2;
}

internal sealed class OfferHolidaysHandler(WellbeingDb db, TeamHours hours, TimeProvider clock)
    : IRequestHandler<OfferHolidays, ReadHolidaysResult.Read>
{
    public async Task<ReadHolidaysResult.Read> Handle(OfferHolidays request, CancellationToken cancellationToken)
    {
        var today = TimeZones.LocalDate(clock.GetUtcNow().UtcDateTime, (await hours.Get(cancellationToken)).TimeZone);
        var days = Enumerable
            .Range(today.Year, OfferHolidays.YearsAhead + 1)
            .SelectMany(year => StateHolidays.Of(request.State, year))
            .Where(day => day.Date >= today)
            .ToList();
        var known = (await db.Holidays.Select(h => h.Date).ToListAsync(cancellationToken)).ToHashSet();
        var fresh = days.Where(day => !known.Contains(day.Date)).ToList();
        return new ReadHolidaysResult.Read(fresh, days.Count - fresh.Count, Skipped: 0);
    }
}
