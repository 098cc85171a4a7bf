using Wellbeing.App.Team;

namespace Wellbeing.App.CheckIns;

internal static class ReadDue
{
    /// <summary>By when this check-in is read as promised to its author; null once it is, and where no such promise is
    /// made.</summary>
    public static DateTime? ReadDueAt(this ReadingPromise promise, CheckIn checkIn) =>
        promise.ReadsEveryCheckIn && checkIn.ReadAtUtc is null ? promise.DueAt(checkIn.SubmittedAtUtc) : null;
}
