using Wellbeing.Detection;

namespace Wellbeing.Detection.Tests;

/// <summary>
/// The rules once more, written from the guidance as plainly as can be: lists, LINQ, everything from scratch at every
/// check-in. Slow, and the engine must agree with it.
/// </summary>
internal static class PlainRules
{
    public readonly record struct Hit(Rule Rule, DateTime AtUtc, int Index, double Statistic);

    public static List<Hit> Replay(Series series, DetectionSettings settings, DateTime? asOf = null)
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
            if (observations[i].ContactMe) hits.Add(new(Rule.ContactRequested, at, i, 0));
            if (intensity is { } y)
            {
                var acute = settings.Acute.For(series.Cadence).MinimumIntensity;
                if (y >= acute && !past.SkipLast(1).Any(o => o.Intensity >= acute && at - o.AtUtc < quiet))
                    hits.Add(new(Rule.Acute, at, i, 0));

                var persistent = settings.Persistent.For(series.Cadence);
                if (Persistent(past, persistent) && (!persistent.RequireTwoConsecutive || PersistentTheRatedDayBefore(past, persistent)) && !IsOpen(Rule.Persistent, at))
                    hits.Add(new(Rule.Persistent, at, i, 0));

                var scored = Worsening(past, series.Restarts, settings.Worsening.For(series.Cadence));
                var required = settings.Worsening.For(series.Cadence).RequireTwoConsecutive ? 2 : 1;
                if (scored.TakeLast(required).Count(s => s.Hit) == required && !IsOpen(Rule.Worsening, at))
                    hits.Add(new(Rule.Worsening, at, i, scored[^1].Statistic));
            }

            var last = past.LastOrDefault(o => o.Intensity is not null).Intensity;
            var worrying = last >= silence.MinimumIntensity || IsOpen(Rule.Acute, at) || IsOpen(Rule.Persistent, at) || IsOpen(Rule.Worsening, at);
            var due = at.AddDays(silence.AfterDays);
            var quietUntil = i + 1 < observations.Count ? observations[i + 1].AtUtc : asOf?.AddTicks(1) ?? DateTime.MinValue;
            if (worrying && due < quietUntil && !IsOpen(Rule.Silence, due)) hits.Add(new(Rule.Silence, due, i, 0));
        }

        return hits;

        bool IsOpen(Rule rule, DateTime at) => hits.Any(hit =>
            hit.Rule == rule && at - hit.AtUtc < cooldown
            && !(rule == Rule.Worsening && series.Restarts.Any(restart => restart > hit.AtUtc && restart <= at)));
    }

    private static List<Observation> LastOfEachDay(IEnumerable<Observation> rated) =>
        [.. rated.GroupBy(o => DateOnly.FromDateTime(o.AtUtc)).Select(day => day.Last())];

    private static bool PersistentTheRatedDayBefore(List<Observation> past, PersistentSettings settings)
    {
        var today = DateOnly.FromDateTime(past[^1].AtUtc);
        var before = past.Where(o => o.Intensity is not null && DateOnly.FromDateTime(o.AtUtc) < today).ToList();
        return before.Count > 0 && Persistent(before, settings);
    }

    private static bool Persistent(List<Observation> past, PersistentSettings settings)
    {
        var days = LastOfEachDay(past.Where(o => o.Intensity is not null));
        days.Reverse();
        var window = new List<Observation> { days[0] };
        foreach (var earlier in days.Skip(1))
        {
            if (days[0].AtUtc - window[^1].AtUtc >= TimeSpan.FromDays(settings.MinimumSpanDays)) break;
            if (window[^1].AtUtc - earlier.AtUtc > TimeSpan.FromDays(settings.MaximumGapDays)) break;
            window.Add(earlier);
        }

        var known = window.Where(o => o.Functioning is not null).Select(o => o.Functioning!.Value).ToList();
        return window[0].AtUtc - window[^1].AtUtc >= TimeSpan.FromDays(settings.MinimumSpanDays)
            && window.Count >= settings.MinimumCheckIns
            && window[0].Intensity >= settings.MinimumIntensity
            && (double)window.Count(o => o.Intensity >= settings.MinimumIntensity) / window.Count >= settings.MinimumShare
            && known.Count >= Math.Max(settings.MinimumFunctioningAnswers, window.Count / 2.0)
            && Median(known) >= settings.MinimumFunctioning
            && known[0] >= settings.MinimumFunctioning;
    }

    private static List<(bool Hit, double Statistic)> Worsening(List<Observation> past, IReadOnlyList<DateTime> restarts, WorseningSettings settings)
    {
        var rated = past.Where(o => o.Intensity is not null).ToList();
        for (var i = rated.Count - 1; i > 0; i--)
        {
            var gap = rated[i].AtUtc - rated[i - 1].AtUtc > TimeSpan.FromDays(settings.RestartAfterGapDays);
            if (!gap && !restarts.Any(r => r > rated[i - 1].AtUtc && r <= rated[i].AtUtc)) continue;
            rated = rated[i..];
            break;
        }

        var ratings = LastOfEachDay(rated).Select(o => o.Intensity!.Value).ToList();
        List<int> history = [], held = [];
        var results = new List<(bool, double)>();
        double s = 0;
        for (var i = 0; i < ratings.Count; i++)
        {
            var y = ratings[i];
            var baseline = history.TakeLast(settings.BaselineCheckIns).ToList();
            var hit = false;
            if (baseline.Count >= settings.MinimumBaseline)
            {
                var weights = baseline.Select((_, age) => Math.Pow(settings.Forgetting, baseline.Count - 1 - age)).ToList();
                var n = Math.Pow(weights.Sum(), 2) / weights.Sum(w => w * w);
                var m = baseline[^1] + baseline.Zip(weights, (x, w) => w * (x - baseline[^1])).Sum() / weights.Sum();
                var spread = baseline.Zip(weights, (x, w) => w * Math.Pow(x - m, 2)).Sum() / weights.Sum() * n;
                var known = n - 1;
                if (settings.StepsAsVariability)
                {
                    var steps = baseline.Zip(baseline.Skip(1), (older, newer) => Math.Pow(newer - older, 2) / 2).ToList();
                    var stepWeights = weights.Skip(1).ToList();
                    known = Math.Pow(stepWeights.Sum(), 2) / stepWeights.Sum(w => w * w);
                    spread = steps.Zip(stepWeights, (step, w) => w * step).Sum() / stepWeights.Sum() * known;
                }

                var d = settings.PriorWeight + known;
                var v = (settings.PriorWeight * Math.Pow(settings.PriorDeviation, 2) + spread) / d;
                var t = (y - m) / Math.Sqrt(v * (n + 1) / n);
                var u = Math.Sign(t) * (8 * d + 1) / (8 * d + 3) * Math.Sqrt(d * Math.Log(1 + t * t / d));
                s = Math.Max(0, s + Math.Clamp(u, -settings.Clip, settings.Clip) - settings.Allowance);
                hit = s >= settings.Threshold && y >= settings.MinimumIntensity && (y + ratings[i - 1]) / 2.0 - m >= settings.MinimumRise
                    && ratings.Take(i + 1).TakeLast(settings.SustainedCheckIns).All(x => x >= m + settings.SustainedRise * Math.Sqrt(v));
            }

            results.Add((hit, s));
            held.Add(y);
            var waiting = settings.Freeze && s > 0 ? Math.Max(settings.HoldCheckIns, settings.SettleCheckIns) : settings.SettleCheckIns;
            history.AddRange(held.SkipLast(waiting));
            held = [.. held.TakeLast(waiting)];
        }

        return results;
    }

    private static double Median(List<int> values)
    {
        if (values.Count == 0) return double.NaN;
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
    }
}
