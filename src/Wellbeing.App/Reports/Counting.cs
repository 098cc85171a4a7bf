namespace Wellbeing.App.Reports;

/// <summary>How many of something each cohort has; <see cref="Guid.Empty"/> stands for people in none.</summary>
internal sealed class Tally(IReadOnlyDictionary<Guid, int> counts)
{
    public static Tally Of(IEnumerable<Guid?> cohorts) => new(cohorts.CountBy(c => c ?? Guid.Empty).ToDictionary());

    public static Tally Sum(IEnumerable<(Guid? Cohort, int Count)> counts) =>
        new(counts.GroupBy(c => c.Cohort ?? Guid.Empty).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)));

    public static Tally None { get; } = new(new Dictionary<Guid, int>());

    public int All => counts.Values.Sum();

    public int this[Guid cohort] => counts.GetValueOrDefault(cohort);

    public IEnumerable<KeyValuePair<Guid, int>> OfCohorts => counts.Where(c => c.Key != Guid.Empty);

    public static Tally operator -(Tally whole, Tally part) => whole.With(part, -1);

    public static Tally operator +(Tally one, Tally other) => one.With(other, 1);

    private Tally With(Tally other, int sign) => Sum(OfBoth(this, 1).Concat(OfBoth(other, sign)));

    private static IEnumerable<(Guid?, int)> OfBoth(Tally tally, int sign) =>
        tally.Counts.Select(c => ((Guid?)c.Key, sign * c.Value));

    private IReadOnlyDictionary<Guid, int> Counts => counts;
}

/// <summary>
/// What may be told of a count. The team's own totals are told as they are: a week with two flags had two. Of a group
/// of people (a cohort, a rule with its outcomes, an answer) a small count could point at somebody and is left out, and
/// so is every share that it could be reckoned from. The totals being told, a cohort that is left out could be reckoned
/// from all others: then the smallest of those is left out too.
/// </summary>
/// <param name="cohort">Whom the report is about; null for everybody.</param>
internal sealed class Counting(Guid? cohort)
{
    public bool OfSomePeople => cohort is not null;

    /// <summary>The count, or null where it must not be told.</summary>
    public int? Of(Tally tally) => cohort is null ? tally.All : OfPeople(tally);

    /// <summary>The same of what is about people in the team's report as well.</summary>
    public int? OfPeople(Tally tally) =>
        cohort is not { } asked ? Report.Shown(tally.All)
        : LeftOut(tally).Contains(asked) ? null
        : tally[asked];

    /// <summary>The count itself, to reckon with.</summary>
    public int Exact(Tally tally) => cohort is { } asked ? tally[asked] : tally.All;

    /// <summary>How much of the whole the part is: of some people only where neither it nor the rest is
    /// small.</summary>
    public Share Part(Tally part, Tally whole) => Part(part, whole, Of);

    /// <inheritdoc cref="Part(Tally, Tally)"/>
    public Share PartOfPeople(Tally part, Tally whole) => Part(part, whole, OfPeople);

    /// <summary>How many values an average needs at least.</summary>
    public int Fewest => OfSomePeople ? Report.SmallestCount : 1;

    /// <summary>
    /// Of parts that make up a whole that is told, those that must not be told: the small ones, and where one alone
    /// would be missing, the smallest of the others.
    /// </summary>
    /// <param name="parts">Those that could be told.</param>
    /// <param name="untold">What belongs to the whole and is told nowhere: people in no cohort, flags that nobody
    /// closed.</param>
    public static HashSet<T> LeftOut<T>(IEnumerable<KeyValuePair<T, int>> parts, int untold)
    {
        var some = parts.Where(p => p.Value > 0).OrderBy(p => p.Value).ThenBy(p => p.Key).ToList();
        var small = some.Count(p => Report.Shown(p.Value) is null);
        return [.. some.Take(small == 1 && untold == 0 ? 2 : small).Select(p => p.Key)];
    }

    private static HashSet<Guid> LeftOut(Tally tally) => LeftOut(tally.OfCohorts, tally[Guid.Empty]);

    private Share Part(Tally part, Tally whole, Func<Tally, int?> told) =>
        new(
            Exact(whole) == 0 || told(whole) is null || told(part) is null || told(whole - part) is null
                ? null
                : Exact(part) / (double)Exact(whole),
            told(whole)
        );
}
