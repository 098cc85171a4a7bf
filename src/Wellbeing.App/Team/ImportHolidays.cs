using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>Adds those of a file that the administrator chose; a day that is a holiday already keeps its
/// name.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ImportHolidays(Actor By, IReadOnlyList<NewHoliday> Days) : IRequest<int>, IActed;

internal sealed class ImportHolidaysValidator : AbstractValidator<ImportHolidays>
{
    public ImportHolidaysValidator()
    {
        RuleFor(r => r.Days)
            .Must(days => days.Count is >= 1 and <= ReadHolidays.MostDays)
            .OverridePropertyName("days")
            .WithMessage("Choose at least one holiday.")
            .Must(days => days.All(d => d.Name.Trim().Length is >= 1 and <= 100))
            .OverridePropertyName("days")
            .WithMessage("Each name has 1 to 100 characters.");
    }
}

internal sealed class ImportHolidaysHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<ImportHolidays, int>
{
    /// <returns>How many are new.</returns>
    public async Task<int> Handle(ImportHolidays request, CancellationToken cancellationToken)
    {
        var known = (await db.Holidays.Select(h => h.Date).ToListAsync(cancellationToken)).ToHashSet();
        var fresh = request.Days.Where(d => known.Add(d.Date)).ToList();
        if (fresh.Count == 0)
            return 0;
        db.Holidays.AddRange(fresh.Select(d => new Holiday { Date = d.Date, Name = d.Name.Trim() }));
        db.Audit(
            request.By,
            AuditActions.HolidaysImported,
            clock.GetUtcNow().UtcDateTime,
            detail: new HolidaysDetail(fresh.Count, request.Days.Count - fresh.Count)
        );
        await db.SaveChangesAsync(cancellationToken);
        return fresh.Count;
    }
}
