namespace Wellbeing.App.Thresholds;

/// <summary>The published version that was read last: it never changes, and reading one takes longer than a
/// check-in's other reads together.</summary>
public sealed class ThresholdVersions
{
    private ThresholdSettings? _last;

    /// <param name="publishedAtUtc">A database that was restored may hold other thresholds under the same
    /// number.</param>
    public ThresholdSettings? Find(int version, DateTime publishedAtUtc) =>
        Volatile.Read(ref _last) is { } last && last.Version == version && last.PublishedAtUtc == publishedAtUtc
            ? last
            : null;

    public void Remember(ThresholdSettings version) => Volatile.Write(ref _last, version);
}
