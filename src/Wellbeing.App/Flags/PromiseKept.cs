using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;

namespace Wellbeing.App.Flags;

/// <summary>What a person was promised about their flag, and whether it is still owed.</summary>
internal static class PromiseKept
{
    /// <summary>
    /// By when the person was promised contact, where nobody has tried to be in touch since they said last what
    /// promises it; null where none is owed.
    /// </summary>
    public static async Task<DateTime?> ContactOwedBy(
        this WellbeingDb db,
        Flag flag,
        CancellationToken cancellationToken
    )
    {
        var said = await db
            .FlagFindings.Where(f => f.FlagId == flag.Id && Promises.OfContact.Contains(f.Rule))
            .MaxAsync(f => (DateTime?)f.FoundAtUtc, cancellationToken);
        if (
            said is null
            || await db.ContactAttempts.AnyAsync(a => a.FlagId == flag.Id && a.AtUtc >= said, cancellationToken)
        )
            return null;
        return await db.LastPromise(flag, cancellationToken);
    }

    /// <summary>
    /// By when the person was told that somebody reads, or is in touch. It stands while the flag is open, and while a
    /// nurse has it (or lets it wait) who has not tried yet though contact was promised. Null where nobody has to be
    /// waited for: where the person said nothing, where there is no nurse who could answer, and where a nurse took it
    /// on after the promise had passed, since that somebody has it is news then.
    /// </summary>
    public static async Task<DateTime?> PromisedBy(this WellbeingDb db, Flag? flag, CancellationToken cancellationToken)
    {
        if (flag is null || flag.State == FlagState.Resolved)
            return null;
        if (flag.State == FlagState.Acknowledged)
            return await db.ContactOwedBy(flag, cancellationToken) is { } owed && flag.AcknowledgedAtUtc < owed
                ? owed
                : null;
        return
            await db.AnyNurseCanAct(cancellationToken)
            && await db.FlagFindings.AnyAsync(
                f => f.FlagId == flag.Id && Promises.OfAnything.Contains(f.Rule),
                cancellationToken
            )
            ? await db.LastPromise(flag, cancellationToken)
            : null;
    }

    /// <summary>
    /// What the flag carries; but of what was said after that had passed, its own: the flag stays late for the team,
    /// and nobody who says something new is told that it takes longer than they were never told.
    /// </summary>
    public static async Task<DateTime> LastPromise(
        this WellbeingDb db,
        Flag flag,
        CancellationToken cancellationToken
    ) =>
        NewPromise(
            await db
                .FlagFindings.AsNoTracking()
                .Where(f => f.FlagId == flag.Id && f.FoundAtUtc > flag.RespondByUtc)
                .ToListAsync(cancellationToken),
            flag.RespondByUtc
        ) ?? flag.RespondByUtc;

    /// <summary>What was promised last of what was found after the flag's own time had passed; null where nothing
    /// was.</summary>
    public static DateTime? NewPromise(IEnumerable<FlagFinding> findings, DateTime respondByUtc) =>
        findings
            .Where(f =>
                f.FoundAtUtc > respondByUtc && f.RespondByUtc is not null && Promises.OfAnything.Contains(f.Rule)
            )
            .OrderByDescending(f => f.FoundAtUtc)
            .ThenBy(f => f.RespondByUtc)
            .FirstOrDefault()
            ?.RespondByUtc;
}
