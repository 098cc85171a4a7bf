using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;

namespace Wellbeing.App.Thresholds;

/// <summary>The newest published settings, and the newest escalation plan of a severity.</summary>
public sealed class ThresholdsInForce(WellbeingDb db)
{
    public async Task<ThresholdSettings> Settings(CancellationToken cancellationToken) =>
        await db
            .ThresholdSettings.AsNoTracking()
            .OrderByDescending(g => g.Version)
            .FirstOrDefaultAsync(cancellationToken)
        ?? throw new InvalidOperationException(
            "No thresholds are published; starting the application publishes the defaults."
        );

    public async Task<EscalationPlan> Plan(Detection.Severity severity, CancellationToken cancellationToken) =>
        (
            await db
                .EscalationPolicies.AsNoTracking()
                .Where(p => p.Severity == severity)
                .OrderByDescending(p => p.Number)
                .FirstOrDefaultAsync(cancellationToken)
        )?.Plan
        ?? EscalationPlan.Default(severity);
}
