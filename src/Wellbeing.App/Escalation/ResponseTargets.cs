using Wellbeing.App.Team;
using Wellbeing.Detection;

namespace Wellbeing.App.Escalation;

/// <summary>By when somebody should have acknowledged a flag.</summary>
/// <param name="UrgentMinutes">From the moment at which somebody is on duty, 5 to 720.</param>
/// <param name="SoonWorkingDays">Close of the n-th working day after the team's day, 0 to 5:
/// WorkingHours.CloseOfWorkingDay.</param>
/// <param name="ReviewWorkingDays">As above, 0 to 20. Not later than a check-in without a flag is read
/// (<see cref="ReadingPromise.WorkingDays"/>), unless an administrator says so.</param>
public sealed record ResponseTargets(int UrgentMinutes = 60, int SoonWorkingDays = 1, int ReviewWorkingDays = 2)
{
    /// <param name="onDutyFromUtc">When somebody is there to answer: the moment itself, or the next turn or
    /// opening.</param>
    public DateTime RespondBy(Severity severity, DateTime raisedAtUtc, DateTime onDutyFromUtc, WorkingHours hours) =>
        severity switch
        {
            Severity.Urgent => onDutyFromUtc.AddMinutes(UrgentMinutes),
            Severity.Soon => hours.CloseOfWorkingDay(raisedAtUtc, SoonWorkingDays),
            Severity.Review => hours.CloseOfWorkingDay(raisedAtUtc, ReviewWorkingDays),
            _ => throw new ArgumentOutOfRangeException(nameof(severity)),
        };
}
