using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>What came since a list was drawn: asked every half minute, so it is one small query as long as nothing
/// came.</summary>
/// <param name="Known">How many the page already shows: with no more than these there is nothing to tell.</param>
[AllowedTo(Roles.Nurse)]
public sealed record FindNewFlags(Actor By, DateTime SinceUtc, int Known = 0) : IRequest<NewFlags?>, IActed;

/// <param name="Raised">New flags.</param>
/// <param name="Grown">Older ones with a new reason.</param>
/// <param name="First">The gravest and newest of the new ones.</param>
public sealed record NewFlags(int Raised, int Grown, IReadOnlyList<NewFlag> First);

public sealed record NewFlag(Guid Id, string ParticipantName, Severity Severity, string Reason);

internal sealed class FindNewFlagsHandler(WellbeingDb db, Explanations explanations, TimeProvider clock)
    : IRequestHandler<FindNewFlags, NewFlags?>
{
    private const int Shown = 5;

    /// <returns>Null when nothing came since the page was last told.</returns>
    public async Task<NewFlags?> Handle(FindNewFlags request, CancellationToken cancellationToken)
    {
        var since = request.SinceUtc;
        var unresolved = db.Flags.AsNoTracking().Unresolved();
        var raised = await unresolved.CountAsync(f => f.RaisedAtUtc > since, cancellationToken);
        var grown = await unresolved.CountAsync(
            f => f.RaisedAtUtc <= since && f.Findings.Any(x => x.FoundAtUtc > since),
            cancellationToken
        );
        if (raised + grown == request.Known)
            return null;

        var first = await unresolved
            .Where(f => f.RaisedAtUtc > since)
            .Include(f => f.Findings)
            .OrderByDescending(f => f.Severity)
            .ThenByDescending(f => f.RaisedAtUtc)
            .Take(Shown)
            .Select(f => new
            {
                Flag = f,
                Name = db.Participants.Where(p => p.Id == f.ParticipantId).Select(p => p.Name).First(),
            })
            .ToListAsync(cancellationToken);
        db.Audit(
            request.By,
            AuditActions.FlagsListed,
            clock.GetUtcNow().UtcDateTime,
            detail: new FlagListDetail(New: true)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new NewFlags(
            raised,
            grown,
            [
                .. first.Select(f => new NewFlag(
                    f.Flag.Id,
                    f.Name,
                    f.Flag.Severity,
                    f.Flag.Findings.OrderByDescending(x => x.Severity)
                        .ThenByDescending(x => x.FoundAtUtc)
                        .Select(x => explanations.Explain(x.Rule, x.Evidence).Headline)
                        .FirstOrDefault()
                        ?? ""
                )),
            ]
        );
    }
}
