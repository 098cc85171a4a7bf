using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Features.Flags;

/// <summary>What came since a list was drawn: asked every half minute, so it is one small query and names nobody.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record CountNewFlags(Actor By, DateTime SinceUtc) : IRequest<NewFlags>, IActed;

/// <param name="Raised">New flags.</param>
/// <param name="Grown">Older ones with a new reason.</param>
public sealed record NewFlags(int Raised, int Grown);

internal sealed class CountNewFlagsHandler(WellbeingDb db) : IRequestHandler<CountNewFlags, NewFlags>
{
    public async Task<NewFlags> Handle(CountNewFlags request, CancellationToken cancellationToken)
    {
        var unresolved = db.Flags.Where(f => f.State != FlagState.Resolved);
        return new NewFlags(
            await unresolved.CountAsync(f => f.RaisedAtUtc > request.SinceUtc, cancellationToken),
            await unresolved.CountAsync(
                f => f.RaisedAtUtc <= request.SinceUtc && f.Findings.Any(x => x.FoundAtUtc > request.SinceUtc), cancellationToken));
    }
}
