using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Severity = Wellbeing.Detection.Severity;

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

    /// <summary>How long the flag may be put off now.</summary>
    public static async Task<SnoozeRule> MayBeSnoozed(
        this WellbeingDb db,
        Flag flag,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var said = await db.SaidAt(flag, cancellationToken);
        var attempts = await db
            .ContactAttempts.Where(a => a.FlagId == flag.Id)
            .Select(a => new { a.AtUtc, a.Reached })
            .ToListAsync(cancellationToken);

        var takenUtc = flag.State switch
        {
            FlagState.Open => nowUtc,
            FlagState.Acknowledged => flag.AcknowledgedAtUtc,
            _ => null,
        };
        var tried = attempts.Max(a => (DateTime?)a.AtUtc);
        DateTime? since =
            takenUtc > flag.RespondByUtc ? said.Where(at => !(at <= tried)).Select(at => (DateTime?)at).Min() : null;

        var last = said.DefaultIfEmpty(flag.RaisedAtUtc).Max();
        var unreached = flag.Severity == Severity.Urgent && !attempts.Exists(a => a.Reached && a.AtUtc >= last);
        return new SnoozeRule(since, unreached ? Flag.LongestWaitUnreached : Flag.LongestSnooze(flag.Severity));
    }

    /// <summary>When the person said something that promises anything, repeats included.</summary>
    private static async Task<List<DateTime>> SaidAt(
        this WellbeingDb db,
        Flag flag,
        CancellationToken cancellationToken
    )
    {
        var said = await db
            .FlagFindings.Where(f => f.FlagId == flag.Id && Promises.OfAnything.Contains(f.Rule))
            .Select(f => f.FoundAtUtc)
            .ToListAsync(cancellationToken);
        said.AddRange(
            await db
                .FindingRepeats.Where(r =>
                    r.FlagId == flag.Id && r.Reason == RepeatReason.StillHolds && Promises.OfAnything.Contains(r.Rule)
                )
                .Select(r => r.AtUtc)
                .ToListAsync(cancellationToken)
        );
        return said;
    }

    /// <summary>
    /// By when the person was told that somebody reads, or is in touch. The promise stands while the flag is open, and
    /// while contact was promised and the nurse who has the flag has not tried yet. Null where there is nothing to wait
    /// for: the person said nothing; no nurse could answer; or a nurse took the flag on after the promise had passed.
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
    /// The flag's own instant. Whoever says something new after that has passed gets a promise of its own, not the one
    /// that has passed; for the team the flag stays late.
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

    /// <summary>
    /// What stands of the promises that were made after the flag's own time had passed: the earliest, until it has
    /// passed too. Nothing that is said later puts it off. Null where none was made.
    /// </summary>
    public static DateTime? NewPromise(IEnumerable<FlagFinding> findings, DateTime respondByUtc) =>
        Standing(
            findings
                .Where(f =>
                    f.FoundAtUtc > respondByUtc && f.RespondByUtc is not null && Promises.OfAnything.Contains(f.Rule)
                )
                .Select(f => (f.FoundAtUtc, f.RespondByUtc!.Value))
        );

    /// <inheritdoc cref="NewPromise"/>
    /// <param name="made">When each was made, and by when it promised.</param>
    public static DateTime? Standing(IEnumerable<(DateTime MadeAtUtc, DateTime ByUtc)> made)
    {
        DateTime? stands = null;
        foreach (var (madeAt, by) in made.OrderBy(m => m.MadeAtUtc).ThenBy(m => m.ByUtc))
        {
            if (stands is null || stands <= madeAt || by < stands)
                stands = by;
        }

        return stands;
    }
}

/// <summary>How long a flag may be put off.</summary>
/// <param name="WaitingSinceUtc">Since when the person has waited, where the flag is late, or was when it was
/// acknowledged, and nobody has tried to be in touch since they said last what promises anything: it may not be snoozed
/// before somebody has. Null where that is not so.</param>
/// <param name="Longest">An urgent one no longer than <see cref="Flag.LongestWaitUnreached"/> while nobody has reached
/// the person since then.</param>
internal sealed record SnoozeRule(DateTime? WaitingSinceUtc, TimeSpan Longest);
