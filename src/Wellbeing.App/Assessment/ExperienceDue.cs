using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.People;

namespace Wellbeing.App.Assessment;

/// <summary>Whether it is time to ask somebody what checking in does to them.</summary>
internal sealed class ExperienceDue(WellbeingDb db, TimeProvider clock)
{
    public async Task<bool> IsDue(Guid? participantId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (since, begun) = (now - Experience.AskEvery, now.AddDays(-Experience.AskAfterDays));
        return await db.CheckIns.CountAsync(c => c.ParticipantId == participantId, cancellationToken)
                >= Experience.AskAfterCheckIns
            && await db.CheckIns.AnyAsync(
                c => c.ParticipantId == participantId && c.SubmittedAtUtc <= begun,
                cancellationToken
            )
            && !await db.Experiences.AnyAsync(
                e => e.ParticipantId == participantId && e.AnsweredAtUtc > since,
                cancellationToken
            );
    }
}
