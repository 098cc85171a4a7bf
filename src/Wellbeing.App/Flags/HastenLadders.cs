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
        INotificationHandler<MessageNotDelivered>,
        INotificationHandler<MessageAnswered>
{
    /// <summary>At most so many in one run.</summary>
    private const int Batch = 200;

    public async Task<int> Handle(HastenLadders request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (urgentSince, othersSince) = (now - Message.UrgentMayWait, now - Message.OthersMayWait);
        var stuck = await db
            .Messages.AsNoTracking()
            .Unsent()
            .Where(n =>
                n.PulledForwardAtUtc == null
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
        foreach (var message in stuck)
            await Conflict.UntilItHolds(() => Hasten(message, now, cancellationToken), cancellationToken);
        return stuck.Count;
    }

    /// <summary>One that will not arrive must not cost the time of its step either; and where a support contact will
    /// not read it, it is the next one's turn.</summary>
    public async Task Handle(MessageNotDelivered notification, CancellationToken cancellationToken)
    {
        var (message, now) = notification;
        if (message.Kind is not (FlagToTeam.Kind or FlagToSupportContact.Kind))
            return;
        var flag = await db.Flags.SingleAsync(f => f.Id == message.FlagId, cancellationToken);
        if (message.Kind == FlagToSupportContact.Kind && flag.State == FlagState.Open)
            await ladder.TellContacts(flag, now, cancellationToken);
        if (message.PulledForwardAtUtc is null) // Else its not leaving in time had pulled the ladder already.
            await AdvanceNextStep(flag, message, now, cancellationToken);
    }

    /// <summary>A machine answered for the only colleague whom a step told: they may be away, and the next step is taken.
    /// A contact, or a mailbox that thanks for every mail, is left alone.</summary>
    public async Task Handle(MessageAnswered notification, CancellationToken cancellationToken)
    {
        var (message, now) = notification;
        if (message is not { Kind: FlagToTeam.Kind, AccountId: not null, FlagId: { } flagId, PulledForwardAtUtc: null })
            return;
        var alone = !await db.Messages.AnyAsync(
            n =>
                n.Id != message.Id
                && n.FlagId == flagId
                && n.Kind == message.Kind
                && n.CreatedAtUtc == message.CreatedAtUtc
                && n.State != MessageState.Rejected
                && n.State != MessageState.Expired,
            cancellationToken
        );
        if (!alone)
            return;
        var flag = await db.Flags.SingleAsync(f => f.Id == flagId, cancellationToken);
        await AdvanceNextStep(flag, message, now, cancellationToken);
    }

    private async Task Hasten(Message message, DateTime now, CancellationToken cancellationToken)
    {
        db.StartOver();
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        var flag = await db.Flags.SingleAsync(f => f.Id == message.FlagId, cancellationToken);
        var changed = await db
            .Messages.Where(n =>
                n.Id == message.Id
                && n.State == message.State
                && n.Attempts == message.Attempts
                && n.PulledForwardAtUtc == null
            )
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.PulledForwardAtUtc, now), cancellationToken);
        if (changed == 0)
            return; // Another server was faster.
        db.Audit(
            Actor.System,
            AuditActions.MessageStuck,
            now,
            message.ParticipantId,
            message.FlagId,
            new MessageDetail(message.Kind)
        );
        await AdvanceNextStep(flag, message, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
    }

    private async Task AdvanceNextStep(Flag flag, Message message, DateTime now, CancellationToken cancellationToken)
    {
        // Somebody further up was told since: this message costs the flag no time any more.
        if (
            await db.StepRuns.AnyAsync(
                s => s.FlagId == flag.Id && s.TakenAtUtc > message.CreatedAtUtc,
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
