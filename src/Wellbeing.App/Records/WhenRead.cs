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
        if (
            flag?.State == FlagState.Open
            && told.Any(rule => rule.Made() is not null)
            && await db.StepsThatReachedNobody(db.Flags.Where(f => f.Id == flag.Id), clock.GetUtcNow().UtcDateTime)
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
            clock.GetUtcNow().UtcDateTime,
            await NotReached(flag, cancellationToken),
            await Older(flag, looksByUtc, cancellationToken)
        );
    }

    /// <summary>What was promised for the open flag before the newest promise, where it has passed.</summary>
    private async Task<DateTime?> Older(Flag? flag, DateTime? looksByUtc, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return
            flag?.State == FlagState.Open
            && flag.RespondByUtc <= now
            && looksByUtc > now
            && await db.FlagFindings.AnyAsync(
                f => f.FlagId == flag.Id && f.FoundAtUtc <= flag.RespondByUtc && Promises.OfAnything.Contains(f.Rule),
                cancellationToken
            )
            ? flag.RespondByUtc
            : null;
    }

    /// <summary>The last try of whoever has the flag, where it did not reach the person.</summary>
    private async Task<NotReached?> NotReached(Flag? flag, CancellationToken cancellationToken) =>
        flag?.State == FlagState.Acknowledged
        && await db
            .ContactAttempts.AsNoTracking()
            .Where(a => a.FlagId == flag.Id)
            .OrderByDescending(a => a.AtUtc)
            .FirstOrDefaultAsync(cancellationToken)
            is { Reached: false } last
            ? new NotReached(
                last.ByName.Trim().Split(' ')[0],
                last.Channel is ContactChannel.Phone or ContactChannel.VideoCall,
                flag.SnoozedUntilUtc
            )
            : null;

    public Task<Flag?> OpenFlagOf(Guid participantId, CancellationToken cancellationToken) =>
        db
            .Flags.AsNoTracking()
            .Unresolved()
            .SingleOrDefaultAsync(f => f.ParticipantId == participantId, cancellationToken);
}
