using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>Steps of open flags that reached nobody, however often they were tried.</summary>
internal static class UnreachedSteps
{
    /// <summary>Of these flags: the steps taken longer ago than <see cref="Message.UrgentMayWait"/> (others:
    /// <see cref="Message.OthersMayWait"/>) since which no message about the flag was taken.</summary>
    /// <param name="flags">Open ones.</param>
    public static IQueryable<StepRun> StepsThatReachedNobody(
        this WellbeingDb db,
        IQueryable<Flag> flags,
        DateTime nowUtc
    )
    {
        var (urgentBefore, othersBefore) = (nowUtc - Message.UrgentMayWait, nowUtc - Message.OthersMayWait);
        return db
            .StepRuns.Join(flags, s => s.FlagId, f => f.Id, (s, f) => new { Step = s, f.Severity })
            .Where(x =>
                x.Step.TakenAtUtc <= (x.Severity == Severity.Urgent ? urgentBefore : othersBefore)
                && !db.Messages.Any(n =>
                    n.FlagId == x.Step.FlagId
                    && n.State == MessageState.Accepted
                    && n.CreatedAtUtc >= x.Step.TakenAtUtc
                    && (
                        n.Kind == FlagToTeam.Kind
                        || n.Kind == FlagToSupportContact.Kind
                        || n.Channel == MessageChannel.Webhook
                    )
                )
            )
            .Select(x => x.Step);
    }
}
