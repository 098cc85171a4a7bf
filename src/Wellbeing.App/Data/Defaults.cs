using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Engine;
using Wellbeing.App.Escalation;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Data;

/// <summary>What every database holds from its first start: roles, the first thresholds, the escalation
/// policies.</summary>
public static class Defaults
{
    /// <summary>Adds what is missing; changes nothing that is there.</summary>
    /// <param name="team">First values of the working hours and the mailbox.</param>
    public static async Task EnsureDefaults(
        this WellbeingDb db,
        DateTime nowUtc,
        CancellationToken cancellationToken,
        TeamOptions? team = null
    )
    {
        foreach (var role in new[] { Roles.Participant, Roles.Nurse, Roles.Administrator })
        {
            var name = role.ToString();
            if (!await db.Roles.AnyAsync(r => r.Name == name, cancellationToken))
                db.Roles.Add(
                    new IdentityRole<Guid>
                    {
                        Id = Guid.CreateVersion7(nowUtc),
                        Name = name,
                        NormalizedName = name.ToUpperInvariant(),
                    }
                );
        }

        if (!await db.ThresholdSettings.AnyAsync(cancellationToken))
        {
            db.ThresholdSettings.Add(
                new ThresholdSettings
                {
                    Version = 1,
                    Detection = DetectionSettings.Default,
                    Respond = new ResponseTargets(),
                    PublishedAtUtc = nowUtc,
                    PublishedByName = Actor.System.Name,
                    Reason = "The defaults the product ships with.",
                }
            );
            db.Audit(Actor.System, AuditActions.ThresholdsPublished, nowUtc, detail: new PublishedThresholdsDetail(1));
        }

        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (!await db.EscalationPolicies.AnyAsync(p => p.Severity == severity, cancellationToken))
            {
                db.EscalationPolicies.Add(
                    new EscalationPolicy
                    {
                        Id = Guid.CreateVersion7(nowUtc),
                        Severity = severity,
                        Number = 1,
                        Plan = EscalationPlan.Default(severity),
                        PublishedAtUtc = nowUtc,
                        PublishedByName = Actor.System.Name,
                        Reason = "The defaults the product ships with.",
                    }
                );
            }
        }

        if (!await db.EngineStatus.AnyAsync(cancellationToken))
            db.EngineStatus.Add(new EngineStatus());
        if (!await db.TeamCalendars.AnyAsync(cancellationToken))
        {
            var settings = team ?? new TeamOptions();
            var hours = settings.WorkingHours();
            db.TeamCalendars.Add(new TeamCalendar { TimeZone = hours.TimeZone, Week = hours.Week });
            db.Holidays.AddRange(hours.Holidays.Order().Select(day => new Holiday { Date = day, Name = "Holiday" }));
            if (settings.Mailbox.Length > 0)
                db.TeamMailboxes.Add(
                    new TeamMailbox
                    {
                        Id = Guid.CreateVersion7(nowUtc),
                        Name = "Team mailbox",
                        Address = settings.Mailbox,
                    }
                );
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
