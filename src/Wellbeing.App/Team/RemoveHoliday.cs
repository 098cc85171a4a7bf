using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>The team works on that day after all.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record RemoveHoliday(Actor By, DateOnly Date) : IRequest, IActed;

internal sealed class RemoveHolidayHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RemoveHoliday>
{
    public async Task Handle(RemoveHoliday request, CancellationToken cancellationToken)
    {
        if (await db.Holidays.SingleOrDefaultAsync(h => h.Date == request.Date, cancellationToken) is not { } holiday)
            return;
        db.Holidays.Remove(holiday);
        db.Audit(
            request.By,
            AuditActions.CalendarChanged,
            clock.GetUtcNow().UtcDateTime,
            detail: new CalendarDetail(HolidayRemoved: request.Date)
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
