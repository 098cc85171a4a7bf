using Wellbeing.App.Audit;

namespace Wellbeing.App.Team;

/// <summary>One of these, by what was done.</summary>
/// <param name="Intervals">How many stretches of working time the week has from then on.</param>
[DetailOf(AuditActions.CalendarChanged)]
public sealed record CalendarDetail(
    [Shown("holiday")] DateOnly? Holiday = null,
    [Shown("holiday taken out")] DateOnly? HolidayRemoved = null,
    [Shown("stretches of working time")] int? Intervals = null
) : AuditDetail;

[DetailOf(AuditActions.HolidaysImported)]
public sealed record HolidaysDetail([Shown("added")] int Added, [Shown("known already")] int Known) : AuditDetail;

[DetailOf(AuditActions.MailboxesChanged)]
public sealed record MailboxDetail([Shown("mailbox")] MailboxChange Mailbox) : AuditDetail;

public enum MailboxChange
{
    Added,
    Removed,
}

[DetailOf(AuditActions.ReadingPromiseChanged)]
public sealed record ReadingPromiseDetail([Shown("every check-in is read")] bool Every) : AuditDetail;
