using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Domain;
using Wellbeing.Detection;

namespace Wellbeing.App.Data;

/// <summary>What every database holds from its first start: roles, the first guidance settings, the escalation policies.</summary>
public static class Defaults
{
    /// <summary>Adds what is missing; changes nothing that is there.</summary>
    public static async Task EnsureDefaults(this WellbeingDb db, DateTime nowUtc, CancellationToken cancellationToken)
    {
        foreach (var role in new[] { Roles.Participant, Roles.Nurse, Roles.Administrator })
        {
            var name = role.ToString();
            if (!await db.Roles.AnyAsync(r => r.Name == name, cancellationToken))
                db.Roles.Add(new IdentityRole<Guid> { Id = Guid.CreateVersion7(nowUtc), Name = name, NormalizedName = name.ToUpperInvariant() });
        }

        if (!await db.GuidanceSettings.AnyAsync(cancellationToken))
        {
            db.GuidanceSettings.Add(new GuidanceSettings
            {
                Version = 1,
                Detection = DetectionSettings.Default,
                Respond = new ResponseTargets(),
                PublishedAtUtc = nowUtc,
                PublishedByName = Actor.System.Name,
                Reason = "The defaults the product ships with.",
            });
            db.Audit(Actor.System, AuditActions.GuidancePublished, nowUtc, detail: "version=1");
        }

        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (!await db.EscalationPolicies.AnyAsync(p => p.Severity == severity, cancellationToken))
            {
                db.EscalationPolicies.Add(new EscalationPolicy
                {
                    Id = Guid.CreateVersion7(nowUtc),
                    Severity = severity,
                    Number = 1,
                    Plan = EscalationPlan.Default(severity),
                    PublishedAtUtc = nowUtc,
                });
            }
        }

        if (!await db.EngineStatus.AnyAsync(cancellationToken)) db.EngineStatus.Add(new EngineStatus());

        await db.SaveChangesAsync(cancellationToken);
    }
}
