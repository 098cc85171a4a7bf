using Wellbeing.App.CheckIns;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Flags;

/// <summary>
/// What a page about a person shows of their check-ins without a tap: ratings of all, and of the newest what was told
/// besides. Older ones fold away, so nobody has read them by opening the page.
/// </summary>
public static class ShownInFull
{
    /// <summary>Of so many, feelings, words and further answers stand open.</summary>
    public const int Open = 3;

    /// <summary>Those that tell more than ratings, and the newest that has one.</summary>
    public static IReadOnlyList<CheckInView> Told(IReadOnlyList<CheckInView> newestFirst) =>
        [.. newestFirst.Where((c, i) => (i == 0 && c.Intensity is not null) || TellsMore(c))];

    /// <summary>Marks as read what the page shows in full, and no more.</summary>
    /// <param name="checkIns">The same as <paramref name="newestFirst"/>, tracked by the unit of work.</param>
    internal static IReadOnlyList<CheckInView> Read(
        IReadOnlyList<CheckInView> newestFirst,
        IEnumerable<CheckIn> checkIns,
        Actor by,
        DateTime nowUtc
    )
    {
        var folded = Told(newestFirst).Skip(Open).Select(c => c.Id).ToHashSet();
        var byId = checkIns.ToDictionary(c => c.Id);
        foreach (var shown in newestFirst.Where(c => !folded.Contains(c.Id)))
            byId[shown.Id].Read(by, nowUtc);
        return
        [
            .. newestFirst.Select(c =>
                c with
                {
                    ReadAtUtc = byId[c.Id].ReadAtUtc,
                    ReadByName = byId[c.Id].ReadByName,
                    ReadDueAtUtc = byId[c.Id].ReadAtUtc is null ? c.ReadDueAtUtc : null,
                }
            ),
        ];
    }

    private static bool TellsMore(CheckInView c) =>
        c.Words is not null
        || c.Emotions.Count > 0
        || c.Extras.Count > 0
        || c.ContactMe
        || c.ConfirmedUnchanged
        || c.WrittenAtUtc is not null
        || c.CorrectedAtUtc is not null
        || c.EnteredByName is not null;
}
