using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.Team;

/// <summary>Changes zone and weekly hours. Response targets and working-hours ladders follow from the next step
/// on.</summary>
/// <param name="BasedOn">The version the administrator saw.</param>
[AllowedTo(Roles.Administrator)]
public sealed record SaveWorkingHours(Actor By, int BasedOn, string TimeZone, IReadOnlyList<WorkingInterval> Week)
    : IRequest<SaveWorkingHoursResult>,
        IActed;

public enum SaveWorkingHoursResult
{
    Saved,

    /// <summary>Somebody else changed them meanwhile: show theirs.</summary>
    Outdated,
}

internal sealed class SaveWorkingHoursValidator : AbstractValidator<SaveWorkingHours>
{
    public SaveWorkingHoursValidator()
    {
        RuleFor(r => r.TimeZone)
            .Must(zone => zone is not null && TimeZones.IsKnown(zone))
            .OverridePropertyName("timeZone")
            .WithMessage("Enter an IANA zone, such as Australia/Brisbane.");
        RuleFor(r => r.Week)
            .Must(week => week.Count > 0)
            .OverridePropertyName("week")
            .WithMessage("Enter hours for at least one day.");
        RuleFor(r => r.Week)
            .Custom(
                (week, context) =>
                {
                    foreach (var day in week.GroupBy(i => i.Day))
                    {
                        var hours = day.OrderBy(i => i.Opens).ToList();
                        var overlap = hours
                            .Zip(hours.Skip(1))
                            .Any(pair =>
                                pair.First.Closes == TimeOnly.MinValue || pair.Second.Opens < pair.First.Closes
                            );
                        if (hours.Exists(i => !i.IsSound))
                            context.AddFailure($"week.{day.Key}", $"{day.Key}: each time must end after it begins.");
                        else if (overlap)
                            context.AddFailure($"week.{day.Key}", $"{day.Key}: the times overlap.");
                    }
                }
            );
    }
}

internal sealed class SaveWorkingHoursHandler(WellbeingDb db, TeamZone zone, TimeProvider clock)
    : IRequestHandler<SaveWorkingHours, SaveWorkingHoursResult>
{
    public async Task<SaveWorkingHoursResult> Handle(SaveWorkingHours request, CancellationToken cancellationToken)
    {
        var calendar = await db.TeamCalendars.SingleAsync(cancellationToken);
        if (calendar.Version != request.BasedOn)
            return SaveWorkingHoursResult.Outdated;
        calendar.TimeZone = request.TimeZone;
        calendar.Week = [.. request.Week.OrderBy(i => ((int)i.Day + 6) % 7).ThenBy(i => i.Opens)];
        var now = clock.GetUtcNow().UtcDateTime;
        db.Audit(
            request.By,
            AuditActions.CalendarChanged,
            now,
            detail: new CalendarDetail(Intervals: request.Week.Count)
        );
        await db.MarkSetUp(request.By, SetUpStep.Hours, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        zone.Id = request.TimeZone;
        return SaveWorkingHoursResult.Saved;
    }
}
