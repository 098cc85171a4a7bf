namespace Wellbeing.Detection;

/// <summary>
/// One person's check-ins in order of time. Built anew whenever an answer arrives late, is edited or deleted:
/// findings are a pure function of it.
/// </summary>
public sealed class Series
{
    private readonly Observation[] _observations;
    private readonly DateTime[] _restarts;
    private readonly PersonalThresholds[] _personal;

    /// <summary>Orders the observations by time; equal instants are ordered by their answers, so the input's order
    /// never matters.</summary>
    /// <param name="cadence">How often the person is asked.</param>
    /// <param name="observations">Check-ins in any order.</param>
    /// <param name="restarts">
    /// Instants (UTC) at which the baseline of "worsening" begins anew: a new phase of treatment, or a resolve where
    /// the nurse asked for it. The first check-in at or after each is the first of a new baseline.
    /// </param>
    /// <param name="levelAtDiagnosis">
    /// Mean intensity around the first diagnosis in points, 0 to 10, where known: evidence for "stronger than when you
    /// were first diagnosed". No rule fires on it.
    /// </param>
    /// <param name="personal">The person's own thresholds, each for its time; where several hold for one value the last
    /// one counts.</param>
    public Series(
        Cadence cadence,
        IEnumerable<Observation> observations,
        IEnumerable<DateTime>? restarts = null,
        double? levelAtDiagnosis = null,
        IEnumerable<PersonalThresholds>? personal = null
    )
    {
        ArgumentNullException.ThrowIfNull(observations);
        if (!Enum.IsDefined(cadence))
            throw new ArgumentOutOfRangeException(nameof(cadence), cadence, "Unknown cadence.");
        if (levelAtDiagnosis is < Observation.LowestRating or > Observation.HighestRating or double.NaN)
            throw new ArgumentOutOfRangeException(
                nameof(levelAtDiagnosis),
                levelAtDiagnosis,
                "A level is from 0 to 10 points."
            );

        Cadence = cadence;
        LevelAtDiagnosis = levelAtDiagnosis;
        _observations = [.. observations];
        Array.Sort(_observations, InTime);
        _restarts = restarts is null ? [] : [.. restarts];
        Array.Sort(_restarts);
        _personal = personal is null ? [] : [.. personal.OrderBy(p => p.FromUtc)];
    }

    /// <summary>How often the person is asked.</summary>
    public Cadence Cadence { get; }

    /// <summary>The check-ins, oldest first; <see cref="Finding.ObservationIndex"/> points into this list.</summary>
    public IReadOnlyList<Observation> Observations => _observations;

    /// <summary>Instants at which the baseline begins anew, oldest first.</summary>
    public IReadOnlyList<DateTime> Restarts => _restarts;

    /// <summary>The person's own thresholds, the earliest first.</summary>
    public IReadOnlyList<PersonalThresholds> Personal => _personal;

    internal ReadOnlySpan<PersonalThresholds> PersonalSpan => _personal;

    /// <summary>Mean intensity around the first diagnosis in points, 0 to 10; null when unknown.</summary>
    public double? LevelAtDiagnosis { get; }

    /// <summary>The same series with one more check-in, which need not be the latest.</summary>
    public Series With(Observation observation) =>
        new(Cadence, [.. _observations, observation], _restarts, LevelAtDiagnosis, _personal);

    private static int InTime(Observation a, Observation b)
    {
        var order = a.AtUtc.CompareTo(b.AtUtc);
        if (order == 0)
            order = a.DayNumber.CompareTo(b.DayNumber);
        if (order == 0)
            order = Nullable.Compare(a.Intensity, b.Intensity);
        if (order == 0)
            order = Nullable.Compare(a.Functioning, b.Functioning);
        if (order == 0)
            order = a.ContactMe.CompareTo(b.ContactMe);
        if (order == 0)
            order = Nullable.Compare(a.Duration, b.Duration);
        if (order == 0)
            order = Nullable.Compare(a.Change, b.Change);
        return order;
    }
}
