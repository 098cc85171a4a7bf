namespace Wellbeing.App.Thresholds;

/// <summary>Section <c>Thresholds</c>: who may put new thresholds in force.</summary>
public sealed class ThresholdOptions
{
    public const string Section = "Thresholds";

    /// <summary>True: whoever wrote a draft, or changed it last, does not publish it; another administrator reads and
    /// publishes it.</summary>
    public bool SecondAdministrator { get; set; }
}
