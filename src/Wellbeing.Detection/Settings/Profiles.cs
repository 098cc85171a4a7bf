namespace Wellbeing.Detection;

/// <summary>
/// The profiles. They differ in rule W: weekly and daily of balanced and strict are those of the detection guidance;
/// fortnightly and monthly are derived from weekly by the days that pass between check-ins and were only ever judged by
/// simulation (docs/detection.md). Rule P and what a gap means are the same in all of them: nobody may be missed for
/// how they answer. The calibration tables are what `wellbeing calibrate` prints for seed 1; a test computes them
/// again.
/// </summary>
internal static class Profiles
{
    // Ten years: what is usual for a person outlasts a pause. Only a new phase of treatment or a nurse's wish begins
    // anew.
    private const double Never = 3650;

    private static readonly WorseningSettings _published = new() { RestartAfterGapDays = Never };
    private static readonly WorseningSettings _publishedStrict = _published with
    {
        Freeze = false,
        Allowance = 0.5,
        Threshold = 3.5,
    };

    private static readonly PerCadence<WorseningSettings> _balancedWorsening = new(
        Daily: _published with
        {
            BaselineCheckIns = 28,
            Threshold = 5.0,
            MinimumRise = 2.5,
        },
        Weekly: _published,
        Fortnightly: _published,
        Monthly: _published
    );

    private static readonly PerCadence<WorseningSettings> _strictWorsening = new(
        Daily: _published with
        {
            BaselineCheckIns = 28,
            Threshold = 6.5,
            MinimumRise = 2.5,
        },
        Weekly: _publishedStrict,
        Fortnightly: _publishedStrict,
        Monthly: _publishedStrict
    );

    private static readonly PersistentSettings _lasting = new()
    {
        ByElapsedDays = true,
        UnknownImpactDays = 19,
        UnknownImpactMargin = 1,
        TrustsDuration = true,
    };

    private static readonly PerCadence<WorseningSettings> _refinedWorsening = new(
        Daily: Refine(_balancedWorsening.Daily),
        Weekly: RefineWithForgetting(_balancedWorsening.Weekly),
        Fortnightly: RefineWithForgetting(_balancedWorsening.Fortnightly),
        Monthly: RefineWithForgetting(_balancedWorsening.Monthly)
    );

    public static DetectionSettings Balanced { get; } =
        new()
        {
            Worsening = _balancedWorsening,
            Persistent = new(
                Daily: _lasting with
                {
                    MinimumCheckIns = 5,
                    MaximumGapDays = 16,
                    MinimumShare = 0.7,
                },
                // Two answers are all that "two weeks" of somebody who answers now and then can hold; both must be
                // strong.
                Weekly: _lasting with
                {
                    MinimumCheckIns = 2,
                    MaximumGapDays = 60,
                },
                Fortnightly: _lasting with
                {
                    MinimumCheckIns = 2,
                    MaximumGapDays = 60,
                },
                Monthly: _lasting with
                {
                    MinimumCheckIns = 2,
                    MaximumGapDays = 90,
                    MemoryDays = 240,
                }
            ),
            Acute = new(new(), new(), new(), new()),
            Silence = new(
                Daily: new() { AfterDays = 4 },
                Weekly: new(),
                Fortnightly: new() { AfterDays = 22 },
                Monthly: new() { AfterDays = 45 }
            ),
            Episodes = new(
                Daily: new() { CooldownDays = 14 },
                Weekly: new(),
                Fortnightly: new() { CooldownDays = 42 },
                Monthly: new() { CooldownDays = 90 }
            ),
            Calibration = new(
                Daily: new(_balancedWorsening.Daily, [new(5, 30), new(5.5, 44), new(6, 65), new(6.5, 100)]),
                Weekly: new(
                    _balancedWorsening.Weekly,
                    [
                        new(3, 10),
                        new(3.5, 14),
                        new(4, 22),
                        new(4.5, 31),
                        new(5, 46),
                        new(5.5, 68),
                        new(6, 93),
                        new(7, 100),
                    ]
                ),
                Fortnightly: new(
                    _balancedWorsening.Fortnightly,
                    [new(3, 18), new(3.5, 26), new(4, 40), new(4.5, 55), new(5, 78), new(5.5, 100)]
                ),
                Monthly: new(
                    _balancedWorsening.Monthly,
                    [new(3, 35), new(3.5, 50), new(4, 74), new(4.5, 96), new(5, 100)]
                )
            ),
        };

    public static DetectionSettings Strict { get; } =
        Balanced with
        {
            Worsening = _strictWorsening,
            Calibration = new(
                Daily: new(_strictWorsening.Daily, [new(6.5, 100)]),
                Weekly: new(_strictWorsening.Weekly, [new(3.5, 37), new(4, 70), new(4.5, 100)]),
                Fortnightly: new(_strictWorsening.Fortnightly, [new(3.5, 70), new(4, 100)]),
                Monthly: new(_strictWorsening.Monthly, [new(3.5, 100)])
            ),
        };

    public static DetectionSettings Refined { get; } =
        Balanced with
        {
            Worsening = _refinedWorsening,
            Calibration = new(
                Daily: new(_refinedWorsening.Daily, [new(5, 30), new(5.5, 46), new(6, 65), new(6.5, 100)]),
                Weekly: new(
                    _refinedWorsening.Weekly,
                    [new(2.6, 15), new(3.1, 23), new(3.6, 37), new(4.1, 66), new(4.6, 100)]
                ),
                Fortnightly: new(
                    _refinedWorsening.Fortnightly,
                    [new(2.6, 27), new(3.1, 42), new(3.6, 65), new(4.1, 100)]
                ),
                Monthly: new(_refinedWorsening.Monthly, [new(2.6, 50), new(3.1, 76), new(3.6, 100)])
            ),
        };

    private static WorseningSettings Refine(WorseningSettings settings) =>
        settings with
        {
            SettleCheckIns = 1,
            StepsAsVariability = true,
            SustainedCheckIns = 3,
            SustainedRise = 0.5,
        };

    /// <summary>Daily ratings are too many for an old bad time to weigh long, and a slow rise takes more of them to be
    /// seen.</summary>
    private static WorseningSettings RefineWithForgetting(WorseningSettings settings) =>
        Refine(settings) with
        {
            BaselineCheckIns = 40,
            Forgetting = 0.9,
            HoldCheckIns = 5,
            Threshold = 2.6,
        };
}
