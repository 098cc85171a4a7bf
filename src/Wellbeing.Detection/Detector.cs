using System.Buffers;

namespace Wellbeing.Detection;

/// <summary>
/// Says what a series of check-ins means. Pure: no clock, no memory between calls, and no answer later than a finding's
/// moment is used for it, so assessing check-ins one at a time gives what a replay of the whole gives.
/// </summary>
public static class Detector
{
    /// <summary>
    /// What is true at the last check-in: every rule that holds there, however often it was found before. Whether
    /// somebody is told again is the application's to decide.
    /// </summary>
    /// <param name="series">Everything known of the person, the check-in to assess last.</param>
    /// <param name="settings">The settings in force.</param>
    /// <returns>At most one finding a rule, gravest rule of the settings first. Silence is never among them: see
    /// <see cref="AssessSilence"/>.</returns>
    public static IReadOnlyList<Finding> Assess(Series series, DetectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(settings);
        var last = series.Observations.Count - 1;
        return
        [
            .. Walk(series, settings, long.MaxValue, Reporting.EveryHit, last)
                .Where(finding => finding.ObservationIndex == last)
                .OrderByDescending(finding => finding.Severity),
        ];
    }

    /// <summary>
    /// What is true of each check-in, in the order of time: what <see cref="Assess"/> says of them one after the other,
    /// as they would be assessed now. Silence is never among it.
    /// </summary>
    /// <param name="series">Everything known of the person.</param>
    /// <param name="settings">The settings in force.</param>
    public static IReadOnlyList<Finding> Hits(Series series, DetectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(settings);
        return
        [
            .. Walk(series, settings, long.MaxValue, Reporting.EveryHit).Where(finding => finding.Rule != Rule.Silence),
        ];
    }

    /// <summary>The silence that runs since the last check-in, once it is due.</summary>
    /// <param name="series">Everything known of the person; check-ins after <paramref name="nowUtc"/> are not
    /// read.</param>
    /// <param name="nowUtc">The present instant, in UTC.</param>
    /// <param name="settings">The settings in force.</param>
    /// <param name="after">What the person said besides ratings: their silence counts as it does after a raised
    /// one.</param>
    /// <returns>
    /// Null while nothing is due. The same finding, dated when it fell due, on every later call until the next
    /// check-in: its rule and instant tell that it is the same.
    /// </returns>
    public static Finding? AssessSilence(
        Series series,
        DateTime nowUtc,
        DetectionSettings settings,
        SilenceAfter? after = null
    )
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(settings);
        RefuseLocal(nowUtc, nameof(nowUtc));
        var last = -1;
        while (last + 1 < series.Observations.Count && series.Observations[last + 1].AtUtc <= nowUtc)
            last++;
        var found = Walk(series, settings, nowUtc.Ticks, Reporting.Episodes)
            .Find(finding => finding.Rule == Rule.Silence && finding.ObservationIndex == last);
        if (found is not null || after is null || last < 0)
            return found;
        var days = settings.Silence.For(series.Cadence).AfterDays;
        var (said, due) = (series.Observations[last], series.Observations[last].AtUtc.AddTicks(Days.Ticks(days)));
        return due > nowUtc
            ? null
            : new Finding(
                Rule.Silence,
                settings.Severities.For(Rule.Silence),
                due,
                last,
                new SilenceEvidence(
                    days,
                    series.Observations.Take(last + 1).Select(o => o.Intensity).LastOrDefault(i => i is not null),
                    AfterFinding: false,
                    DateOnly.FromDayNumber(said.DayNumber)
                )
                {
                    After = after,
                }
            );
    }

    /// <summary>
    /// The episodes of a series, in the order in which they became known: within the cool-down further hits of a rule
    /// belong to the one already counted, and an acute rating counts once in its quiet days. How a back-test counts;
    /// nothing is hidden by it.
    /// </summary>
    /// <param name="series">Everything known of the person.</param>
    /// <param name="settings">The settings to replay under.</param>
    /// <param name="asOfUtc">
    /// Where given, things as they stood at this instant (UTC): later check-ins are not read, and a silence that still
    /// ran is found if it was due. Without it a silence is found only where a later check-in shows that it is over.
    /// </param>
    public static IReadOnlyList<Finding> Replay(Series series, DetectionSettings settings, DateTime? asOfUtc = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(settings);
        if (asOfUtc is { } instant)
            RefuseLocal(instant, nameof(asOfUtc));
        return Walk(series, settings, asOfUtc?.Ticks ?? long.MaxValue, Reporting.Episodes);
    }

    /// <summary>
    /// Whether the next check-in does well to ask how daily life is before anything else: feelings are strong, and too
    /// few answers say how daily life is.
    /// </summary>
    /// <param name="series">Everything known of the person.</param>
    /// <param name="settings">The settings in force.</param>
    public static bool WantsFunctioning(Series series, DetectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(settings);
        return WithColumns(
            series,
            (in Columns columns) =>
            {
                var last = columns.Intensity.Length - 1;
                while (last >= 0 && columns.Intensity[last] == Columns.Skipped)
                    last--;
                if (last < 0)
                    return false;
                var constants = settings.Persistent.For(series.Cadence);
                var rule = new PersistentRule(constants);
                rule.Use(
                    Assessment
                        .Own(columns.Personal, columns.At[last], settings.Worsening.For(series.Cadence), constants)
                        .Lasting
                );
                var before = last - 1;
                while (before >= 0 && columns.Intensity[before] == Columns.Skipped)
                    before--;
                rule.Step(columns, last, sameDay: before >= 0 && columns.Day[before] == columns.Day[last]);
                return rule.WantsFunctioning;
            }
        );
    }

    /// <summary>What each rating was measured against: the person's usual level at that check-in, oldest
    /// first.</summary>
    /// <returns>Nothing for check-ins without a rating, and none while a usual level is still being learned.</returns>
    public static IReadOnlyList<UsualLevel> UsualLevels(Series series, DetectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(settings);
        var constants = RuleSet.For(series.Cadence, settings).Worsening;
        Span<sbyte> baseline = stackalloc sbyte[constants.BaselineCheckIns];
        Span<sbyte> held = stackalloc sbyte[WorseningRule.Room(constants)];
        var rule = new WorseningRule(constants, baseline, held);
        var levels = new List<UsualLevel>();
        var (restart, ratedDay) = (0, int.MinValue);
        foreach (var observation in series.Observations)
        {
            while (restart < series.Restarts.Count && series.Restarts[restart] <= observation.AtUtc)
            {
                rule.Restart();
                restart++;
            }

            if (observation.Intensity is not { } intensity)
                continue;
            rule.Step(intensity, observation.AtUtc.Ticks, observation.DayNumber == ratedDay);
            ratedDay = observation.DayNumber;
            if (rule.BaselineCount >= constants.MinimumBaseline)
                levels.Add(new UsualLevel(observation.AtUtc, rule.Baseline));
        }

        return levels;
    }

    private static void RefuseLocal(DateTime instant, string name)
    {
        if (instant.Kind == DateTimeKind.Local)
            throw new ArgumentException("An instant is in UTC, not local time.", name);
    }

    private static List<Finding> Walk(
        Series series,
        DetectionSettings settings,
        long asOf,
        Reporting reporting,
        int from = 0
    ) =>
        WithColumns(
            series,
            (in Columns columns) =>
            {
                var found = new FindingCollector(series.Cadence, settings, Math.Max(from, 0));
                Assessment.Run(columns, RuleSet.For(series.Cadence, settings), asOf, ref found, reporting);
                return found.Findings;
            }
        );

    private delegate T Reading<T>(in Columns columns);

    private static T WithColumns<T>(Series series, Reading<T> read)
    {
        var count = series.Observations.Count;
        var at = ArrayPool<long>.Shared.Rent(count);
        var day = ArrayPool<int>.Shared.Rent(count);
        var answers = ArrayPool<sbyte>.Shared.Rent(4 * count);
        var contactMe = ArrayPool<bool>.Shared.Rent(count);
        try
        {
            var intensity = answers.AsSpan(0, count);
            var functioning = answers.AsSpan(count, count);
            var change = answers.AsSpan(2 * count, count);
            var duration = answers.AsSpan(3 * count, count);
            for (var i = 0; i < count; i++)
            {
                var observation = series.Observations[i];
                at[i] = observation.AtUtc.Ticks;
                day[i] = observation.DayNumber;
                intensity[i] = (sbyte?)observation.Intensity ?? Columns.Skipped;
                functioning[i] = (sbyte?)observation.Functioning ?? Columns.Skipped;
                change[i] = (sbyte?)observation.Change ?? Columns.Skipped;
                duration[i] = (sbyte?)observation.Duration ?? Columns.Skipped;
                contactMe[i] = observation.ContactMe;
            }

            long[] restarts = [.. series.Restarts.Select(restart => restart.Ticks)];
            var columns = new Columns(
                at.AsSpan(0, count),
                day.AsSpan(0, count),
                intensity,
                functioning,
                contactMe.AsSpan(0, count),
                change,
                duration,
                restarts,
                series.LevelAtDiagnosis,
                series.PersonalSpan
            );
            return read(columns);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(at);
            ArrayPool<int>.Shared.Return(day);
            ArrayPool<sbyte>.Shared.Return(answers);
            ArrayPool<bool>.Shared.Return(contactMe);
        }
    }
}
