using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>The settings in force and the versions before them, newest first.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse | Roles.ClientReadsThresholds)]
public sealed record GetThresholds(Actor By) : IRequest<GetThresholdsResult>, IActed;

/// <param name="InForce">The newest version.</param>
/// <param name="History">All versions, newest first, the one in force included.</param>
public sealed record GetThresholdsResult(ThresholdSettings InForce, IReadOnlyList<ThresholdSettings> History);

internal sealed class GetThresholdsHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetThresholds, GetThresholdsResult>
{
    public async Task<GetThresholdsResult> Handle(GetThresholds request, CancellationToken cancellationToken)
    {
        var history = await db
            .ThresholdSettings.AsNoTracking()
            .OrderByDescending(g => g.Version)
            .ToListAsync(cancellationToken);
        if (request.By.Is(Roles.ClientReadsThresholds))
        {
            // About nobody, so that staff leave no record; but what a program does with its key is known to the last
            // call.
            db.Audit(request.By, AuditActions.ThresholdsRead, clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(cancellationToken);
        }

        return new GetThresholdsResult(history[0], history);
    }
}
