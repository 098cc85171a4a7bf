using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>Says whether nurses read every check-in. Every page and mail says so from this moment on.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record SaveReadingPromise(Actor By, bool ReadsEveryCheckIn) : IRequest, IActed;

internal sealed class SaveReadingPromiseHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<SaveReadingPromise>
{
    public async Task Handle(SaveReadingPromise request, CancellationToken cancellationToken)
    {
        var calendar = await db.TeamCalendars.SingleAsync(cancellationToken);
        if (calendar.ReadsOnlyWhatStandsOut == !request.ReadsEveryCheckIn)
            return;
        calendar.ReadsOnlyWhatStandsOut = !request.ReadsEveryCheckIn;
        db.Audit(
            request.By,
            AuditActions.ReadingPromiseChanged,
            clock.GetUtcNow().UtcDateTime,
            detail: new ReadingPromiseDetail(request.ReadsEveryCheckIn)
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
