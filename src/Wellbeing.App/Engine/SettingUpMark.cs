namespace Wellbeing.App.Engine;

/// <summary>What an organisation sets up before the first person checks in, in the order in which it is
/// shown.</summary>
public enum SetUpStep
{
    WhoWeAre,
    Numbers,
    Mail,
    Safekeeping,
    Hours,
    Holidays,
    Nurses,
    OnCall,
    WhoIsTold,
    Thresholds,
    Languages,
    FirstPeople,

    /// <summary>All of it: the administrators' home shows what needs attention from then on.</summary>
    Whole,
}

/// <summary>An administrator says that a step is right as it is, or that all of it is done. Never taken back by the
/// product.</summary>
public sealed class SettingUpMark
{
    public SetUpStep Step { get; init; }
    public DateTime AtUtc { get; init; }
    public Guid? By { get; init; }
    public required string ByName { get; init; }
}
