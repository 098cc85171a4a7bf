using Wellbeing.App.Site;

namespace Wellbeing.App.People;

/// <summary>
/// When a support contact may be mailed what can wait, by their own clock. What is urgent leaves at any hour.
/// </summary>
/// <param name="From">The first minute.</param>
/// <param name="Until">The end; before <paramref name="From"/> for who is awake at night.</param>
/// <param name="TimeZone">The IANA zone they live in.</param>
public sealed record ContactHours(TimeOnly From, TimeOnly Until, string TimeZone)
{
    /// <summary>Eight in the morning, where nobody said otherwise.</summary>
    public static TimeOnly UsualFrom { get; } = new(8, 0);

    /// <summary>Eight in the evening, where nobody said otherwise.</summary>
    public static TimeOnly UsualUntil { get; } = new(20, 0);

    /// <summary>With less, a mail might wait for days.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromHours(2);

    /// <summary>From 8 to 20 o'clock there.</summary>
    public static ContactHours Usual(string timeZone) => new(UsualFrom, UsualUntil, timeZone);

    /// <summary>Whether the hours leave room for a mail, in a zone that is known.</summary>
    public bool AreGood => Until - From >= Shortest && TimeZones.IsKnown(TimeZone);

    /// <summary>The same instant, or the next at which the hours begin.</summary>
    public DateTime Within(DateTime atUtc) =>
        (CheckInSchedule.Default with { QuietFrom = Until, QuietTo = From }).OutsideQuietHours(atUtc, TimeZone);

    /// <summary>"08:00-20:00", for the audit log.</summary>
    public override string ToString() => $"{From:HH\\:mm}-{Until:HH\\:mm}";
}
