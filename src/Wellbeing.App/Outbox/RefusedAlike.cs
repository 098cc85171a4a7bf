using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Outbox;

/// <summary>
/// What to think of an address that was refused. One refusal may be a mistake, and several with the same words are about
/// us: an address is given up after two that lie <see cref="Notice.RefusedAgainAfter"/> apart, or a report that says so,
/// and never while others are refused alike.
/// </summary>
internal sealed class RefusedAlike(WellbeingDb db)
{
    /// <summary>Refusals within so long belong together: ten minutes, and the wait before an address is tried again, since
    /// the steps of a ladder lie apart.</summary>
    public static readonly TimeSpan Window = Notice.RefusedAgainAfter + TimeSpan.FromMinutes(10);

    /// <summary>More addresses than this with the same words, and it is about us.</summary>
    public const int MostAddresses = 2;

    /// <summary>Whether this address was refused before, long enough ago, and took nothing since.</summary>
    public async Task<bool> RefusedBefore(Notice notice, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var attempts = db.NoticeAttempts.Where(a =>
            db.Notices.Any(n => n.Id == a.NoticeId && n.Channel == NoticeChannel.Mail && n.Address == notice.Address)
        );
        var refused = await attempts
            .Where(a =>
                a.Outcome == AttemptOutcome.Permanent
                && !attempts.Any(later => later.Outcome == AttemptOutcome.Accepted && later.BeganAtUtc >= a.BeganAtUtc)
            )
            .MinAsync(a => (DateTime?)a.BeganAtUtc, cancellationToken);
        return refused <= nowUtc - Notice.RefusedAgainAfter;
    }

    /// <summary>Those refused with the same words of late, this one among them, where there are so many, or all who were
    /// told of a flag at once, that it is about us; empty otherwise, and where others of the same domain were reached
    /// meanwhile.</summary>
    /// <param name="words">The mail server's.</param>
    public async Task<IReadOnlyList<Notice>> AboutUs(
        Notice notice,
        string words,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var since = nowUtc - Window;
        // A server that took mail for others there meanwhile has nothing against us.
        var there = notice.Address[notice.Address.LastIndexOf('@')..];
        if (
            await db.NoticeAttempts.AnyAsync(
                a =>
                    a.Outcome == AttemptOutcome.Accepted
                    && a.BeganAtUtc > since
                    && db.Notices.Any(n =>
                        n.Id == a.NoticeId && n.Channel == NoticeChannel.Mail && n.Address.EndsWith(there)
                    ),
                cancellationToken
            )
        )
            return [];
        var tried = await db
            .NoticeAttempts.AsNoTracking()
            .Where(a => a.Outcome == AttemptOutcome.Permanent && a.BeganAtUtc > since)
            .Join(
                db.Notices.Where(n => n.Channel == NoticeChannel.Mail),
                a => a.NoticeId,
                n => n.Id,
                (a, n) => new { Notice = n, a.Detail }
            )
            .ToListAsync(cancellationToken);
        var reported = await db
            .Bounces.AsNoTracking()
            .Where(b => b.Kind == BounceKind.Refused && b.AtUtc > since)
            .Join(db.Notices, b => b.NoticeId, n => n.Id, (b, n) => new { Notice = n, Detail = (string?)b.Detail })
            .ToListAsync(cancellationToken);
        var same = Refusal.Alike(words);
        var alike = tried
            .Concat(reported)
            .Where(r => Refusal.Alike(r.Detail ?? "") == same)
            .Select(r => r.Notice)
            .Append(notice)
            .DistinctBy(n => n.Address, StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (alike.Count > MostAddresses)
            return alike;
        if (notice.FlagId is null || alike.Count < 2)
            return [];
        // Everybody who was told of this flag in one step.
        var step = await db
            .Notices.AsNoTracking()
            .Where(n =>
                n.FlagId == notice.FlagId
                && n.Kind == notice.Kind
                && n.CreatedAtUtc == notice.CreatedAtUtc
                && n.Channel == NoticeChannel.Mail
            )
            .Select(n => n.Address)
            .ToListAsync(cancellationToken);
        return
            step.Count > 1
            && step.TrueForAll(a => alike.Exists(n => n.Address.Equals(a, StringComparison.OrdinalIgnoreCase)))
            ? alike
            : [];
    }
}
