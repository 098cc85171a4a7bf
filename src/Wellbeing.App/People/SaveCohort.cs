using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.People;

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

internal sealed class SaveCohortHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<SaveCohort, SaveCohortResult>
{
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
}
