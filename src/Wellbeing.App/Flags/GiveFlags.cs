using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>A nurse gives several flags to a colleague at once. Each stands for itself: one that was resolved meanwhile
/// holds back no other.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record GiveFlags(Actor By, IReadOnlyList<Guid> FlagIds, Guid NurseId) : IRequest<GiveFlagsResult>, IActed;

/// <param name="Given">Now meant for the colleague.</param>
/// <param name="Left">Resolved, or not there.</param>
/// <param name="To">The colleague's name.</param>
public sealed record GiveFlagsResult(int Given, int Left, string To);

internal sealed class GiveFlagsHandler(WellbeingDb db, ISender sender) : IRequestHandler<GiveFlags, GiveFlagsResult>
{
    public async Task<GiveFlagsResult> Handle(GiveFlags request, CancellationToken cancellationToken)
    {
        var given = 0;
        var ids = request.FlagIds.Distinct().Take(TakeFlags.Most).ToList();
        foreach (var id in ids)
        {
            if (
                await sender.Send(new AssignFlag(request.By, id, request.NurseId), cancellationToken)
                is FlagChangeResult.Done
            )
                given++;
        }

        var to = await db
            .Users.AsNoTracking()
            .Where(a => a.Id == request.NurseId)
            .Select(a => a.DisplayName)
            .SingleAsync(cancellationToken);
        return new GiveFlagsResult(given, ids.Count - given, to);
    }
}
