using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.People;

/// <summary>Every cohort by name.</summary>
/// <param name="Counted">With how many people are in each, which means looking at everybody.</param>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record ListCohorts(Actor By, bool Counted = false) : IRequest<IReadOnlyList<CohortRow>>, IActed;

/// <param name="People">Null unless they were to be counted.</param>
public sealed record CohortRow(Guid Id, string Name, Cadence Cadence, int? People);

/// <summary>Makes a cohort, or renames one and changes how often people who join it are asked.</summary>
/// <param name="CohortId">Null for a new one.</param>
[AllowedTo(Roles.Administrator)]
public sealed record SaveCohort(Actor By, Guid? CohortId, string Name, Cadence Cadence)
    : IRequest<SaveCohortResult>,
        IActed;

public enum SaveCohortResult
{
    Saved,
    NameTaken,
    NotFound,
}

/// <summary>Puts somebody into a cohort, or out of any. Who never chose when to be asked is asked as often as the
/// cohort is.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record PlaceInCohort(Actor By, Guid ParticipantId, Guid? CohortId) : IRequest<bool>, IActed;

internal sealed class SaveCohortValidator : AbstractValidator<SaveCohort>
{
    public SaveCohortValidator()
    {
        RuleFor(r => r.Name)
            .Must(name => name?.Trim() is { Length: > 0 and <= Cohort.MaximumNameLength })
            .OverridePropertyName("name")
            .WithMessage($"Enter a name of at most {Cohort.MaximumNameLength} characters.");
        RuleFor(r => r.Cadence).IsInEnum().OverridePropertyName("cadence").WithMessage("Choose how often.");
    }
}

internal sealed class CohortHandlers(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListCohorts, IReadOnlyList<CohortRow>>,
        IRequestHandler<SaveCohort, SaveCohortResult>,
        IRequestHandler<PlaceInCohort, bool>
{
    public async Task<IReadOnlyList<CohortRow>> Handle(ListCohorts request, CancellationToken cancellationToken) =>
        await db
            .Cohorts.AsNoTracking()
            .OrderBy(c => c.Name)
            .Select(c => new CohortRow(
                c.Id,
                c.Name,
                c.Cadence,
                request.Counted ? db.Participants.Count(p => p.CohortId == c.Id && p.ClosedAtUtc == null) : (int?)null
            ))
            .ToListAsync(cancellationToken);

    public async Task<SaveCohortResult> Handle(SaveCohort request, CancellationToken cancellationToken)
    {
        var (now, name) = (clock.GetUtcNow().UtcDateTime, request.Name.Trim());
        if (await db.Cohorts.AnyAsync(c => c.Name == name && c.Id != request.CohortId, cancellationToken))
            return SaveCohortResult.NameTaken;
        if (request.CohortId is { } id)
        {
            if (await db.Cohorts.SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } cohort)
                return SaveCohortResult.NotFound;
            (cohort.Name, cohort.Cadence) = (name, request.Cadence);
        }
        else
        {
            db.Cohorts.Add(
                new Cohort
                {
                    Id = Guid.CreateVersion7(now),
                    Name = name,
                    Cadence = request.Cadence,
                    CreatedAtUtc = now,
                }
            );
        }

        db.Audit(request.By, AuditActions.CohortSaved, now);
        await db.SaveChangesAsync(cancellationToken);
        return SaveCohortResult.Saved;
    }

    public async Task<bool> Handle(PlaceInCohort request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db.Participants.SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken)
            is not { } participant
        )
            return false;
        var cohort = request.CohortId is { } id
            ? await db.Cohorts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken)
            : null;
        if (request.CohortId is not null && cohort is null)
            return false;
        if (participant.CohortId == request.CohortId)
            return true;
        participant.CohortId = request.CohortId;
        // Any other schedule somebody chose for themselves.
        if (
            cohort is not null
            && cohort.Cadence != participant.Schedule.Cadence
            && participant.Schedule == CheckInSchedule.Default
        )
        {
            participant.Reschedule(participant.Schedule with { Cadence = cohort.Cadence }, now);
            db.Audit(request.By, AuditActions.ScheduleChanged, now, participant.Id);
        }

        db.Audit(request.By, AuditActions.CohortChanged, now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
