using NodaTime;

namespace Wellbeing.App.Escalation;

/// <summary>
/// A pattern that repeats: turns of so many days each, handed over at the same time of the team's clock. Seven names
/// with turns of a day are a weekly pattern; some names with turns of a week are a rotation.
/// </summary>
/// <param name="Order">Who follows whom; a name may come more than once.</param>
public sealed record RotaPattern(IReadOnlyList<Guid> Order, DateOnly First, TimeOnly HandOver, int DaysEach, int Turns)
{
    /// <summary>The turns: a day on which the clocks change makes one an hour longer or shorter, and none
    /// overlap.</summary>
    public IReadOnlyList<PlannedShift> In(string timeZone)
    {
        var zone = DateTimeZoneProviders.Tzdb[timeZone];
        return
        [
            .. Enumerable
                .Range(0, Turns)
                .Select(turn => new PlannedShift(Order[turn % Order.Count], At(turn), At(turn + 1))),
        ];

        DateTime At(int turn) =>
            (LocalDate.FromDateOnly(First.AddDays(turn * DaysEach)) + LocalTime.FromTimeOnly(HandOver))
                .InZoneLeniently(zone)
                .ToDateTimeUtc();
    }
}
