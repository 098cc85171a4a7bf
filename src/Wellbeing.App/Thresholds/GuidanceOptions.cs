namespace Wellbeing.App.Thresholds;

/// <summary>Section <c>Guidance</c>: who may put new thresholds in force.</summary>
public sealed class GuidanceOptions
{
    public const string Section = "Guidance";

    /// <summary>True: whoever wrote a draft, or changed it last, does not publish it; another administrator reads and
    /// publishes it.</summary>
    public bool SecondAdministrator { get; set; }
}
