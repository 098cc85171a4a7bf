namespace Wellbeing.Hosting.Settings;

/// <summary>Section <c>Jobs</c>: this server's part in the background work.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>False for a server that only answers requests.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How often the engine looks for due work, 1 to 60 seconds.</summary>
    public int EverySeconds { get; set; } = 15;
}
