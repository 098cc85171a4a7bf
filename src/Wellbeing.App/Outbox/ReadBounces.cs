using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>Looks into the bounce mailbox, records what came back, and whether it could be read at all.</summary>
/// <returns>How many reports were new and ours.</returns>
[AllowedTo(Roles.System)]
public sealed record ReadBounces(Actor By) : IRequest<int>, IActed;

internal sealed class ReadBouncesHandler(IBounceMailbox mailbox, ISender sender, WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ReadBounces, int>
{
    public async Task<int> Handle(ReadBounces request, CancellationToken cancellationToken)
    {
        if (!mailbox.Enabled)
            return 0;
        var recorded = 0;
        BounceRun run;
        try
        {
            run = await mailbox.Read(
                async report =>
                {
                    if (
                        await sender.Send(new RecordBounce(Actor.System, report), cancellationToken)
                        is RecordBounceResult.Recorded
                    )
                        recorded++;
                },
                cancellationToken
            );
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            await Remember(
                "A report could not be recorded, and those behind it wait. The log says why.",
                cancellationToken
            );
            throw;
        }

        await Remember(run.Problem, cancellationToken);
        return recorded;
    }

    /// <summary>For all servers, and beyond a restart: how long it has failed is what decides whether somebody must be
    /// told.</summary>
    private async Task Remember(string? problem, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (problem is { Length: > EngineStatus.LongestProblem })
            problem = problem[..EngineStatus.LongestProblem];
        var status = db.EngineStatus.Where(s => s.Id == EngineStatus.Only);
        if (problem is null)
        {
            await status.ExecuteUpdateAsync(
                s =>
                    s.SetProperty(x => x.BouncesReadAtUtc, now)
                        .SetProperty(x => x.BouncesFailSinceUtc, (DateTime?)null)
                        .SetProperty(x => x.BouncesProblem, (string?)null),
                cancellationToken
            );
            return;
        }

        await status.ExecuteUpdateAsync(s => s.SetProperty(x => x.BouncesProblem, problem), cancellationToken);
        await status
            .Where(s => s.BouncesFailSinceUtc == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.BouncesFailSinceUtc, now), cancellationToken);
    }
}
