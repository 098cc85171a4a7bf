using System.Reflection;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Engine;

/// <summary>A server has done a round of sweeps.</summary>
/// <param name="Succeeded">Nothing was left undone.</param>
[AllowedTo(Roles.System)]
public sealed record RecordBeat(Actor By, string Server, bool Succeeded) : IRequest, IActed;

internal sealed class RecordBeatHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RecordBeat>
{
    private static readonly string _version =
        typeof(RecordBeat).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "";

    public async Task Handle(RecordBeat request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var known = await db
            .EngineBeats.Where(b => b.Server == request.Server)
            .ExecuteUpdateAsync(
                b =>
                {
                    b.SetProperty(x => x.Version, _version);
                    b.SetProperty(x => x.LastBeatAtUtc, now);
                    if (request.Succeeded)
                        b.SetProperty(x => x.LastSuccessAtUtc, now);
                },
                cancellationToken
            );
        if (known > 0)
            return;

        // A server's first beat is the moment to forget those that are gone.
        var forgotten = now - EngineBeat.ForgottenAfter;
        await db.EngineBeats.Where(b => b.LastBeatAtUtc < forgotten).ExecuteDeleteAsync(cancellationToken);
        db.EngineBeats.Add(
            new EngineBeat
            {
                Server = request.Server,
                Version = _version,
                LastBeatAtUtc = now,
                LastSuccessAtUtc = request.Succeeded ? now : null,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
