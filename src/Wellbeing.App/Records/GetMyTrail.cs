using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Records;

/// <summary>What became of the participant's own check-ins, so that nobody wonders whether anyone looked.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyTrail(Actor By, DateTime SinceUtc) : IRequest<IReadOnlyDictionary<Guid, Trail>>, IActed;

/// <summary>Neither a reason nor a note of the team's is in it.</summary>
/// <param name="TakenOnAtUtc">A nurse took on what it led to.</param>
/// <param name="PlanAtUtc">A nurse settled what comes next.</param>
/// <param name="NotReachedAtUtc">The team tried, reached nobody and closed it.</param>
public sealed record Trail(DateTime? TakenOnAtUtc, DateTime? PlanAtUtc, DateTime? NotReachedAtUtc);

internal sealed class GetMyTrailHandler(WellbeingDb db) : IRequestHandler<GetMyTrail, IReadOnlyDictionary<Guid, Trail>>
{
    public async Task<IReadOnlyDictionary<Guid, Trail>> Handle(GetMyTrail request, CancellationToken cancellationToken)
    {
        var flags = await db
            .Flags.AsNoTracking()
            .Where(f =>
                f.ParticipantId == request.By.ParticipantId
                && (f.ResolvedAtUtc == null || f.ResolvedAtUtc >= request.SinceUtc)
            )
            .OrderBy(f => f.RaisedAtUtc)
            .Select(f => new
            {
                f.RaisedAtUtc,
                f.FirstAcknowledgedAtUtc,
                f.ResolvedAtUtc,
                f.Outcome,
            })
            .ToListAsync(cancellationToken);
        var checkIns = await db
            .CheckIns.AsNoTracking()
            .Where(c => c.ParticipantId == request.By.ParticipantId && c.SubmittedAtUtc >= request.SinceUtc)
            .Select(c => new { c.Id, c.SubmittedAtUtc })
            .ToListAsync(cancellationToken);
        return checkIns
            .Select(c =>
                (
                    c.Id,
                    Flag: flags.FirstOrDefault(f =>
                        f.RaisedAtUtc <= c.SubmittedAtUtc
                        && (f.ResolvedAtUtc is null || f.ResolvedAtUtc >= c.SubmittedAtUtc)
                    ),
                    c.SubmittedAtUtc
                )
            )
            .Where(c => c.Flag is not null)
            .ToDictionary(
                c => c.Id,
                c => new Trail(
                    c.Flag!.FirstAcknowledgedAtUtc is { } taken
                        ? (taken > c.SubmittedAtUtc ? taken : c.SubmittedAtUtc)
                        : null,
                    c.Flag.Outcome?.IsPlan() == true ? c.Flag.ResolvedAtUtc : null,
                    c.Flag.Outcome == FlagOutcome.UnableToReach ? c.Flag.ResolvedAtUtc : null
                )
            );
    }
}
