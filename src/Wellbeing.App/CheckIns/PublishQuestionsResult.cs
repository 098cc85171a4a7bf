namespace Wellbeing.App.CheckIns;

public abstract record PublishQuestionsResult
{
    public sealed record Published(int Version) : PublishQuestionsResult;

    public sealed record Discarded : PublishQuestionsResult;

    /// <summary>Somebody else changed the draft, published it or threw it away meanwhile.</summary>
    public sealed record ChangedMeanwhile : PublishQuestionsResult;
}
