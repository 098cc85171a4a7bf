using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Thresholds;

/// <summary>The settings in force and the versions before them, newest first.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse | Roles.ClientReadsGuidance)]
public sealed record GetGuidance(Actor By) : IRequest<GetGuidanceResult>, IActed;

/// <param name="InForce">The newest version.</param>
/// <param name="History">All versions, newest first, the one in force included.</param>
public sealed record GetGuidanceResult(GuidanceSettings InForce, IReadOnlyList<GuidanceSettings> History);

internal sealed class GetGuidanceHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetGuidance, GetGuidanceResult>
{
    public async Task<GetGuidanceResult> Handle(GetGuidance request, CancellationToken cancellationToken)
    {
        var history = await db
            .GuidanceSettings.AsNoTracking()
            .OrderByDescending(g => g.Version)
            .ToListAsync(cancellationToken);
        if (request.By.Is(Roles.ClientReadsGuidance))
        {
            // About nobody, so that staff leave no record; but what a program does with its key is known to the last
            // call.
            db.Audit(request.By, AuditActions.GuidanceRead, clock.GetUtcNow().UtcDateTime);
            await db.SaveChangesAsync(cancellationToken);
        }

        return new GetGuidanceResult(history[0], history);
    }
}
