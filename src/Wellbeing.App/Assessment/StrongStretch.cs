using Wellbeing.App.CheckIns;
using Wellbeing.Detection;

namespace Wellbeing.App.Assessment;

/// <summary>
/// What is known of the stretch of strong feelings that somebody may be in, before they check in: it decides whether
/// they are asked how long it has been like this, and whether daily life is asked before anything else.
/// </summary>
/// <param name="LastRating">The last rating, 0 to 10; null where there is none that can be compared with.</param>
/// <param name="DurationKnown">It was answered in this stretch, or the check-ins themselves show that it is
/// long.</param>
/// <param name="EverydayFirst">Feelings are strong, and too few answers say how daily life is:
/// <see cref="Detector.WantsFunctioning"/>.</param>
public sealed record StrongStretch(int? LastRating, bool DurationKnown, bool EverydayFirst)
{
    /// <summary>They have not checked in before: there is no last time to compare with.</summary>
    public bool First { get; init; }

    /// <summary>From here on feelings are strong, in points of 10.</summary>
    public const int Strong = 5;

    /// <summary>So many points more than last time, and at least <see cref="LowestRising"/>, are a rise worth the
    /// question.</summary>
    public const int Rise = 2;

    /// <inheritdoc cref="Rise"/>
    public const int LowestRising = 4;

    /// <summary>Longer than this is what the guidance calls long-lasting; in days.</summary>
    public const int LongDays = 14;

    // Beyond this many days nobody knows what was in between: it may be the same stretch, or another one.
    private const int JoinedDays = 45;

    /// <summary>Nothing is known: whoever gives a strong rating is asked.</summary>
    public static StrongStretch None { get; } = new(null, DurationKnown: false, EverydayFirst: false);

    /// <summary>The smallest rating with which the question is asked; null where no rating asks it.</summary>
    public int? AskedFrom =>
        DurationKnown ? null
        : LastRating is { } last ? Math.Min(Strong, Math.Max(last + Rise, LowestRising))
        : Strong;

    /// <summary>True when a check-in with this rating also asks how long it has been like this: it is strong, it rose,
    /// or the person says that it grows.</summary>
    public bool WantsDuration(int? intensity, PerceivedChange? change = null) =>
        AskedFrom is { } from && intensity >= (change == PerceivedChange.Growing ? Math.Min(from, LowestRising) : from);

    /// <summary>The questions of a check-in with these answers, in order: the extra one follows the answer that asks
    /// it.</summary>
    public IReadOnlyList<AskedQuestion> Fit(
        IReadOnlyList<AskedQuestion> asked,
        int? intensity,
        PerceivedChange? change = null
    ) =>
        Placed(
            asked,
            WantsDuration(intensity) ? After(asked, Question.Intensity)
                : WantsDuration(intensity, change)
                    ? Math.Max(After(asked, Question.Intensity), After(asked, Question.Compared))
                : null
        );

    /// <inheritdoc cref="Fit(IReadOnlyList{AskedQuestion}, int?, PerceivedChange?)"/>
    /// <param name="withDuration">It is among them, wherever it may be wanted: a page that asks everything at once
    /// shows it when it is.</param>
    public IReadOnlyList<AskedQuestion> Fit(IReadOnlyList<AskedQuestion> asked, bool withDuration) =>
        Placed(asked, withDuration ? After(asked, Question.Intensity) : null);

    private List<AskedQuestion> Placed(IReadOnlyList<AskedQuestion> asked, int? durationAt)
    {
        List<AskedQuestion> fitted = [.. asked];
        if (durationAt is { } at)
            fitted.Insert(at, new AskedQuestion(Question.Duration, null));
        if (EverydayFirst && fitted.Find(q => q.Core == Question.Everyday) is { } everyday)
        {
            fitted.Remove(everyday);
            fitted.Insert(0, everyday);
        }

        return fitted;
    }

    /// <param name="history">The person's check-ins so far.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="today">The person's own date.</param>
    public static StrongStretch Of(Series history, DetectionSettings settings, DateOnly today)
    {
        static DateOnly Day(Observation o) => o.Day ?? DateOnly.FromDateTime(o.AtUtc);
        var rated = history.Observations.Where(o => o.Intensity is not null).Reverse().ToList();
        if (history.Observations.Count == 0)
            return None with { First = true };
        if (rated.Count == 0 || today.DayNumber - Day(rated[0]).DayNumber > JoinedDays)
            return None;

        List<Observation> stretch = [];
        var until = today;
        foreach (var said in rated.TakeWhile(o => o.Intensity >= Strong || o.Duration is not null))
        {
            if (until.DayNumber - Day(said).DayNumber > JoinedDays)
                break;
            stretch.Add(said);
            until = Day(said);
        }

        var days = today.DayNumber - until.DayNumber;
        return new StrongStretch(
            rated[0].Intensity,
            stretch.Exists(o => o.Duration is not null) || days > LongDays,
            Detector.WantsFunctioning(history, settings)
        );
    }

    private static int After(IReadOnlyList<AskedQuestion> asked, Question question) =>
        asked.ToList().FindIndex(q => q.Core == question) + 1;
}
