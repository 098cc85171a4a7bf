using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.Team;

/// <summary>Working hours, holidays and shared mailboxes.</summary>
[AllowedTo(Roles.Administrator | Roles.Nurse)]
public sealed record GetCalendar(Actor By) : IRequest<CalendarView>, IActed;

/// <param name="Version">To be sent back with a change of the hours.</param>
/// <param name="Holidays">From last year on, earliest first.</param>
public sealed record CalendarView(
    WorkingHours Hours,
    int Version,
    IReadOnlyList<Holiday> Holidays,
    IReadOnlyList<TeamMailbox> Mailboxes
);

internal sealed class GetCalendarHandler(WellbeingDb db, TeamHours hours, TimeProvider clock)
    : IRequestHandler<GetCalendar, CalendarView>
{
    public async Task<CalendarView> Handle(GetCalendar request, CancellationToken cancellationToken)
    {
        var from = new DateOnly(clock.GetUtcNow().Year - 1, 1, 1);
        return new CalendarView(
            await hours.Get(cancellationToken),
            (await db.TeamCalendars.AsNoTracking().SingleAsync(cancellationToken)).Version,
            await db
                .Holidays.AsNoTracking()
                .Where(h => h.Date >= from)
                .OrderBy(h => h.Date)
                .ToListAsync(cancellationToken),
            await db.TeamMailboxes.AsNoTracking().OrderBy(m => m.Name).ToListAsync(cancellationToken)
        );
    }
}

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
        db.Audit(request.By, AuditActions.CalendarChanged, now, detail: $"intervals={request.Week.Count}");
        await db.MarkSetUp(request.By, SetUpStep.Hours, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        zone.Id = request.TimeZone;
        return SaveWorkingHoursResult.Saved;
    }
}

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
            detail: string.Create(CultureInfo.InvariantCulture, $"holiday={request.Date:yyyy-MM-dd}")
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>The team works on that day after all.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record RemoveHoliday(Actor By, DateOnly Date) : IRequest, IActed;

internal sealed class RemoveHolidayHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RemoveHoliday>
{
    public async Task Handle(RemoveHoliday request, CancellationToken cancellationToken)
    {
        if (await db.Holidays.SingleOrDefaultAsync(h => h.Date == request.Date, cancellationToken) is not { } holiday)
            return;
        db.Holidays.Remove(holiday);
        db.Audit(
            request.By,
            AuditActions.CalendarChanged,
            clock.GetUtcNow().UtcDateTime,
            detail: string.Create(CultureInfo.InvariantCulture, $"no-holiday={request.Date:yyyy-MM-dd}")
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Adds a mailbox that the team shares.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record AddMailbox(Actor By, string Name, string Address) : IRequest, IActed;

internal sealed class AddMailboxValidator : AbstractValidator<AddMailbox>
{
    public AddMailboxValidator(WellbeingDb db)
    {
        RuleFor(r => r.Name)
            .Must(n => n?.Trim().Length is >= 1 and <= 100)
            .OverridePropertyName("name")
            .WithMessage("Enter a name of at most 100 characters.");
        RuleFor(r => r.Address)
            .Cascade(CascadeMode.Stop)
            .Must(a => a is { Length: <= 254 } && a.Trim().Length > 2)
            .OverridePropertyName("address")
            .WithMessage("Enter an e-mail address.")
            .EmailAddress()
            .OverridePropertyName("address")
            .WithMessage("Enter an e-mail address.")
            .MustAsync(
                async (a, cancellationToken) =>
                    !await db.TeamMailboxes.AnyAsync(m => m.Address == a.Trim(), cancellationToken)
            )
            .OverridePropertyName("address")
            .WithMessage("This address is there already.");
    }
}

internal sealed class AddMailboxHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<AddMailbox>
{
    public async Task Handle(AddMailbox request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        db.TeamMailboxes.Add(
            new TeamMailbox
            {
                Id = Guid.CreateVersion7(now),
                Name = request.Name.Trim(),
                Address = request.Address.Trim(),
            }
        );
        db.Audit(request.By, AuditActions.MailboxesChanged, now, detail: "added=1");
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>No step tells this mailbox any more; a policy that relied on it shows on the readiness page.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record RemoveMailbox(Actor By, Guid MailboxId) : IRequest, IActed;

internal sealed class RemoveMailboxHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<RemoveMailbox>
{
    public async Task Handle(RemoveMailbox request, CancellationToken cancellationToken)
    {
        if (
            await db.TeamMailboxes.SingleOrDefaultAsync(m => m.Id == request.MailboxId, cancellationToken)
            is not { } mailbox
        )
            return;
        db.TeamMailboxes.Remove(mailbox);
        db.Audit(request.By, AuditActions.MailboxesChanged, clock.GetUtcNow().UtcDateTime, detail: "removed=1");
        await db.SaveChangesAsync(cancellationToken);
    }
}
