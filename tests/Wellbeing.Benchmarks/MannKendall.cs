namespace Wellbeing.Benchmarks;

/// <summary>The usual trend test on the last eight ratings, by hand: what an engine without a baseline would
/// run.</summary>
internal static class MannKendall
{
    private const int Window = 8;

    /// <summary>How many check-ins end a window that rises significantly (one-sided 5 %, with the correction for
    /// ties).</summary>
    public static int Rising(ReadOnlySpan<int> ratings)
    {
        var rising = 0;
        Span<int> ties = stackalloc int[11];
        for (var end = Window; end <= ratings.Length; end++)
        {
            var window = ratings.Slice(end - Window, Window);
            var s = 0;
            ties.Clear();
            for (var i = 0; i < Window; i++)
            {
                ties[window[i]]++;
                for (var j = i + 1; j < Window; j++)
                    s += Math.Sign(window[j] - window[i]);
            }

            double variance = Window * (Window - 1) * (2 * Window + 5);
            foreach (var t in ties)
                variance -= t * (t - 1) * (2 * t + 5);
            if (s > 0 && (s - 1) / Math.Sqrt(variance / 18) > 1.645)
                rising++;
        }

        return rising;
    }
}
