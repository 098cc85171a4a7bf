using MediatR;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Bounces;

/// <summary>Looks into the bounce mailbox and records what came back.</summary>
/// <returns>How many reports were new and ours.</returns>
[AllowedTo(Roles.System)]
public sealed record ReadBounces(Actor By) : IRequest<int>, IActed;

internal sealed class ReadBouncesHandler(IBounceMailbox mailbox, ISender sender) : IRequestHandler<ReadBounces, int>
{
    public async Task<int> Handle(ReadBounces request, CancellationToken cancellationToken)
    {
        if (!mailbox.Enabled) return 0;
        var recorded = 0;
        await mailbox.Read(
            async report =>
            {
                if (await sender.Send(new RecordBounce(Actor.System, report), cancellationToken) is RecordBounceResult.Recorded) recorded++;
            },
            cancellationToken);
        return recorded;
    }
}
