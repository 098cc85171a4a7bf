namespace Wellbeing.App.Flags;

public abstract record ChangeSupportResult
{
    public sealed record Changed : ChangeSupportResult;

    /// <summary>Somebody else changed it meanwhile.</summary>
    public sealed record ChangedBy(string Name) : ChangeSupportResult;
}
