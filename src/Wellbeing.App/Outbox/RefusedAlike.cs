using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.Outbox;

/// <summary>
/// What to think of an address that was refused. One refusal may be a mistake, and several with the same words are about
/// us: an address is given up after two that lie <see cref="Message.RefusedAgainAfter"/> apart, or a report that says so,
/// and never while others are refused alike.
/// </summary>
internal sealed class RefusedAlike(WellbeingDb db)
{
    /// <summary>Refusals within so long belong together: ten minutes, and the wait before an address is tried again, since
    /// the steps of a ladder lie apart.</summary>
    public static readonly TimeSpan Window = Message.RefusedAgainAfter + TimeSpan.FromMinutes(10);

    /// <summary>More addresses than this with the same words, and it is about us.</summary>
    public const int MostAddresses = 2;

    /// <summary>Whether this address was refused before, long enough ago, and took nothing since.</summary>
    public async Task<bool> RefusedBefore(Message message, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var attempts = db.MessageAttempts.Where(a =>
            db.Messages.Any(n =>
                n.Id == a.MessageId && n.Channel == MessageChannel.Mail && n.Address == message.Address
            )
        );
        var refused = await attempts
            .Where(a =>
                a.Outcome == AttemptOutcome.Permanent
                && !attempts.Any(later => later.Outcome == AttemptOutcome.Accepted && later.BeganAtUtc >= a.BeganAtUtc)
            )
            .MinAsync(a => (DateTime?)a.BeganAtUtc, cancellationToken);
        return refused <= nowUtc - Message.RefusedAgainAfter;
    }

    /// <summary>Those refused with the same words of late, this one among them, where there are so many, or all who were
    /// told of a flag at once, that it is about us; empty otherwise, and where others of the same domain were reached
    /// meanwhile.</summary>
    /// <param name="words">The mail server's.</param>
    public async Task<IReadOnlyList<Message>> AboutUs(
        Message message,
        string words,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var since = nowUtc - Window;
        // A server that took mail for others there meanwhile has nothing against us.
        var there = message.Address[message.Address.LastIndexOf('@')..];
        if (
            await db.MessageAttempts.AnyAsync(
                a =>
                    a.Outcome == AttemptOutcome.Accepted
                    && a.BeganAtUtc > since
                    && db.Messages.Any(n =>
                        n.Id == a.MessageId && n.Channel == MessageChannel.Mail && n.Address.EndsWith(there)
                    ),
                cancellationToken
            )
        )
            return [];
        var tried = await db
            .MessageAttempts.AsNoTracking()
            .Where(a => a.Outcome == AttemptOutcome.Permanent && a.BeganAtUtc > since)
            .Join(
                db.Messages.Where(n => n.Channel == MessageChannel.Mail),
                a => a.MessageId,
                n => n.Id,
                (a, n) => new { Message = n, a.Detail }
            )
            .ToListAsync(cancellationToken);
        var reported = await db
            .Bounces.AsNoTracking()
            .Where(b => b.Kind == BounceKind.Refused && b.AtUtc > since)
            .Join(db.Messages, b => b.MessageId, n => n.Id, (b, n) => new { Message = n, Detail = (string?)b.Detail })
            .ToListAsync(cancellationToken);
        var same = Refusal.Alike(words);
        var alike = tried
            .Concat(reported)
            .Where(r => Refusal.Alike(r.Detail ?? "") == same)
            .Select(r => r.Message)
            .Append(message)
            .DistinctBy(n => n.Address, StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (alike.Count > MostAddresses)
            return alike;
        if (message.FlagId is null || alike.Count < 2)
            return [];
        // Everybody who was told of this flag in one step.
        var step = await db
            .Messages.AsNoTracking()
            .Where(n =>
                n.FlagId == message.FlagId
                && n.Kind == message.Kind
                && n.CreatedAtUtc == message.CreatedAtUtc
                && n.Channel == MessageChannel.Mail
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
