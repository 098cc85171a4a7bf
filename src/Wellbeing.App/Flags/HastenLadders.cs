using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>
/// A message about a flag that has not left within its time goes on being tried, but costs its flag no more: the next
/// step is taken.
/// </summary>
[AllowedTo(Roles.System)]
public sealed record HastenLadders(Actor By) : IRequest<int>, IActed;

internal sealed class HastenLaddersHandler(WellbeingDb db, Ladder ladder, TimeProvider clock)
    : IRequestHandler<HastenLadders, int>,
        INotificationHandler<MessageNotDelivered>
{
    /// <summary>At most so many in one run.</summary>
    private const int Batch = 200;

    public async Task<int> Handle(HastenLadders request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (urgentSince, othersSince) = (now - Notice.UrgentMayWait, now - Notice.OthersMayWait);
        var stuck = await db
            .Notices.AsNoTracking()
            .Where(n =>
                (n.State == NoticeState.Pending || n.State == NoticeState.RetryWait)
                && n.PulledForwardAtUtc == null
                && n.CreatedAtUtc <= urgentSince
                && (n.Kind == FlagToTeam.Kind || n.Kind == FlagToSupportContact.Kind)
                && db.Flags.Any(f =>
                    f.Id == n.FlagId
                    && f.State == FlagState.Open
                    && (f.Severity == Severity.Urgent || n.CreatedAtUtc <= othersSince)
                )
            )
            .OrderBy(n => n.Priority)
            .ThenBy(n => n.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var notice in stuck)
            await Conflict.UntilItHolds(() => Hasten(notice, now, cancellationToken), cancellationToken);
        return stuck.Count;
    }

    /// <summary>One that will not arrive must not cost the time of its step either; and where a support contact will
    /// not read it, it is the next one's turn.</summary>
    public async Task Handle(MessageNotDelivered notification, CancellationToken cancellationToken)
    {
        var (notice, now) = notification;
        if (notice.Kind is not (FlagToTeam.Kind or FlagToSupportContact.Kind))
            return;
        var flag = await db.Flags.SingleAsync(f => f.Id == notice.FlagId, cancellationToken);
        if (notice.Kind == FlagToSupportContact.Kind && flag.State == FlagState.Open)
            await ladder.TellContacts(flag, now, cancellationToken);
        if (notice.PulledForwardAtUtc is null) // Else its not leaving in time had pulled the ladder already.
            await AdvanceNextStep(flag, notice, now, cancellationToken);
    }

    private async Task Hasten(Notice notice, DateTime now, CancellationToken cancellationToken)
    {
        db.StartOver();
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var flag = await db.Flags.SingleAsync(f => f.Id == notice.FlagId, cancellationToken);
        var changed = await db
            .Notices.Where(n =>
                n.Id == notice.Id
                && n.State == notice.State
                && n.Attempts == notice.Attempts
                && n.PulledForwardAtUtc == null
            )
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.PulledForwardAtUtc, now), cancellationToken);
        if (changed == 0)
            return; // Another server was faster.
        db.Audit(
            Actor.System,
            AuditActions.NoticeStuck,
            now,
            notice.ParticipantId,
            notice.FlagId,
            $"purpose={notice.Kind}"
        );
        await AdvanceNextStep(flag, notice, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
    }

    private async Task AdvanceNextStep(Flag flag, Notice notice, DateTime now, CancellationToken cancellationToken)
    {
        // Somebody further up was told since: this message costs the flag no time any more.
        if (
            await db.StepRuns.AnyAsync(
                s => s.FlagId == flag.Id && s.TakenAtUtc > notice.CreatedAtUtc,
                cancellationToken
            )
        )
            return;
        if (!flag.AdvanceNextStep(now))
            return;
        db.Audit(Actor.System, AuditActions.LadderPulledForward, now, flag.ParticipantId, flag.Id);
        await ladder.TakeDueSteps(flag, now, cancellationToken);
    }
}
