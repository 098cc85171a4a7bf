using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;

namespace Wellbeing.App.People;

/// <summary>
/// A participant agrees to the words in force, where they had agreed to others: what nurses read of theirs has changed
/// meanwhile. Where they agreed to these already, nothing is written.
/// </summary>
[AllowedTo(Roles.Participant)]
public sealed record AgreeAgain(Actor By) : IRequest, IActed;

internal sealed class AgreeAgainHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<AgreeAgain>
{
    public async Task Handle(AgreeAgain request, CancellationToken cancellationToken)
    {
        var participant = request.By.ParticipantId!.Value;
        var text = Consent.TextFor(await ReadingPromises.ReadsEveryCheckIn(db, cancellationToken));
        var last = await db.LastConsentOf(participant, cancellationToken);
        if (last is null || last.TextVersion == text)
            return;
        var now = clock.GetUtcNow().UtcDateTime;
        db.Consents.Add(
            new Consent
            {
                Id = Guid.CreateVersion7(now),
                ParticipantId = participant,
                TextVersion = text,
                GivenAtUtc = now,
                AtLeastYears = last.AtLeastYears,
            }
        );
        db.Audit(request.By, AuditActions.ConsentGiven, now, participant, detail: new ConsentDetail(text));
        await db.SaveChangesAsync(cancellationToken);
    }
}

internal static class Consents
{
    /// <summary>What somebody agreed to last; null where they never did by themselves.</summary>
    public static Task<Consent?> LastConsentOf(
        this WellbeingDb db,
        Guid participantId,
        CancellationToken cancellationToken
    ) =>
        db
            .Consents.AsNoTracking()
            .Where(c => c.ParticipantId == participantId)
            .OrderByDescending(c => c.GivenAtUtc)
            .FirstOrDefaultAsync(cancellationToken);
}
