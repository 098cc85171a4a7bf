namespace Wellbeing.App.Features.Reports;

/// <summary>
/// What may be told of a count. The team's own totals are told as they are: a week with two flags had two. Of a group
/// of people (a cohort, a rule with its outcomes, an answer) a small count could point at somebody and is left out, and
/// so is every share that it could be reckoned from.
/// </summary>
internal readonly record struct Counting(bool OfSomePeople)
{
    public static Counting Team { get; } = new(OfSomePeople: false);

    public static Counting SomePeople { get; } = new(OfSomePeople: true);

    /// <summary>The count, or null where it must not be told.</summary>
    public int? Of(int count) => OfSomePeople ? Report.Shown(count) : count;

    /// <summary>How much of the whole the part is: of some people only where neither it nor the rest is
    /// small.</summary>
    public Share Part(int part, int whole) =>
        new(
            whole == 0 || Of(whole) is null || Of(part) is null || Of(whole - part) is null
                ? null
                : part / (double)whole,
            Of(whole)
        );

    /// <summary>How many values an average needs at least.</summary>
    public int Fewest => OfSomePeople ? Report.SmallestCount : 1;
}
