using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Thresholds;

/// <summary>A person's own thresholds: those that hold, then those that held, the newest of each first.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record ListOwnThresholds(Actor By, Guid ParticipantId) : IRequest<OwnThresholds?>, IActed;

/// <param name="InForce">What the settings say for everybody else.</param>
public sealed record OwnThresholds(
    string Name,
    IReadOnlyList<OwnThresholdView> Rows,
    IReadOnlyDictionary<OwnThreshold, double> InForce
);

/// <param name="Holds">It counts now.</param>
/// <param name="EndedByName">Who ended it before its time; null where it ended, or will end, by itself.</param>
public sealed record OwnThresholdView(
    Guid Id,
    OwnThreshold Threshold,
    double Value,
    double InsteadOf,
    string? Reason,
    string SetByName,
    DateTime FromUtc,
    DateTime UntilUtc,
    string? EndedByName,
    bool Holds
);

internal sealed class ListOwnThresholdsHandler(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    SealedText text,
    TimeProvider clock
) : IRequestHandler<ListOwnThresholds, OwnThresholds?>
{
    public async Task<OwnThresholds?> Handle(ListOwnThresholds request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db
                .Participants.AsNoTracking()
                .SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken)
            is not { } person
        )
            return null;
        var rows = await db
            .ThresholdOverrides.AsNoTracking()
            .Where(o => o.ParticipantId == person.Id)
            .OrderByDescending(o => o.FromUtc)
            .Take(100)
            .ToListAsync(cancellationToken);
        var settings = (await thresholds.Settings(cancellationToken)).Detection;
        db.Audit(request.By, AuditActions.OwnThresholdsViewed, now, person.Id);
        await db.SaveChangesAsync(cancellationToken);
        return new OwnThresholds(
            person.Name,
            [
                .. rows.OrderByDescending(o => o.HoldsAt(now))
                    .ThenByDescending(o => o.FromUtc)
                    .Select(o => o.ToView(text, now)),
            ],
            Enum.GetValues<OwnThreshold>()
                .ToDictionary(t => t, t => ThresholdOverride.InForce(t, settings, person.Schedule.Cadence))
        );
    }
}

internal static class OwnThresholdViews
{
    /// <summary>Those of a person's own thresholds that a finding was made under; they never touch other
    /// rules.</summary>
    public static IReadOnlyList<OwnThresholdView> JudgedBy(
        this IEnumerable<ThresholdOverride> own,
        Rule rule,
        DateTime foundAtUtc,
        SealedText text
    ) =>
        [
            .. own.Where(o =>
                    o.HoldsAt(foundAtUtc)
                    && rule
                        == o.Threshold switch
                        {
                            OwnThreshold.StrongFrom or OwnThreshold.ImpactFrom => Rule.Persistent,
                            _ => Rule.Worsening,
                        }
                )
                .Select(o => o.ToView(text, foundAtUtc)),
        ];

    public static OwnThresholdView ToView(this ThresholdOverride o, SealedText text, DateTime atUtc) =>
        new(
            o.Id,
            o.Threshold,
            o.Value,
            o.InsteadOf,
            text.Open(o.SealedReason),
            o.SetByName,
            o.FromUtc,
            o.UntilUtc,
            o.EndedByName,
            o.HoldsAt(atUtc)
        );
}
