using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;

namespace Wellbeing.App.Thresholds;

/// <summary>The newest published settings, and the newest escalation plan of a severity.</summary>
public sealed class ThresholdsInForce(WellbeingDb db, ThresholdVersions versions)
{
    public async Task<ThresholdSettings> Settings(CancellationToken cancellationToken)
    {
        var newest =
            await db
                .ThresholdSettings.OrderByDescending(g => g.Version)
                .Select(g => new { g.Version, g.PublishedAtUtc })
                .FirstOrDefaultAsync(cancellationToken)
            ?? throw new InvalidOperationException(
                "No thresholds are published; starting the application publishes the defaults."
            );
        if (versions.Find(newest.Version, newest.PublishedAtUtc) is { } known)
            return known;
        var read = await db
            .ThresholdSettings.AsNoTracking()
            .SingleAsync(g => g.Version == newest.Version, cancellationToken);
        versions.Remember(read);
        return read;
    }

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
