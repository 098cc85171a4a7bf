using Wellbeing.App.Team;
using Wellbeing.Detection;

namespace Wellbeing.App.Escalation;

/// <summary>When somebody of the team is there, by the rota, the working hours and the holidays: what a participant is
/// told must be true.</summary>
public sealed class Duty(RotaReader rota, TeamHours hours)
{
    /// <summary>
    /// By when somebody should have answered what is raised now: the one answer, which the flag carries, pages and
    /// mails show, and the person is promised. An urgent target counts from the moment at which somebody is on duty,
    /// though all are told before and the ladder climbs whatever the hour: docs/decisions/0020.
    /// </summary>
    public async Task<DateTime> RespondBy(
        ResponseTargets targets,
        Severity severity,
        DateTime raisedAtUtc,
        CancellationToken cancellationToken
    )
    {
        var working = await hours.Get(cancellationToken);
        var from =
            severity == Severity.Urgent ? await SomebodyFrom(raisedAtUtc, working, cancellationToken) : raisedAtUtc;
        return targets.RespondBy(severity, raisedAtUtc, from, working);
    }

    /// <summary>The same instant where somebody is on call or at work; else the next at which somebody is.</summary>
    private async Task<DateTime> SomebodyFrom(DateTime atUtc, WorkingHours working, CancellationToken cancellationToken)
    {
        var opens = working.NextOpen(atUtc);
        if (opens <= atUtc)
            return atUtc;
        var onCall = (await rota.Between(atUtc, opens, cancellationToken)).FirstOrDefault(s => s.OnCall.Count > 0);
        return onCall is null ? opens : onCall.FromUtc;
    }
}
