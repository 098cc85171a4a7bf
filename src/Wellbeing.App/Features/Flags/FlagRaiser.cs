using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Escalation;
using Wellbeing.App.Features.Guidance;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.Flags;

/// <summary>Something found about a participant that a human must look at.</summary>
/// <param name="SourceId">The check-in (or the tap on "I don't feel safe") it was found at.</param>
/// <param name="SealedReason">Why a nurse raised it.</param>
public sealed record Found(Rule Rule, Severity Severity, Guid SourceId, Evidence? Evidence, string? SealedReason = null);

/// <summary>
/// Opens a flag for what was found, or joins the person's open one. Part of the caller's unit of work: check-in, flag
/// and first notices stand or fall together.
/// </summary>
public sealed class FlagRaiser(WellbeingDb db, GuidanceInForce guidance, Ladder ladder)
{
    /// <summary>The team's working hours.</summary>
    public Task<WorkingHours> Hours(CancellationToken cancellationToken) => ladder.Hours(cancellationToken);

    // Somebody asks for help: it reaches the team at once, even if the flag is already in somebody's hands.
    private static bool IsCryForHelp(Rule rule) => rule is Rule.ContactRequested or Rule.Acute or Rule.NotSafe or Rule.Screen;

    /// <returns>The person's open flag, or null when nothing was found and none is open.</returns>
    public async Task<Flag?> Join(
        Participant participant, IReadOnlyList<Found> found, GuidanceSettings settings, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var flag = await db.Flags.Include(f => f.Findings)
            .SingleOrDefaultAsync(f => f.ParticipantId == participant.Id && f.State != FlagState.Resolved, cancellationToken);

        var sources = found.Select(f => f.SourceId).ToList();
        var known = await db.FlagFindings.Where(f => f.ParticipantId == participant.Id && sources.Contains(f.SourceId))
            .Select(f => new { f.Rule, f.SourceId }).ToListAsync(cancellationToken);
        var fresh = found.Where(f => !known.Any(k => k.Rule == f.Rule && k.SourceId == f.SourceId)).ToList();
        if (fresh.Count == 0) return flag;

        var severity = fresh.Max(f => f.Severity);
        var opened = flag is null;
        if (flag is null)
        {
            var previous = await db.Flags.Where(f => f.ParticipantId == participant.Id).OrderByDescending(f => f.RaisedAtUtc)
                .Select(f => (Guid?)f.Id).FirstOrDefaultAsync(cancellationToken);
            flag = Flag.Raise(
                participant.Id, severity, await guidance.Plan(severity, cancellationToken),
                settings.Respond.RespondBy(severity, nowUtc, await Hours(cancellationToken)), previous, nowUtc);
            db.Flags.Add(flag);
            db.Audit(Actor.System, AuditActions.FlagRaised, nowUtc, participant.Id, flag.Id, $"severity={severity}");
        }
        else if (severity <= flag.Severity && flag.State == FlagState.Open && fresh.Any(f => IsCryForHelp(f.Rule)))
        {
            flag.Insist(nowUtc);
            db.Audit(Actor.System, AuditActions.LadderPulledForward, nowUtc, participant.Id, flag.Id);
        }
        else if (severity > flag.Severity || fresh.Any(f => IsCryForHelp(f.Rule)))
        {
            var graver = severity > flag.Severity ? severity : flag.Severity;
            var respondBy = settings.Respond.RespondBy(graver, nowUtc, await Hours(cancellationToken));
            // An earlier promise is never pushed back while nobody has answered it.
            if (flag.State == FlagState.Open && flag.RespondByUtc < respondBy) respondBy = flag.RespondByUtc;
            flag.Escalate(graver, await guidance.Plan(graver, cancellationToken), respondBy, nowUtc);
            db.Audit(Actor.System, AuditActions.FlagEscalated, nowUtc, participant.Id, flag.Id, $"severity={graver}");
        }

        foreach (var finding in fresh)
        {
            flag.Findings.Add(new FlagFinding
            {
                Id = Guid.CreateVersion7(nowUtc),
                FlagId = flag.Id,
                ParticipantId = participant.Id,
                Rule = finding.Rule,
                Severity = finding.Severity,
                FoundAtUtc = nowUtc,
                SourceId = finding.SourceId,
                GuidanceVersion = settings.Version,
                Evidence = finding.Evidence,
                SealedReason = finding.SealedReason,
            });
        }

        if (!opened)
        {
            db.Audit(
                Actor.System, AuditActions.FlagJoined, nowUtc, participant.Id, flag.Id,
                string.Create(CultureInfo.InvariantCulture, $"findings={fresh.Count}"));
        }

        await ladder.TakeDueSteps(flag, nowUtc, cancellationToken);
        return flag;
    }
}
