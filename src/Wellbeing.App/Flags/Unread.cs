using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>What nobody has read, as the list, its counts and reports take it.</summary>
public sealed class Unread(WellbeingDb db, ThresholdsInForce thresholds, ReadingPromises promises)
{
    /// <summary>A rating from here on is raised: the lowest at which the settings in force call distress
    /// strong.</summary>
    public async Task<int> RaisedFrom(CancellationToken cancellationToken)
    {
        var persistent = (await thresholds.Settings(cancellationToken)).Detection.Persistent;
        return Enum.GetValues<Cadence>().Min(cadence => persistent.For(cadence).MinimumIntensity);
    }

    /// <summary>Check-ins that a nurse means to read: all, or where that is not promised those with words and raised
    /// ratings, whatever flags there are: an open flag does not read what its author says next.</summary>
    public async Task<IQueryable<CheckIn>> Meant(CancellationToken cancellationToken)
    {
        var checkIns = db.CheckIns.AsNoTracking();
        if ((await promises.Get(cancellationToken)).ReadsEveryCheckIn)
            return checkIns;
        var raised = await RaisedFrom(cancellationToken);
        return checkIns.Where(c => c.SealedWords != null || c.SealedExtraWords != null || c.Intensity >= raised);
    }

    /// <summary>Those of them that nobody has read.</summary>
    public async Task<IQueryable<CheckIn>> All(CancellationToken cancellationToken) =>
        (await Meant(cancellationToken)).Where(c => c.ReadAtUtc == null);

    /// <summary>Those of <see cref="All"/>, each with why it stands where it does, as a number: names are sorted by their
    /// letters.</summary>
    internal async Task<IQueryable<ToReadPlace>> Placed(CancellationToken cancellationToken)
    {
        var raised = await RaisedFrom(cancellationToken);
        return (await All(cancellationToken)).Select(c => new ToReadPlace
        {
            CheckIn = c,
            Group =
                c.SealedWords != null || c.SealedExtraWords != null
                    ? c.Intensity >= raised
                    || db.Flags.Any(f => f.ParticipantId == c.ParticipantId && f.State != FlagState.Resolved)
                        ? (int)ToReadGroup.WordsFirst
                        : (int)ToReadGroup.Words
                    : c.Intensity >= raised
                    && !db.FlagFindings.Any(f => f.ParticipantId == c.ParticipantId && f.SourceId == c.Id)
                    && !db.FindingRepeats.Any(f =>
                        f.ParticipantId == c.ParticipantId && f.SourceId == c.Id && f.Reason == RepeatReason.StillHolds
                    )
                        ? (int)ToReadGroup.Raised
                        : (int)ToReadGroup.Rest,
        });
    }

    /// <summary>How many there are of each group; one without any is not there.</summary>
    internal static async Task<IReadOnlyDictionary<ToReadGroup, int>> Counts(
        IQueryable<ToReadPlace> placed,
        CancellationToken cancellationToken
    ) =>
        await placed
            .GroupBy(w => w.Group)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => (ToReadGroup)g.Key, g => g.Count, cancellationToken);

    /// <summary>How many of them should have been read by now; at most <see cref="ToReadCount.Most"/>.</summary>
    public async Task<int> Overdue(DateTime nowUtc, CancellationToken cancellationToken)
    {
        var due = (await promises.Get(cancellationToken)).DueSince(nowUtc);
        return await (await All(cancellationToken))
            .Where(c => c.SubmittedAtUtc <= due)
            .OrderBy(c => c.SubmittedAtUtc)
            .Take(ToReadCount.Most)
            .CountAsync(cancellationToken);
    }
}

/// <summary>An unread check-in and its place in the list.</summary>
internal sealed class ToReadPlace
{
    public required CheckIn CheckIn { get; init; }

    /// <summary>A <see cref="ToReadGroup"/>.</summary>
    public required int Group { get; init; }
}
