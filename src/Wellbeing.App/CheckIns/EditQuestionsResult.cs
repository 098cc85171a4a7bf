namespace Wellbeing.App.CheckIns;

public abstract record EditQuestionsResult
{
    public sealed record Saved(string Key) : EditQuestionsResult;

    /// <summary>Somebody else changed the draft, published it or threw it away meanwhile.</summary>
    public sealed record ChangedMeanwhile : EditQuestionsResult;

    /// <summary>As many extra questions are asked as can be.</summary>
    public sealed record TooMany : EditQuestionsResult;

    /// <summary>There is no such question, or it is a core one, which always stays.</summary>
    public sealed record NotFound : EditQuestionsResult;

    /// <summary>Its number of choices cannot change once people have answered it.</summary>
    public sealed record ChoicesFixed(int Count) : EditQuestionsResult;
}
