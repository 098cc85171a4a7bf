using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>Working hours, holidays and shared mailboxes.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record GetCalendar(Actor By) : IRequest<CalendarView>, IActed;

/// <param name="Version">To be sent back with a change of the hours.</param>
/// <param name="Holidays">From last year on, earliest first.</param>
public sealed record CalendarView(
    WorkingHours Hours,
    int Version,
    IReadOnlyList<Holiday> Holidays,
    IReadOnlyList<TeamMailbox> Mailboxes
);

internal sealed class GetCalendarHandler(WellbeingDb db, TeamHours hours, TimeProvider clock)
    : IRequestHandler<GetCalendar, CalendarView>
{
    public async Task<CalendarView> Handle(GetCalendar request, CancellationToken cancellationToken)
    {
        var from = new DateOnly(clock.GetUtcNow().Year - 1, 1, 1);
        return new CalendarView(
            await hours.Get(cancellationToken),
            (await db.TeamCalendars.AsNoTracking().SingleAsync(cancellationToken)).Version,
            await db
                .Holidays.AsNoTracking()
                .Where(h => h.Date >= from)
                .OrderBy(h => h.Date)
                .ToListAsync(cancellationToken),
            await db.TeamMailboxes.AsNoTracking().OrderBy(m => m.Name).ToListAsync(cancellationToken)
        );
    }
}
