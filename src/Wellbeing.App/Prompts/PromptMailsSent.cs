using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>What became of the mails about a check-in.</summary>
internal sealed class PromptMailsSent(WellbeingDb db)
{
    /// <summary>
    /// True when mails were written about it and none arrived, as far as anybody knows. Who opened it or began it
    /// knew of it; who wants no mails finds it on their page.
    /// </summary>
    public async Task<bool> NoneArrived(Prompt prompt, DateTime now, CancellationToken cancellationToken)
    {
        if (prompt.OpenedAtUtc is not null)
            return false;
        var mails = await db
            .Messages.Where(n => n.PromptId == prompt.Id)
            .Select(n => new { n.State, n.DeadlineUtc })
            .ToListAsync(cancellationToken);
        // One that still waits at its deadline will not leave any more.
        var failed = mails.Any(m =>
            m.State is MessageState.Rejected or MessageState.Expired or MessageState.RetryWait
            || (m.State == MessageState.Pending && m.DeadlineUtc <= now)
        );
        return failed
            && !mails.Any(m => m.State is MessageState.Accepted or MessageState.Sending)
            && !await db.CheckInDrafts.AnyAsync(
                d => d.ParticipantId == prompt.ParticipantId && d.StartedAtUtc >= prompt.DueAtUtc,
                cancellationToken
            );
    }

    /// <summary>
    /// A mail about it came back: where that was the last that might have arrived, it no longer counts as missed.
    /// </summary>
    public async Task CameBack(Guid promptId, DateTime now, CancellationToken cancellationToken)
    {
        var prompt = await db.Prompts.SingleAsync(p => p.Id == promptId, cancellationToken);
        if (prompt.State != PromptState.Missed || !await NoneArrived(prompt, now, cancellationToken))
            return;
        prompt.NeverArrived();
        db.Audit(Actor.System, AuditActions.PromptNotDelivered, now, prompt.ParticipantId);
    }
}
