namespace Wellbeing.Hosting.Settings;

/// <summary>Section <c>Demo</c>: counts in Development only.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Makes the demo in an empty database. Unset: true where there is a demo, in Development.</summary>
    public bool? Seed { get; set; }

    /// <summary>The demo's own staff sign in with a password alone. Outside Development nothing starts with it. Unset:
    /// as the demo is.</summary>
    public bool? WithoutSecondFactor { get; set; }
}
