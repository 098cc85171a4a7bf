namespace Wellbeing.Detection.Tests;

/// <summary>Short ways to say what a person answered.</summary>
internal static class Given
{
    public static readonly DateTime Start = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>The published rule W, and P as every profile has it.</summary>
    public static readonly DetectionSettings Balanced = DetectionSettings.For(Profile.Balanced);

    public static DateTime Day(double day) => Start.AddDays(day);

    public static DateOnly Date(double day) => DateOnly.FromDateTime(Day(day));

    /// <summary>One rating every so many days from <see cref="Start"/>; null where the rating was skipped.</summary>
    public static Series Ratings(Cadence cadence, params int?[] intensities) =>
        new(cadence, intensities.Select((intensity, i) => new Observation(Day(i * Days(cadence)), intensity, null)));

    public static Series Weekly(params int?[] intensities) => Ratings(Cadence.Weekly, intensities);

    /// <summary>Weekly ratings, each with its impact on daily life.</summary>
    public static Series WithImpact(params (int? Intensity, int? Functioning)[] answers) =>
        new(
            Cadence.Weekly,
            answers.Select((answer, i) => new Observation(Day(i * 7), answer.Intensity, answer.Functioning))
        );

    public static double Days(Cadence cadence) =>
        cadence switch
        {
            Cadence.Daily => 1,
            Cadence.Weekly => 7,
            Cadence.Fortnightly => 14,
            _ => 30,
        };

    public static IReadOnlyList<int> IndexesOf(this IEnumerable<Finding> findings, Rule rule) =>
        [.. findings.Where(finding => finding.Rule == rule).Select(finding => finding.ObservationIndex)];

    public static IReadOnlyList<int> Where(
        Rule rule,
        Series series,
        DetectionSettings? settings = null,
        DateTime? asOf = null
    ) => Detector.Replay(series, settings ?? Balanced, asOf).IndexesOf(rule);
}
