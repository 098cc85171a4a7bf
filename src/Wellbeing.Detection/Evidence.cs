using System.Text.Json.Serialization;

namespace Wellbeing.Detection;

/// <summary>
/// The numbers behind a finding, without words, so that each reader's own language can tell them.
/// Serialises with System.Text.Json; the property "rule" says which kind it is.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(WorseningEvidence), "worsening")]
[JsonDerivedType(typeof(PersistentEvidence), "persistent")]
[JsonDerivedType(typeof(PersistentImpactUnknownEvidence), "persistentImpactUnknown")]
[JsonDerivedType(typeof(PersistentReportedEvidence), "persistentReported")]
[JsonDerivedType(typeof(AcuteEvidence), "acute")]
[JsonDerivedType(typeof(SilenceEvidence), "silence")]
[JsonDerivedType(typeof(ContactRequestedEvidence), "contactRequested")]
[JsonDerivedType(typeof(NotSafeEvidence), "notSafe")]
[JsonDerivedType(typeof(ScreenEvidence), "screen")]
[JsonDerivedType(typeof(HarmReportedEvidence), "harmReported")]
public abstract record Evidence
{
    private protected Evidence() { }
}

/// <summary>
/// "Usually about 2; the last two ratings average 5; rose 3 points in 5 weeks."
/// </summary>
/// <param name="Baseline">The person's usual level: mean of the baseline, in points, 0 to 10.</param>
/// <param name="BaselineCount">Check-ins that the baseline was made from.</param>
/// <param name="Recent">Mean of the last two ratings, in points, 0 to 10.</param>
/// <param name="Rise"><paramref name="Recent"/> less <paramref name="Baseline"/>, in points.</param>
/// <param name="Weeks">How long the evidence has been gathering without falling back to nothing, in weeks.</param>
/// <param name="Statistic">The accumulated evidence, in standard deviations (CUSUM); higher is stronger.</param>
/// <param name="Threshold">The statistic at which the rule fires.</param>
/// <param name="YearsBetweenFalseAlarms">
/// How often a steady person would show this much evidence, in years: a long-run rate, and not how sure this finding is
/// (<see cref="HowSure"/>); null where no calibration of the settings in force is at hand.
/// </param>
/// <param name="LastIntensity">The last rating, in points.</param>
/// <param name="Change">The person's own comparison with last time, where given.</param>
/// <param name="LevelAtDiagnosis">Mean intensity around the first diagnosis, in points, where known.</param>
public sealed record WorseningEvidence(
    double Baseline,
    int BaselineCount,
    double Recent,
    double Rise,
    double Weeks,
    double Statistic,
    double Threshold,
    double? YearsBetweenFalseAlarms,
    int LastIntensity,
    PerceivedChange? Change = null,
    double? LevelAtDiagnosis = null
) : Evidence;

/// <summary>"4 of 4 ratings over 21 days at 5 or more, with daily life affected (median 6)."</summary>
/// <param name="Count">Ratings of the stretch at or above the threshold.</param>
/// <param name="Of">Ratings in the stretch: as long as feelings have been strong, and not only as long as the rule asks
/// for.</param>
/// <param name="SpanDays">From the first rating of the stretch to the last, in days.</param>
/// <param name="Threshold">The intensity that counts as strong, in points.</param>
/// <param name="MedianFunctioning">Median impact on daily life, in points, over the answers that were given.</param>
/// <param name="LastIntensity">The last rating, in points.</param>
/// <param name="LevelAtDiagnosis">Mean intensity around the first diagnosis, in points, where known.</param>
/// <param name="Since">The day, in the person's zone, on which the stretch began; null where it cannot be told.</param>
public sealed record PersistentEvidence(
    int Count,
    int Of,
    double SpanDays,
    int Threshold,
    double MedianFunctioning,
    int LastIntensity,
    double? LevelAtDiagnosis = null,
    DateOnly? Since = null
) : Evidence;

/// <summary>"3 of 3 ratings over 21 days at 5 or more; we do not know how daily life is."</summary>
/// <param name="Count">Ratings of the stretch at or above the threshold.</param>
/// <param name="Of">Ratings in the stretch: as long as feelings have been strong, and not only as long as the rule asks
/// for.</param>
/// <param name="SpanDays">From the first rating of the stretch to the last, in days.</param>
/// <param name="Threshold">The intensity that counts as strong, in points.</param>
/// <param name="FunctioningAnswers">How many of the newest came with an answer about daily life: too few to say, often
/// none.</param>
/// <param name="LastIntensity">The last rating, in points.</param>
/// <param name="LevelAtDiagnosis">Mean intensity around the first diagnosis, in points, where known.</param>
/// <param name="Since">The day, in the person's zone, on which the stretch began; null where it cannot be told.</param>
/// <param name="FunctioningOf">The newest ratings, among which <paramref name="FunctioningAnswers"/> were counted; null
/// where they are <paramref name="Of"/>.</param>
public sealed record PersistentImpactUnknownEvidence(
    int Count,
    int Of,
    double SpanDays,
    int Threshold,
    int FunctioningAnswers,
    int LastIntensity,
    double? LevelAtDiagnosis = null,
    DateOnly? Since = null,
    int? FunctioningOf = null
) : Evidence;

/// <summary>"A rating of 7; has been like this for longer than two weeks, by their own account."</summary>
/// <param name="Duration">How long, by the person's own account.</param>
/// <param name="LastIntensity">The rating, in points.</param>
/// <param name="Threshold">The intensity that counts as strong, in points.</param>
/// <param name="LastFunctioning">Impact on daily life given with it, in points; null when skipped.</param>
/// <param name="LevelAtDiagnosis">Mean intensity around the first diagnosis, in points, where known.</param>
/// <param name="Count">Ratings of the stretch at or above the threshold, as check-ins show it.</param>
/// <param name="Of">Ratings in the stretch.</param>
/// <param name="SpanDays">From the first rating of the stretch to the last, in days.</param>
/// <param name="Since">The day, in the person's zone, on which the stretch began; null where it cannot be told.</param>
public sealed record PersistentReportedEvidence(
    PerceivedDuration Duration,
    int LastIntensity,
    int Threshold,
    int? LastFunctioning,
    double? LevelAtDiagnosis = null,
    int Count = 0,
    int Of = 0,
    double SpanDays = 0,
    DateOnly? Since = null
) : Evidence;

/// <summary>"A rating of 9, the first at 9 or more in 28 days", or "the one before was 7 days ago".</summary>
/// <param name="LastIntensity">The rating, in points.</param>
/// <param name="Threshold">The intensity that counts as acute, in points.</param>
/// <param name="QuietDays">Days without such a rating before this one counts as new.</param>
/// <param name="DaysSinceLast">Days since the acute rating before this one; null where there was none.</param>
public sealed record AcuteEvidence(int LastIntensity, int Threshold, double QuietDays, double? DaysSinceLast = null)
    : Evidence
{
    /// <summary>No rating was given before it, whatever else was: there is none to compare with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool FirstRating { get; init; }

    /// <summary>True where it may be called the first in <see cref="QuietDays"/>.</summary>
    [JsonIgnore]
    public bool IsFirst => DaysSinceLast is not { } days || days >= QuietDays;
}

/// <summary>"No check-in for 15 days after a rating of 7."</summary>
/// <param name="DaysSilent">Days without a check-in at which the silence became due.</param>
/// <param name="LastIntensity">The last rating before the silence, in points; null if none was ever given.</param>
/// <param name="AfterFinding">A finding of another rule was still fresh when the silence began.</param>
/// <param name="Since">The day, in the person's zone, of the last check-in.</param>
public sealed record SilenceEvidence(double DaysSilent, int? LastIntensity, bool AfterFinding, DateOnly Since)
    : Evidence
{
    /// <summary>What the person said, besides ratings, that makes their silence count; null where ratings do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SilenceAfter? After { get; init; }

    /// <summary>It was the last thing they let us hear: no check-in came after it, and <see cref="Since"/> is its
    /// day.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NoCheckInSince { get; init; }
}

/// <summary>What makes somebody's silence a worry whatever they rated last. The application knows it; no rating
/// shows it.</summary>
public enum SilenceAfter
{
    /// <summary>They said that they do not feel safe.</summary>
    NotSafe,

    /// <summary>They asked to be contacted.</summary>
    ContactRequested,

    /// <summary>Something urgent was found about them.</summary>
    Urgent,
}

/// <summary>"Asked to be contacted."</summary>
/// <param name="LastIntensity">The rating given with the request, in points; null when skipped.</param>
public sealed record ContactRequestedEvidence(int? LastIntensity) : Evidence;

/// <summary>"Said that they do not feel safe": needs no numbers.</summary>
/// <param name="WrittenDownBy">Who wrote it down, where they said it on the telephone; null where they tapped
/// themselves.</param>
public sealed record NotSafeEvidence(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? WrittenDownBy = null
) : Evidence;

/// <summary>A second-stage screen (PHQ-4) came out raised, or severe. Never made by detection.</summary>
/// <param name="Total">3 to 12; from 9 on severe.</param>
/// <param name="Anxiety">0 to 6.</param>
/// <param name="Depression">0 to 6.</param>
public sealed record ScreenEvidence(int Total, int Anxiety, int Depression) : Evidence;

/// <summary>"Checking in made things worse": needs no numbers.</summary>
public sealed record HarmReportedEvidence : Evidence;
