using Wellbeing.App.Domain;
using Wellbeing.App.Features.Guidance;
using Wellbeing.App.Features.Rota;
using Wellbeing.Detection;

namespace Wellbeing.App.Features.Team;

/// <summary>When somebody of the team is there, by the rota, the working hours and the holidays: what a participant is told must be true.</summary>
public sealed class Duty(RotaReader rota, TeamHours hours, GuidanceInForce guidance)
{
    /// <summary>
    /// By when somebody will have looked at the person's flag; null where nobody has to be waited for. An urgent flag's
    /// target counts from the moment at which somebody is on duty, though all are told before.
    /// </summary>
    public async Task<DateTime?> LooksBy(Flag? flag, CancellationToken cancellationToken)
    {
        if (flag?.State != FlagState.Open) return null;
        if (flag.Severity != Severity.Urgent) return flag.RespondByUtc; // Counted in working days already.
        var target = TimeSpan.FromMinutes((await guidance.Settings(cancellationToken)).Respond.UrgentMinutes);
        return await SomebodyFrom(flag.RespondByUtc - target, cancellationToken) + target;
    }

    /// <summary>The same instant where somebody is on call or at work; else the next at which somebody is.</summary>
    private async Task<DateTime> SomebodyFrom(DateTime atUtc, CancellationToken cancellationToken)
    {
        var opens = (await hours.Get(cancellationToken)).NextOpen(atUtc);
        if (opens <= atUtc) return atUtc;
        var onCall = (await rota.Between(atUtc, opens, cancellationToken)).FirstOrDefault(s => s.OnCall.Count > 0);
        return onCall is null ? opens : onCall.FromUtc;
    }
}
