using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>A nurse takes several flags at once. Each stands for itself: one that a colleague was faster with holds
/// back no other.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record TakeFlags(Actor By, IReadOnlyList<Guid> FlagIds) : IRequest<TakeFlagsResult>, IActed
{
    /// <summary>More than a page holds is a mistake.</summary>
    public const int Most = 100;
}

/// <param name="Taken">Now in the nurse's hands.</param>
/// <param name="Left">In somebody else's, resolved, or not there.</param>
public sealed record TakeFlagsResult(int Taken, int Left);

internal sealed class TakeFlagsHandler(ISender sender) : IRequestHandler<TakeFlags, TakeFlagsResult>
{
    public async Task<TakeFlagsResult> Handle(TakeFlags request, CancellationToken cancellationToken)
    {
        var taken = 0;
        var ids = request.FlagIds.Distinct().Take(TakeFlags.Most).ToList();
        foreach (var id in ids)
        {
            if (await sender.Send(new AcknowledgeFlag(request.By, id), cancellationToken) is FlagChangeResult.Done)
                taken++;
        }

        return new TakeFlagsResult(taken, ids.Count - taken);
    }
}
