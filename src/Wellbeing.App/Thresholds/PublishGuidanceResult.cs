namespace Wellbeing.App.Thresholds;

public abstract record PublishGuidanceResult
{
    public sealed record Published(int Version) : PublishGuidanceResult;

    /// <summary>Somebody else published first: show theirs, keep what was typed.</summary>
    public sealed record Outdated(int InForce, string PublishedByName) : PublishGuidanceResult;

    /// <summary>Every value equals the version in force.</summary>
    public sealed record Unchanged : PublishGuidanceResult;

    /// <summary>Two administrators are asked for: one saves a draft, another publishes it.</summary>
    public sealed record NeedsSomebodyElse : PublishGuidanceResult;

    /// <summary>The draft was changed since it was read.</summary>
    public sealed record ChangedBy(string Name) : PublishGuidanceResult;

    /// <summary>The draft was published or thrown away meanwhile.</summary>
    public sealed record NotFound : PublishGuidanceResult;
}
