using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Prompts;

/// <summary>Whether a check-in link can be used.</summary>
internal sealed class CheckInLinkStates(WellbeingDb db, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<CheckInLinkState> State(LinkToken token, CancellationToken cancellationToken)
    {
        var now = Now;
        var prompt = await db
            .Prompts.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == token.SubjectId, cancellationToken);
        if (prompt is null || await IsClosed(prompt.ParticipantId, cancellationToken))
            return CheckInLinkState.Over;
        if (prompt.State == PromptState.Answered)
            return CheckInLinkState.Sent;
        if (!prompt.IsOpen || now >= prompt.MissedAtUtc || now >= token.ExpiresAtUtc)
            return CheckInLinkState.Over;
        return token.UsedAtUtc is null ? CheckInLinkState.Ready : CheckInLinkState.Used;
    }

    public Task<bool> IsClosed(Guid participantId, CancellationToken cancellationToken) =>
        db.Participants.AnyAsync(p => p.Id == participantId && p.ClosedAtUtc != null, cancellationToken);
}
