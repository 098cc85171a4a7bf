using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>Steps of open flags that reached nobody, however often they were tried.</summary>
internal static class UnreachedSteps
{
    /// <summary>Of these flags: the steps taken longer ago than <see cref="Notice.UrgentMayWait"/> (others:
    /// <see cref="Notice.OthersMayWait"/>) since which no message about the flag was taken.</summary>
    /// <param name="flags">Open ones.</param>
    public static IQueryable<StepRun> StepsThatReachedNobody(
        this WellbeingDb db,
        IQueryable<Flag> flags,
        DateTime nowUtc
    )
    {
        var (urgentBefore, othersBefore) = (nowUtc - Notice.UrgentMayWait, nowUtc - Notice.OthersMayWait);
        return db
            .StepRuns.Join(flags, s => s.FlagId, f => f.Id, (s, f) => new { Step = s, f.Severity })
            .Where(x =>
                x.Step.TakenAtUtc <= (x.Severity == Severity.Urgent ? urgentBefore : othersBefore)
                && !db.Notices.Any(n =>
                    n.FlagId == x.Step.FlagId
                    && n.State == NoticeState.Accepted
                    && n.CreatedAtUtc >= x.Step.TakenAtUtc
                    && (
                        n.Kind == FlagToTeam.Kind
                        || n.Kind == FlagToSupportContact.Kind
                        || n.Channel == NoticeChannel.Webhook
                    )
                )
            )
            .Select(x => x.Step);
    }
}
