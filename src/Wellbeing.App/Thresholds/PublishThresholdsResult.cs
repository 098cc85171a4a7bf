namespace Wellbeing.App.Thresholds;

public abstract record PublishThresholdsResult
{
    public sealed record Published(int Version) : PublishThresholdsResult;

    /// <summary>Somebody else published first: show theirs, keep what was typed.</summary>
    public sealed record Outdated(int InForce, string PublishedByName) : PublishThresholdsResult;

    /// <summary>Every value equals the version in force.</summary>
    public sealed record Unchanged : PublishThresholdsResult;

    /// <summary>Two administrators are asked for: one saves a draft, another publishes it.</summary>
    public sealed record NeedsSomebodyElse : PublishThresholdsResult;

    /// <summary>The draft was changed since it was read.</summary>
    public sealed record ChangedBy(string Name) : PublishThresholdsResult;

    /// <summary>The draft was published or thrown away meanwhile.</summary>
    public sealed record NotFound : PublishThresholdsResult;
}
