using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Thresholds;

/// <summary>
/// The thresholds that can be a person's own. None of them belongs to the acute rule, to silence or to a request for
/// contact.
/// </summary>
public enum OwnThreshold
{
    /// <summary>An intensity at or above this counts as strong, for "strong and lasting".</summary>
    StrongFrom,

    /// <summary>An impact on daily life at or above this counts as affecting it, for "strong and lasting".</summary>
    ImpactFrom,

    /// <summary>How far above the usual level the last two ratings must average, for "growing".</summary>
    Rise,

    /// <summary>The least current intensity, for "growing".</summary>
    GrowingFrom,
}

/// <summary>One threshold that a nurse set for one person, with a reason and an end. Kept for good, so that what was
/// found under it can be found again.</summary>
public sealed class ThresholdOverride : IVersioned
{
    /// <summary>Longest reason, in characters.</summary>
    public const int MaximumReasonLength = 500;

    /// <summary>Longest time it can hold, in days: somebody looks at it again at least once a year.</summary>
    public const int MostDays = 365;

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public OwnThreshold Threshold { get; init; }
    public double Value { get; init; }

    /// <summary>What the settings in force said when it was set.</summary>
    public double InsteadOf { get; init; }

    /// <summary>Encrypted at rest; the team's alone.</summary>
    public string? SealedReason { get; init; }
    public Guid? SetBy { get; init; }
    public required string SetByName { get; init; }
    public DateTime FromUtc { get; init; }

    /// <summary>When it ends by itself, or was ended.</summary>
    public DateTime UntilUtc { get; private set; }
    public string? EndedByName { get; private set; }
    public int Version { get; set; }

    public static (double Least, double Most) Range(OwnThreshold threshold) =>
        threshold switch
        {
            OwnThreshold.StrongFrom or OwnThreshold.ImpactFrom => (1, 10),
            _ => (0, 10),
        };

    /// <summary>The value that the settings have for everybody of a cadence.</summary>
    public static double InForce(OwnThreshold threshold, DetectionSettings settings, Cadence cadence) =>
        threshold switch
        {
            OwnThreshold.StrongFrom => settings.Persistent.For(cadence).MinimumIntensity,
            OwnThreshold.ImpactFrom => settings.Persistent.For(cadence).MinimumFunctioning,
            OwnThreshold.Rise => settings.Worsening.For(cadence).MinimumRise,
            OwnThreshold.GrowingFrom => settings.Worsening.For(cadence).MinimumIntensity,
            _ => throw new ArgumentOutOfRangeException(nameof(threshold)),
        };

    public static ThresholdOverride Set(
        Guid id,
        Guid participantId,
        OwnThreshold threshold,
        double value,
        double insteadOf,
        string sealedReason,
        Actor by,
        DateTime nowUtc,
        DateTime untilUtc
    ) =>
        new()
        {
            Id = id,
            ParticipantId = participantId,
            Threshold = threshold,
            Value = value,
            InsteadOf = insteadOf,
            SealedReason = sealedReason,
            SetBy = by.UserId,
            SetByName = by.Name,
            FromUtc = nowUtc,
            UntilUtc = untilUtc,
        };

    public bool HoldsAt(DateTime atUtc) => FromUtc <= atUtc && atUtc < UntilUtc;

    /// <summary>Ends it before its time; what it found stays.</summary>
    public void End(string byName, DateTime nowUtc)
    {
        if (UntilUtc <= nowUtc)
            return;
        UntilUtc = nowUtc;
        EndedByName = byName;
    }

    /// <summary>As detection reads it.</summary>
    public PersonalThresholds ToPersonal() =>
        Threshold switch
        {
            OwnThreshold.StrongFrom => new(FromUtc, UntilUtc, StrongFrom: (int)Value),
            OwnThreshold.ImpactFrom => new(FromUtc, UntilUtc, ImpactFrom: (int)Value),
            OwnThreshold.Rise => new(FromUtc, UntilUtc, Rise: Value),
            _ => new(FromUtc, UntilUtc, GrowingFrom: (int)Value),
        };
}
