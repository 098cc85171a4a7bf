namespace Wellbeing.Detection;

/// <summary>
/// The published settings. Weekly and daily are those of the detection guidance; fortnightly and monthly are derived from
/// weekly by the days that pass between check-ins and were only ever judged by simulation (docs/detection.md).
/// The calibration tables are what `wellbeing calibrate` prints for seed 1; a test computes them again.
/// </summary>
internal static class Profiles
{
    private static readonly PerCadence<WorseningSettings> BalancedWorsening = new(
        Daily: new() { BaselineCheckIns = 28, Threshold = 5.0, MinimumRise = 2.5 },
        Weekly: new(),
        Fortnightly: new(),
        Monthly: new() { RestartAfterGapDays = 120 });

    private static readonly PerCadence<WorseningSettings> StrictWorsening = new(
        Daily: new() { BaselineCheckIns = 28, Threshold = 6.5, MinimumRise = 2.5 },
        Weekly: new() { Freeze = false, Allowance = 0.5, Threshold = 3.5 },
        Fortnightly: new() { Freeze = false, Allowance = 0.5, Threshold = 3.5 },
        Monthly: new() { Freeze = false, Allowance = 0.5, Threshold = 3.5, RestartAfterGapDays = 120 });

    private static readonly PerCadence<WorseningSettings> RefinedWorsening = new(
        Daily: Refine(BalancedWorsening.Daily),
        Weekly: RefineWithForgetting(BalancedWorsening.Weekly),
        Fortnightly: RefineWithForgetting(BalancedWorsening.Fortnightly),
        Monthly: RefineWithForgetting(BalancedWorsening.Monthly));

    public static DetectionSettings Balanced { get; } = new()
    {
        Worsening = BalancedWorsening,
        Persistent = new(
            Daily: new() { MinimumCheckIns = 5, MaximumGapDays = 5, MinimumShare = 0.7 },
            Weekly: new(),

            // Two answers a fortnight or a month apart are all that "two weeks" can hold; both must be strong.
            Fortnightly: new() { MinimumCheckIns = 2, MaximumGapDays = 30 },
            Monthly: new() { MinimumCheckIns = 2, MaximumGapDays = 45 }),
        Acute = new(new(), new(), new(), new()),
        Silence = new(
            Daily: new() { AfterDays = 4 },
            Weekly: new(),
            Fortnightly: new() { AfterDays = 22 },
            Monthly: new() { AfterDays = 45 }),
        Episodes = new(
            Daily: new() { CooldownDays = 14 },
            Weekly: new(),
            Fortnightly: new() { CooldownDays = 42 },
            Monthly: new() { CooldownDays = 90 }),
        Calibration = new(
            Daily: new(BalancedWorsening.Daily, [new(5, 30), new(5.5, 44), new(6, 65), new(6.5, 100)]),
            Weekly: new(BalancedWorsening.Weekly, [new(3, 10), new(3.5, 14), new(4, 22), new(4.5, 31), new(5, 46), new(5.5, 68), new(6, 93), new(7, 100)]),
            Fortnightly: new(BalancedWorsening.Fortnightly, [new(3, 18), new(3.5, 26), new(4, 40), new(4.5, 55), new(5, 78), new(5.5, 100)]),
            Monthly: new(BalancedWorsening.Monthly, [new(3, 36), new(3.5, 52), new(4, 78), new(4.5, 100)])),
    };

    public static DetectionSettings Strict { get; } = Balanced with
    {
        Worsening = StrictWorsening,
        Calibration = new(
            Daily: new(StrictWorsening.Daily, [new(6.5, 100)]),
            Weekly: new(StrictWorsening.Weekly, [new(3.5, 37), new(4, 70), new(4.5, 100)]),
            Fortnightly: new(StrictWorsening.Fortnightly, [new(3.5, 71), new(4, 100)]),
            Monthly: new(StrictWorsening.Monthly, [new(3.5, 100)])),
    };

    public static DetectionSettings Refined { get; } = Balanced with
    {
        Worsening = RefinedWorsening,
        Calibration = new(
            Daily: new(RefinedWorsening.Daily, [new(5, 30), new(5.5, 46), new(6, 65), new(6.5, 100)]),
            Weekly: new(RefinedWorsening.Weekly, [new(2.6, 15), new(3.1, 23), new(3.6, 37), new(4.1, 66), new(4.6, 100)]),
            Fortnightly: new(RefinedWorsening.Fortnightly, [new(2.6, 27), new(3.1, 42), new(3.6, 64), new(4.1, 100)]),
            Monthly: new(RefinedWorsening.Monthly, [new(2.6, 52), new(3.1, 78), new(3.6, 100)])),
    };

    private static WorseningSettings Refine(WorseningSettings settings) =>
        settings with { SettleCheckIns = 1, StepsAsVariability = true, SustainedCheckIns = 3, SustainedRise = 0.5 };

    /// <summary>Daily ratings are too many for an old bad time to weigh long, and a slow rise takes more of them to be seen.</summary>
    private static WorseningSettings RefineWithForgetting(WorseningSettings settings) =>
        Refine(settings) with { BaselineCheckIns = 40, Forgetting = 0.9, HoldCheckIns = 5, Threshold = 2.6 };
}
