namespace Wellbeing.Detection.Replay;

/// <summary>
/// The shapes that simulated people follow: what truly happens to them, hidden behind noisy ratings. Levels are in
/// points, times in check-in periods (days when asked daily, weeks when asked weekly).
/// </summary>
internal enum Trajectory
{
    StableLow,
    StableModerate,
    TransientSpike,
    Fluctuating,
    FloorRater,
    HeapingRater,
    CeilingNoImpact,
    PersistentNoImpact,
    Improving,
    PersistentImpact,
    PersistentImpactLate,
    SlowWorsening,
    StepWorsening,
    WorseningRecovering,
    ImproveThenWorsen,
}

/// <summary>How trajectories are named in files and what is true of them.</summary>
internal static class Trajectories
{
    public const string Worsening = "worsening";
    public const string Persistent = "persistent";

    public static IReadOnlyList<Trajectory> All { get; } = Enum.GetValues<Trajectory>();

    /// <summary>
    /// Whom "a steady person" means: nothing happens to them, and their level leaves room to rise. People who always
    /// answer 0 or 10 hardly ever trigger anything and would flatter the figure.
    /// </summary>
    public static IReadOnlyList<Trajectory> Steady { get; } = [Trajectory.StableLow, Trajectory.StableModerate];

    public static string Truth(Trajectory trajectory) =>
        trajectory switch
        {
            Trajectory.PersistentImpact or Trajectory.PersistentImpactLate => Persistent,
            Trajectory.SlowWorsening
            or Trajectory.StepWorsening
            or Trajectory.WorseningRecovering
            or Trajectory.ImproveThenWorsen => Worsening,
            _ => ParticipantTruth.None,
        };

    /// <summary>In snake case, as the cohort's files have it.</summary>
    public static string Name(Trajectory trajectory) =>
        string.Concat(
            trajectory
                .ToString()
                .Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "_" : "")}{char.ToLowerInvariant(c)}" : c.ToString())
        );
}
