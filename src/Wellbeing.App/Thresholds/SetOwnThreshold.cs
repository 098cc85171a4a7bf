using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;
using Wellbeing.App.Team;

namespace Wellbeing.App.Thresholds;

/// <summary>Sets one threshold for one person, from now until a day. It takes the place of an earlier one of the same
/// kind.</summary>
/// <param name="RequestId">Made when the form was drawn; sent twice, it is set once.</param>
/// <param name="Until">The first day on which it no longer holds, in the person's zone.</param>
[AllowedTo(Roles.Nurse)]
public sealed record SetOwnThreshold(
    Actor By,
    Guid ParticipantId,
    Guid RequestId,
    OwnThreshold Threshold,
    double Value,
    DateOnly Until,
    string Reason
) : IRequest<bool>, IActed;

internal sealed class SetOwnThresholdValidator : AbstractValidator<SetOwnThreshold>
{
    public SetOwnThresholdValidator(TeamZone team, TimeProvider clock)
    {
        // The day that the nurse who chooses has.
        DateOnly Today() => TimeZones.LocalDate(clock.GetUtcNow().UtcDateTime, team.Id);
        RuleFor(r => r.RequestId).NotEmpty();
        RuleFor(r => r.Threshold).IsInEnum().OverridePropertyName("threshold").WithMessage("Choose a threshold.");
        RuleFor(r => r.Value)
            .Must(
                (r, value) =>
                    ThresholdOverride.Range(r.Threshold) is var (least, most) && value >= least && value <= most
            )
            .OverridePropertyName("value")
            .WithMessage(r =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Enter {ThresholdOverride.Range(r.Threshold).Least:0} to {ThresholdOverride.Range(r.Threshold).Most:0}."
                )
            );
        RuleFor(r => r.Value)
            .Must(
                (r, value) =>
                    r.Threshold == OwnThreshold.Rise ? value * 2 == Math.Floor(value * 2) : value == Math.Floor(value)
            )
            .OverridePropertyName("value")
            .WithMessage("Enter a whole number; a rise may have a half.");
        RuleFor(r => r.Until)
            .Must(u => u > Today())
            .OverridePropertyName("until")
            .WithMessage("Choose a day to come: it ends by itself then.");
        RuleFor(r => r.Until)
            .Must(u => u <= Today().AddDays(ThresholdOverride.MostDays))
            .OverridePropertyName("until")
            .WithMessage("Choose a day within a year, so that somebody looks at it again.");
        RuleFor(r => r.Reason)
            .Must(r => r?.Trim().Length is >= 5 and <= ThresholdOverride.MaximumReasonLength)
            .OverridePropertyName("reason")
            .WithMessage($"Say why, in 5 to {ThresholdOverride.MaximumReasonLength} characters.");
    }
}

internal sealed class SetOwnThresholdHandler(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    SealedText text,
    TimeProvider clock
) : IRequestHandler<SetOwnThreshold, bool>
{
    /// <returns>False where there is no such person.</returns>
    public async Task<bool> Handle(SetOwnThreshold request, CancellationToken cancellationToken)
    {
        // Tracked and touched: two nurses who set the same threshold at once are told apart by the person's version.
        if (
            await db
                .Participants.TakingPart()
                .SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken)
            is not { } person
        )
            return false;
        var now = clock.GetUtcNow().UtcDateTime;
        // One look: between two, the same request sent twice could be stored.
        var stored = await db
            .ThresholdOverrides.Where(o =>
                o.Id == request.RequestId
                || (o.ParticipantId == person.Id && o.Threshold == request.Threshold && o.UntilUtc > now)
            )
            .ToListAsync(cancellationToken);
        if (stored.Exists(o => o.Id == request.RequestId))
            return true;
        foreach (var earlier in stored)
            earlier.End(request.By.Name, now);

        var settings = (await thresholds.Settings(cancellationToken)).Detection;
        db.ThresholdOverrides.Add(
            ThresholdOverride.Set(
                request.RequestId,
                person.Id,
                request.Threshold,
                request.Value,
                ThresholdOverride.InForce(request.Threshold, settings, person.Schedule.Cadence),
                text.Seal(request.Reason.Trim())!,
                request.By,
                now,
                TimeZones.StartOf(request.Until, person.TimeZone)
            )
        );
        db.InTurn(person);
        db.Audit(
            request.By,
            AuditActions.OwnThresholdSet,
            now,
            person.Id,
            detail: new OwnThresholdDetail(request.RequestId)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
