namespace Wellbeing.Detection.Replay;

/// <summary>What truly happened to a participant of a scored cohort.</summary>
/// <param name="Id">Participant id.</param>
/// <param name="Trajectory">The shape of their series, such as "slow_worsening".</param>
/// <param name="OnsetDate">The day (UTC) from which the truth holds; null when the truth is "none".</param>
/// <param name="Truth">"none", "worsening" or "persistent".</param>
public sealed record ParticipantTruth(string Id, string Trajectory, DateOnly? OnsetDate, string Truth)
{
    /// <summary>The truth of people to whom nothing happened: any alert about them is false.</summary>
    public const string None = "none";

    /// <summary>Reads participant_id, trajectory, onset_date and truth; further columns are ignored.</summary>
    /// <exception cref="InvalidRowException">A row is not as it must be.</exception>
    public static IEnumerable<ParticipantTruth> Read(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return Rows(lines);

        static IEnumerable<ParticipantTruth> Rows(IEnumerable<string> lines)
        {
            using var line = lines.GetEnumerator();
            var header = new CsvHeader(
                line.MoveNext() ? line.Current : null,
                "participant_id",
                "trajectory",
                "onset_date",
                "truth"
            );
            for (var number = 2; line.MoveNext(); number++)
            {
                var row = header.Read(line.Current, number);
                var truth = row.Text(3);
                yield return new ParticipantTruth(
                    row.Text(0),
                    row.TextOrEmpty(1),
                    truth == None ? null : row.Date(2),
                    truth
                );
            }
        }
    }
}

/// <summary>An alert as a scorer reads it.</summary>
/// <param name="ParticipantId">Whom it is about.</param>
/// <param name="AtUtc">When it was made.</param>
/// <param name="Kind">Its rule, as <see cref="Backtest.Kind"/> names it.</param>
public readonly record struct ScoredAlert(string ParticipantId, DateTime AtUtc, string Kind);

/// <summary>How alerts compare with the truth.</summary>
/// <param name="FalseAlarmsPerPersonYear">Alerts before onset, or about people to whom nothing happened, for each year
/// before onset; null without such years.</param>
/// <param name="NullPersonYears">Those years.</param>
/// <param name="PerTrajectory">How each shape was found, in the order in which the participants' file names
/// them.</param>
/// <param name="MedianDelayCheckIns">Check-ins from onset to the alert, inclusive, median of everybody found whatever
/// their shape; null if nobody was.</param>
public sealed record Score(
    double? FalseAlarmsPerPersonYear,
    double NullPersonYears,
    IReadOnlyList<TrajectoryScore> PerTrajectory,
    double? MedianDelayCheckIns
)
{
    /// <summary>Days after onset within which an alert counts, weekly.</summary>
    public const double DefaultHorizonDays = 84;

    private const int FewestCheckInsAfterOnset = 4;
    private const double DaysPerYear = 365.25;

    /// <summary>Compares alerts with the truth. People without check-ins do not count, nor do people with fewer than
    /// four after onset.</summary>
    /// <param name="participants">What truly happened.</param>
    /// <param name="cohort">The check-ins that were assessed.</param>
    /// <param name="alerts">The alerts, in any order.</param>
    /// <param name="kinds">Kinds that count.</param>
    /// <param name="horizonDays">Days after onset within which an alert counts as found.</param>
    public static Score Of(
        IEnumerable<ParticipantTruth> participants,
        Cohort cohort,
        IEnumerable<ScoredAlert> alerts,
        IReadOnlySet<string> kinds,
        double horizonDays = DefaultHorizonDays
    )
    {
        ArgumentNullException.ThrowIfNull(participants);
        ArgumentNullException.ThrowIfNull(cohort);
        var alertsOf = alerts
            .Where(alert => kinds.Contains(alert.Kind))
            .ToLookup(alert => alert.ParticipantId, alert => alert.AtUtc.Ticks);
        var groups = new List<(string Name, List<int?> Delays)>();
        long nullTicks = 0;
        var falseAlarms = 0;

        foreach (var participant in participants)
        {
            var place = cohort.Find(participant.Id);
            if (place < 0)
                continue;
            var checkIns = cohort.SubmittedAt(place);
            if (checkIns.IsEmpty)
                continue;

            var theirs = alertsOf[participant.Id].Order().ToList();
            if (participant.OnsetDate is not { } onsetDate)
            {
                nullTicks += checkIns[^1] - checkIns[0];
                falseAlarms += theirs.Count;
                continue;
            }

            var onset = onsetDate.ToDateTime(TimeOnly.MinValue).Ticks;
            nullTicks += Math.Min(checkIns[^1], Math.Max(checkIns[0], onset)) - checkIns[0];
            falseAlarms += theirs.Count(at => at < onset);

            var before = 0;
            while (before < checkIns.Length && checkIns[before] < onset)
                before++;
            if (checkIns.Length - before < FewestCheckInsAfterOnset)
                continue;

            var horizon = onset + Days.Ticks(horizonDays);
            var found = theirs.FindIndex(at => at >= onset && at <= horizon);
            Group($"{participant.Truth}/{participant.Trajectory}")
                .Add(found < 0 ? null : CountUpTo(checkIns[before..], theirs[found]));
        }

        var years = Days.From(nullTicks) / DaysPerYear;
        return new Score(
            years > 0 ? falseAlarms / years : null,
            years,
            [.. groups.Select(group => TrajectoryScore.Of(group.Name, group.Delays))],
            TrajectoryScore.Median(groups.SelectMany(group => group.Delays))
        );

        List<int?> Group(string name)
        {
            var place = groups.FindIndex(group => group.Name == name);
            if (place >= 0)
                return groups[place].Delays;
            groups.Add((name, []));
            return groups[^1].Delays;
        }
    }

    /// <summary>The score of one shape.</summary>
    public TrajectoryScore? For(string trajectory) =>
        PerTrajectory.FirstOrDefault(score => score.Name.EndsWith($"/{trajectory}", StringComparison.Ordinal));

    private static int CountUpTo(ReadOnlySpan<long> ordered, long at)
    {
        var count = 0;
        while (count < ordered.Length && ordered[count] <= at)
            count++;
        return count;
    }
}

/// <summary>How one shape of trajectory was found.</summary>
/// <param name="Name">Truth and trajectory, such as "worsening/slow_worsening".</param>
/// <param name="Sensitivity">Share found within the horizon, 0 to 1.</param>
/// <param name="People">How many there were.</param>
/// <param name="MedianDelayCheckIns">Check-ins from onset to the alert, inclusive, median of those found; null if none
/// was.</param>
public sealed record TrajectoryScore(string Name, double Sensitivity, int People, double? MedianDelayCheckIns)
{
    internal static TrajectoryScore Of(string name, List<int?> delays) =>
        new(name, (double)delays.OfType<int>().Count() / delays.Count, delays.Count, Median(delays));

    internal static double? Median(IEnumerable<int?> delays)
    {
        var found = delays.OfType<int>().Order().ToList();
        return found.Count == 0 ? null : (found[(found.Count - 1) / 2] + found[found.Count / 2]) / 2.0;
    }
}
