using System.Globalization;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;

namespace Wellbeing.App.Operations;

/// <summary>Writes to the administrators once on each day of the team on which something must be mended.</summary>
[AllowedTo(Roles.System)]
public sealed record CheckReadiness(Actor By) : IRequest<int>, IActed;

internal sealed class CheckReadinessHandler(
    WellbeingDb db,
    ISender sender,
    MessageWriter messages,
    Recipients recipients,
    TeamHours hours,
    TimeProvider clock
) : IRequestHandler<CheckReadiness, int>
{
    /// <summary>Not in the middle of the night: what is found is about the days to come.</summary>
    private const int FirstHour = 7;

    /// <returns>How many problems there are, on the one run of the day that tells them.</returns>
    public async Task<int> Handle(CheckReadiness request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var local = TimeZones.Local(now, (await hours.Get(cancellationToken)).TimeZone);
        if (local.Hour < FirstHour)
            return 0;
        var administrators = await recipients.InRole(Roles.Administrator, cancellationToken);
        if (administrators.Count == 0)
            return 0;
        var found = (await sender.Send(new GetReadiness(Actor.System), cancellationToken)).Problems.Count;
        if (found == 0)
            return 0;

        var told = 0;
        foreach (var administrator in administrators)
        {
            // The key holds the day: other runs and other servers write nothing.
            if (
                await messages.Write(
                    new NewMessage(
                        ReadinessWarning.Kind,
                        administrator,
                        string.Create(CultureInfo.InvariantCulture, $"readiness-{local:yyyy-MM-dd}"),
                        now,
                        now.AddHours(20)
                    ),
                    cancellationToken
                )
            )
                told++;
        }

        if (told == 0)
            return 0;
        db.Audit(Actor.System, AuditActions.ReadinessWarned, now, detail: new ReadinessDetail(found));
        await db.SaveChangesAsync(cancellationToken);
        return found;
    }
}
