using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Flags;

/// <summary>What a person was promised about their flag, and whether it is still owed.</summary>
internal static class PromiseKept
{
    /// <summary>
    /// By when the person was promised contact, where nobody has reached them since they said last what promises it: a
    /// try that failed is no answer. Null where none is owed.
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
            || await db.ContactAttempts.AnyAsync(
                a => a.FlagId == flag.Id && a.Reached && a.AtUtc >= said,
                cancellationToken
            )
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
            .Select(a => new
            {
                a.AtUtc,
                a.Reached,
                a.Channel,
            })
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
        var unreached = !attempts.Exists(a => a.Reached && a.AtUtc >= last);
        var owed = await db.ContactOwedBy(flag, cancellationToken);
        // A mail that nobody answered is no reason to let the promised time pass; who was rung in vain is rung again.
        var rung = attempts.Exists(a =>
            a.AtUtc >= last && (a.Channel.IsCall() || a.Channel == ContactChannel.InPerson)
        );
        return new SnoozeRule(
            since,
            unreached && flag.Severity == Severity.Urgent ? Flag.LongestWaitUnreached
                : owed is not null ? Flag.LongestWaitOwed
                : Flag.LongestSnooze(flag.Severity),
            owed > nowUtc && !rung ? owed : null
        );
    }

    /// <summary>The person said something that promises anything, and nobody has reached them since.</summary>
    public static async Task<bool> IsUnanswered(this WellbeingDb db, Flag flag, CancellationToken cancellationToken)
    {
        var said = await db.SaidAt(flag, cancellationToken);
        return said.Count > 0
            && said.Max() is var last
            && !await db.ContactAttempts.AnyAsync(
                a => a.FlagId == flag.Id && a.Reached && a.AtUtc >= last,
                cancellationToken
            );
    }

    /// <summary>What the person was told of an unresolved flag and has not come to pass, with the last try to reach
    /// them.</summary>
    public static async Task<Unkept> UnkeptOf(
        this WellbeingDb db,
        Flag flag,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var attempts = await db
            .ContactAttempts.AsNoTracking()
            .Where(a => a.FlagId == flag.Id && a.AtUtc >= flag.RaisedAtUtc)
            .OrderBy(a => a.AtUtc)
            .ToListAsync(cancellationToken);
        var reachedUtc = attempts.Where(a => a.Reached).Max(a => (DateTime?)a.AtUtc);
        var waiting = (
            await db
                .FlagFindings.AsNoTracking()
                .Where(f => f.FlagId == flag.Id && Promises.OfAnything.Contains(f.Rule))
                .ToListAsync(cancellationToken)
        ).FindAll(f => !(reachedUtc >= f.FoundAtUtc));
        if (waiting.Count == 0)
            return new Unkept(null, null, null);

        var began = waiting.Min(f => f.FoundAtUtc);
        var tried = attempts.LastOrDefault() is { Reached: false } last && last.AtUtc >= began ? last : null;
        var broken = waiting
            // Having a flag is not contact: whoever took it on after the time had passed owes it all the same.
            .Where(f => f.Rule == Detection.Rule.Acute || f.Rule.Made() == Promise.Contact)
            .Select(f => (DateTime?)ToldBy(f))
            .Where(by => by <= nowUtc)
            .Min();

        // "They plan to try again by": a promise like any other, which the next try keeps.
        var again = await db
            .FlagSnoozes.AsNoTracking()
            .Where(s => s.FlagId == flag.Id)
            .OrderByDescending(s => s.AtUtc)
            .FirstOrDefaultAsync(cancellationToken);
        if (again?.UntilUtc <= nowUtc && tried?.AtUtc <= again.AtUtc && !(broken <= again.UntilUtc))
            broken = again.UntilUtc;
        var first = waiting.Min(ToldBy);
        return new Unkept(
            broken,
            flag.State == FlagState.Open && first <= nowUtc && !(broken <= first) ? first : broken,
            tried is null
                ? null
                : new NotReached(
                    tried.ByName.Trim().Split(' ')[0],
                    tried.Channel.IsCall(),
                    flag.SnoozedUntilUtc,
                    tried.AtUtc
                )
        );

        // What joined an open flag was promised no later than the flag.
        DateTime ToldBy(FlagFinding f) =>
            f.RespondByUtc is { } own && (own < flag.RespondByUtc || f.FoundAtUtc > flag.RespondByUtc)
                ? own
                : flag.RespondByUtc;
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
            await db.FlagFindings.AsNoTracking().Where(f => f.FlagId == flag.Id).ToListAsync(cancellationToken),
            flag.RespondByUtc
        ) ?? flag.RespondByUtc;

    /// <summary>
    /// What stands of the promises that were made after the flag's own time had passed: the earliest, until it has
    /// passed too. Nothing that is said later puts it off. To somebody who is owed contact nothing less is promised: a
    /// day on which something is read is no answer to "I don't feel safe". Null where none was made.
    /// </summary>
    /// <param name="findings">All of the flag's.</param>
    public static DateTime? NewPromise(IReadOnlyCollection<FlagFinding> findings, DateTime respondByUtc) =>
        Standing(
            findings
                .Where(f =>
                    f.FoundAtUtc > respondByUtc
                    && f.RespondByUtc is not null
                    && f.Rule.Made() is { } made
                    && (
                        made == Promise.Contact
                        || !findings.Any(before =>
                            before.Rule.Made() == Promise.Contact
                            && before.Severity > f.Severity
                            && before.FoundAtUtc <= f.FoundAtUtc
                        )
                    )
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

/// <summary>What a person was told of their flag and has not come to pass.</summary>
/// <param name="BrokenUtc">The first instant at which somebody should have been in touch, since they were reached last;
/// null where none has passed.</param>
/// <param name="UnreadUtc">The first at which somebody should have been in touch, or have read what they said.</param>
/// <param name="Tried">The last try since then, which did not reach them; else null.</param>
internal sealed record Unkept(DateTime? BrokenUtc, DateTime? UnreadUtc, NotReached? Tried);

/// <summary>How long a flag may be put off.</summary>
/// <param name="WaitingSinceUtc">Since when the person has waited, where the flag is late, or was when it was
/// acknowledged, and nobody has tried to be in touch since they said last what promises anything: it may not be snoozed
/// before somebody has. Null where that is not so.</param>
/// <param name="Longest">An urgent one no longer than <see cref="Flag.LongestWaitUnreached"/> while nobody has reached
/// the person since then; one on which contact is owed no longer than <see cref="Flag.LongestWaitOwed"/>.</param>
/// <param name="NotBeyondUtc">By when they were promised contact, while nobody has rung; else null.</param>
internal sealed record SnoozeRule(DateTime? WaitingSinceUtc, TimeSpan Longest, DateTime? NotBeyondUtc);
