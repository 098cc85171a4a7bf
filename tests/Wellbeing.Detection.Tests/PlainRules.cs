namespace Wellbeing.Detection.Tests;

/// <summary>
/// The rules once more, written from the guidance as plainly as can be: lists, LINQ, everything from scratch at every
/// check-in. Slow, and the engine must agree with it.
/// </summary>
internal static class PlainRules
{
    public readonly record struct Hit(Rule Rule, DateTime AtUtc, int Index, double Statistic);

    public static List<Hit> Replay(Series series, DetectionSettings settings, DateTime? asOf = null) =>
        Walk(series, settings, asOf, every: false);

    public static List<Hit> Hits(Series series, DetectionSettings settings) =>
        [.. Walk(series, settings, null, every: true).Where(hit => hit.Rule != Rule.Silence)];

    private static List<Hit> Walk(Series series, DetectionSettings settings, DateTime? asOf, bool every)
    {
        var observations = series.Observations.Where(o => asOf is null || o.AtUtc <= asOf).ToList();
        var cooldown = TimeSpan.FromDays(settings.Episodes.For(series.Cadence).CooldownDays);
        var quiet = TimeSpan.FromDays(settings.Acute.For(series.Cadence).QuietDays);
        var silence = settings.Silence.For(series.Cadence);
        var hits = new List<Hit>();

        for (var i = 0; i < observations.Count; i++)
        {
            var (at, intensity) = (observations[i].AtUtc, observations[i].Intensity);
            var past = observations.Take(i + 1).ToList();
            if (observations[i].ContactMe)
                hits.Add(new(Rule.ContactRequested, at, i, 0));
            if (intensity is { } y)
            {
                var acute = settings.Acute.For(series.Cadence).MinimumIntensity;
                if (y >= acute && (every || !past.SkipLast(1).Any(o => o.Intensity >= acute && at - o.AtUtc < quiet)))
                    hits.Add(new(Rule.Acute, at, i, 0));

                var persistent = settings.Persistent.For(series.Cadence);
                var lasting = Persistent(past, persistent);
                if (
                    lasting == Rule.Persistent
                    && persistent.RequireTwoConsecutive
                    && !PersistentTheRatedDayBefore(past, persistent)
                )
                    lasting = null;
                if (lasting is { } rule && (every || !IsOpen(Rule.Persistent, at)))
                    hits.Add(new(rule, at, i, 0));

                var scored = Worsening(past, series.Restarts, settings.Worsening.For(series.Cadence));
                var required = settings.Worsening.For(series.Cadence).RequireTwoConsecutive ? 2 : 1;
                if (scored.TakeLast(required).Count(s => s.Hit) == required && (every || !IsOpen(Rule.Worsening, at)))
                    hits.Add(new(Rule.Worsening, at, i, scored[^1].Statistic));
            }

            var last = past.LastOrDefault(o => o.Intensity is not null).Intensity;
            var worrying =
                last >= silence.MinimumIntensity
                || IsOpen(Rule.Acute, at)
                || IsOpen(Rule.Persistent, at)
                || IsOpen(Rule.Worsening, at);
            var due = at.AddDays(silence.AfterDays);
            var quietUntil =
                i + 1 < observations.Count ? observations[i + 1].AtUtc : asOf?.AddTicks(1) ?? DateTime.MinValue;
            if (worrying && due < quietUntil && !IsOpen(Rule.Silence, due))
                hits.Add(new(Rule.Silence, due, i, 0));
        }

        return hits;

        static Rule Family(Rule rule) =>
            rule is Rule.PersistentImpactUnknown or Rule.PersistentReported ? Rule.Persistent : rule;

        bool IsOpen(Rule rule, DateTime at) =>
            hits.Any(hit =>
                Family(hit.Rule) == rule
                && at - hit.AtUtc < cooldown
                && !(rule == Rule.Worsening && series.Restarts.Any(restart => restart > hit.AtUtc && restart <= at))
            );
    }

    private static List<Observation> LastOfEachDay(IEnumerable<Observation> rated) =>
        [.. rated.GroupBy(o => DateOnly.FromDateTime(o.AtUtc)).Select(day => day.Last())];

    private static bool PersistentTheRatedDayBefore(List<Observation> past, PersistentSettings settings)
    {
        var today = DateOnly.FromDateTime(past[^1].AtUtc);
        var before = past.Where(o => o.Intensity is not null && DateOnly.FromDateTime(o.AtUtc) < today).ToList();
        return before.Count > 0 && Persistent(before, settings) == Rule.Persistent;
    }

    private static Rule? Persistent(List<Observation> past, PersistentSettings settings)
    {
        var days = (
            settings.ByElapsedDays
                ? WorstOfEachDay(past.Where(o => o.Intensity is not null))
                : LastOfEachDay(past.Where(o => o.Intensity is not null))
        )
            .AsEnumerable()
            .Reverse()
            .ToList();
        if (days[0].Intensity < settings.MinimumIntensity)
            return null;
        var gaps = days.Zip(days.Skip(1), (later, earlier) => later.AtUtc - earlier.AtUtc).ToList();
        var longest = TimeSpan.FromDays(settings.MaximumGapDays);
        var usable = settings.ByElapsedDays
            ? days.TakeWhile(day => days[0].AtUtc - day.AtUtc <= TimeSpan.FromDays(settings.MemoryDays)).Count()
            : 1 + gaps.TakeWhile(gap => gap <= longest).Count();

        // How many days back until it spans so long; 0 for never.
        var two = Enumerable
            .Range(1, usable)
            .FirstOrDefault(n =>
                Span(n) >= TimeSpan.FromDays(settings.MinimumSpanDays)
                && (n >= settings.MinimumCheckIns || !settings.ByElapsedDays)
            );
        var three =
            two == 0 || settings.UnknownImpactDays == 0
                ? 0
                : Enumerable
                    .Range(two, usable - two + 1)
                    .FirstOrDefault(n =>
                        Span(n) >= TimeSpan.FromDays(settings.UnknownImpactDays) && n >= settings.MinimumCheckIns
                    );

        if (two > 0 && Holds(two))
            return Rule.Persistent;
        if (three > 0 && Lacks(two) && Holds(three))
            return Rule.Persistent;
        if (
            three > 0
            && Share(three, settings.MinimumIntensity + settings.UnknownImpactMargin) >= settings.MinimumShare
            && Lacks(three)
            && !Unaffected(three)
        )
            return Rule.PersistentImpactUnknown;

        var seen =
            three > 0 ? three
            : two > 0 && settings.UnknownImpactDays == 0 ? two
            : usable;
        var strong = days.Take(seen).TakeWhile(day => day.Intensity >= settings.MinimumIntensity).ToList();
        var already = strong.FirstOrDefault(day => day.Duration is not null).Duration switch
        {
            PerceivedDuration.Longer => TimeSpan.FromDays(14),
            PerceivedDuration.OneOrTwoWeeks => TimeSpan.FromDays(7),
            _ => TimeSpan.Zero,
        };
        return
            settings.TrustsDuration
            && already > TimeSpan.Zero
            && Span(strong.Count) + already >= TimeSpan.FromDays(settings.MinimumSpanDays)
            && !Unaffected(seen)
            ? Rule.PersistentReported
            : null;

        // A gap that is too long to tell proves nothing.
        TimeSpan Span(int n) =>
            gaps.Take(n - 1).Where(gap => gap <= longest).Aggregate(TimeSpan.Zero, (sum, gap) => sum + gap);

        double Share(int n, int from) => (double)days.Take(n).Count(day => day.Intensity >= Math.Min(from, 10)) / n;

        List<int> Known(int n) =>
            [.. days.Take(n).Where(day => day.Functioning is not null).Select(day => day.Functioning!.Value)];

        bool Lacks(int n) => Known(n).Count < Math.Max(settings.MinimumFunctioningAnswers, n / 2.0);

        bool Unaffected(int n) => Known(n) is [var latest, ..] && latest < settings.MinimumFunctioning;

        bool Holds(int n) =>
            n >= settings.MinimumCheckIns
            && Share(n, settings.MinimumIntensity) >= settings.MinimumShare
            && !Lacks(n)
            && Median(Known(n)) >= settings.MinimumFunctioning
            && Known(n)[0] >= settings.MinimumFunctioning;
    }

    private static List<Observation> WorstOfEachDay(IEnumerable<Observation> rated) =>
        [
            .. rated
                .GroupBy(o => DateOnly.FromDateTime(o.AtUtc))
                .Select(day =>
                    day.Last() with
                    {
                        Intensity = day.Max(o => o.Intensity),
                        Functioning = day.Max(o => o.Functioning),
                        Duration = day.Max(o => o.Duration),
                    }
                ),
        ];

    private static List<(bool Hit, double Statistic)> Worsening(
        List<Observation> past,
        IReadOnlyList<DateTime> restarts,
        WorseningSettings settings
    )
    {
        var rated = past.Where(o => o.Intensity is not null).ToList();
        for (var i = rated.Count - 1; i > 0; i--)
        {
            var gap = rated[i].AtUtc - rated[i - 1].AtUtc > TimeSpan.FromDays(settings.RestartAfterGapDays);
            if (!gap && !restarts.Any(r => r > rated[i - 1].AtUtc && r <= rated[i].AtUtc))
                continue;
            rated = rated[i..];
            break;
        }

        var ratings = LastOfEachDay(rated).Select(o => o.Intensity!.Value).ToList();
        List<int> history = [],
            held = [];
        var results = new List<(bool, double)>();
        double s = 0;
        for (var i = 0; i < ratings.Count; i++)
        {
            var y = ratings[i];
            var baseline = history.TakeLast(settings.BaselineCheckIns).ToList();
            var hit = false;
            if (baseline.Count >= settings.MinimumBaseline)
            {
                var weights = baseline
                    .Select((_, age) => Math.Pow(settings.Forgetting, baseline.Count - 1 - age))
                    .ToList();
                var n = Math.Pow(weights.Sum(), 2) / weights.Sum(w => w * w);
                var m = baseline[^1] + baseline.Zip(weights, (x, w) => w * (x - baseline[^1])).Sum() / weights.Sum();
                var spread = baseline.Zip(weights, (x, w) => w * Math.Pow(x - m, 2)).Sum() / weights.Sum() * n;
                var known = n - 1;
                if (settings.StepsAsVariability)
                {
                    var steps = baseline
                        .Zip(baseline.Skip(1), (older, newer) => Math.Pow(newer - older, 2) / 2)
                        .ToList();
                    var stepWeights = weights.Skip(1).ToList();
                    known = Math.Pow(stepWeights.Sum(), 2) / stepWeights.Sum(w => w * w);
                    spread = steps.Zip(stepWeights, (step, w) => w * step).Sum() / stepWeights.Sum() * known;
                }

                var d = settings.PriorWeight + known;
                var v = (settings.PriorWeight * Math.Pow(settings.PriorDeviation, 2) + spread) / d;
                var t = (y - m) / Math.Sqrt(v * (n + 1) / n);
                var u = Math.Sign(t) * (8 * d + 1) / (8 * d + 3) * Math.Sqrt(d * Math.Log(1 + t * t / d));
                s = Math.Max(0, s + Math.Clamp(u, -settings.Clip, settings.Clip) - settings.Allowance);
                hit =
                    s >= settings.Threshold
                    && y >= settings.MinimumIntensity
                    && (y + ratings[i - 1]) / 2.0 - m >= settings.MinimumRise
                    && ratings
                        .Take(i + 1)
                        .TakeLast(settings.SustainedCheckIns)
                        .All(x => x >= m + settings.SustainedRise * Math.Sqrt(v));
            }

            results.Add((hit, s));
            held.Add(y);
            var waiting =
                settings.Freeze && s > 0
                    ? Math.Max(settings.HoldCheckIns, settings.SettleCheckIns)
                    : settings.SettleCheckIns;
            history.AddRange(held.SkipLast(waiting));
            held = [.. held.TakeLast(waiting)];
        }

        return results;
    }

    private static double Median(List<int> values)
    {
        if (values.Count == 0)
            return double.NaN;
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
    }
}
