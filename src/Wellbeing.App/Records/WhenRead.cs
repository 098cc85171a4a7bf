using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.Detection;

namespace Wellbeing.App.Records;

/// <summary>Tells a participant when somebody reads what they sent, and who did.</summary>
internal sealed class WhenRead(WellbeingDb db, TimeProvider clock)
{
    public async Task<WhenSomebodyReads> Reads(
        Flag? flag,
        DateTime? looksByUtc,
        CheckInView? checkIn,
        CancellationToken cancellationToken
    )
    {
        var told = flag is null
            ? []
            : await db
                .FlagFindings.Where(f => f.FlagId == flag.Id)
                .Select(f => f.Rule)
                .Distinct()
                .ToListAsync(cancellationToken);
        if (
            flag?.State != FlagState.Acknowledged
            && checkIn?.ReadAtUtc is null
            && !await db.AnyNurseCanAct(cancellationToken)
        )
            return new WhenSomebodyReads(ReadState.Nobody, NotSafe: told.Contains(Rule.NotSafe));
        var now = clock.GetUtcNow().UtcDateTime;
        var unkept = flag is null ? null : await db.UnkeptOf(flag, now, cancellationToken);
        if (
            flag?.State == FlagState.Open
            && unkept?.Tried is null // A nurse who tried knows.
            && told.Any(rule => rule.Made() is not null)
            && await db.StepsThatReachedNobody(db.Flags.Where(f => f.Id == flag.Id), now)
                // Where it was a later step, somebody was told before.
                .AnyAsync(
                    s => !db.StepRuns.Any(first => first.FlagId == s.FlagId && first.TakenAtUtc < s.TakenAtUtc),
                    cancellationToken
                )
        )
            return WhenSomebodyReads.Unreached(told);
        return WhenSomebodyReads.Of(
            looksByUtc,
            flag?.State == FlagState.Acknowledged,
            told,
            checkIn?.ReadAtUtc,
            checkIn?.ReadByName,
            checkIn?.ReadDueAtUtc,
            now,
            unkept?.Tried,
            checkIn?.ReadAtUtc is null ? unkept?.UnreadUtc : unkept?.BrokenUtc
        );
    }

    public Task<Flag?> OpenFlagOf(Guid participantId, CancellationToken cancellationToken) =>
        db
            .Flags.AsNoTracking()
            .Unresolved()
            .SingleOrDefaultAsync(f => f.ParticipantId == participantId, cancellationToken);
}
