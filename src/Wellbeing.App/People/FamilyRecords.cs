using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>What asking, answering and ending a family link have in common.</summary>
internal sealed class FamilyRecords(WellbeingDb db, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<bool> Answer(Actor by, Guid linkId, bool yes, CancellationToken cancellationToken)
    {
        var (now, me) = (Now, by.ParticipantId!.Value);
        var since = now - FamilyLink.AskLives;
        var link = await db.FamilyLinks.SingleOrDefaultAsync(
            l => l.Id == linkId && l.OtherId == me && l.AgreedAtUtc == null && l.AskedAtUtc > since,
            cancellationToken
        );
        if (link is null)
            return false;
        if (yes)
            link.Agree(now);
        else
            db.FamilyLinks.Remove(link);
        RecordFamily(by, yes ? AuditActions.FamilyLinked : AuditActions.FamilyDeclined, link);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>In the history of both: the link is about both of them.</summary>
    public void RecordFamily(Actor by, string action, FamilyLink link)
    {
        foreach (var participant in new[] { link.AskerId, link.OtherId }.OfType<Guid>())
            db.Audit(by, action, Now, participant, detail: new FamilyDetail(link.Id));
    }

    public Task<Participant> ParticipantOf(Actor by, CancellationToken cancellationToken) =>
        db.Participants.AsNoTracking().SingleAsync(p => p.Id == by.ParticipantId, cancellationToken);
}
