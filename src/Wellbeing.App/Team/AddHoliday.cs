using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Team;

/// <summary>Adds a holiday, or gives it another name.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record AddHoliday(Actor By, DateOnly Date, string Name) : IRequest, IActed;

internal sealed class AddHolidayValidator : AbstractValidator<AddHoliday>
{
    public AddHolidayValidator()
    {
        RuleFor(r => r.Name)
            .Must(n => n?.Trim().Length is >= 1 and <= 100)
            .OverridePropertyName("name")
            .WithMessage("Enter a name of at most 100 characters.");
        RuleFor(r => r.Date)
            .InclusiveBetween(new DateOnly(2000, 1, 1), new DateOnly(2200, 1, 1))
            .OverridePropertyName("date")
            .WithMessage("Enter a date, such as 26 January 2027.");
    }
}

internal sealed class AddHolidayHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<AddHoliday>
{
    public async Task Handle(AddHoliday request, CancellationToken cancellationToken)
    {
        if (await db.Holidays.SingleOrDefaultAsync(h => h.Date == request.Date, cancellationToken) is { } known)
            known.Name = request.Name.Trim();
        else
            db.Holidays.Add(new Holiday { Date = request.Date, Name = request.Name.Trim() });
        db.Audit(
            request.By,
            AuditActions.CalendarChanged,
            clock.GetUtcNow().UtcDateTime,
            detail: new CalendarDetail(Holiday: request.Date)
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
