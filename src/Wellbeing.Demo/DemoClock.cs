namespace Wellbeing.Demo;

/// <summary>The time while the demo is made: set by hand, and never turned back.</summary>
internal sealed class DemoClock(DateTime beginsUtc) : TimeProvider
{
    public DateTime NowUtc
    {
        get;
        set => field = value > field ? value : field;
    } = beginsUtc;

    public override DateTimeOffset GetUtcNow() => new(NowUtc);
}
