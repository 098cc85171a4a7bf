using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Operations;

/// <summary>What mail servers refuse for our sake: our greeting, our sender, a policy, or several addresses with the same
/// words. Nobody's address is to blame.</summary>
internal static class MailRefusals
{
    private static readonly TimeSpan _counts = TimeSpan.FromDays(1);

    /// <summary>The latest such refusal, with the server's words; null where there was none, or a mail was taken
    /// since.</summary>
    public static async Task<ReadinessProblem.MailRefused?> ForOurSake(
        this WellbeingDb db,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var since = nowUtc - _counts;
        var mails = db
            .MessageAttempts.AsNoTracking()
            .Where(a => a.BeganAtUtc > since)
            .Join(
                db.Messages.Where(n => n.Channel == MessageChannel.Mail),
                a => a.MessageId,
                n => n.Id,
                (a, n) =>
                    new
                    {
                        a.BeganAtUtc,
                        a.Outcome,
                        a.ReplyCode,
                        a.Detail,
                        n.Address,
                    }
            );
        var taken = await mails
            .Where(a => a.Outcome == AttemptOutcome.Accepted)
            .MaxAsync(a => (DateTime?)a.BeganAtUtc, cancellationToken);
        var refused = await mails
            .Where(a =>
                a.ReplyCode >= 500
                && (a.Outcome == AttemptOutcome.Temporary || a.Outcome == AttemptOutcome.Permanent)
                && (taken == null || a.BeganAtUtc > taken)
            )
            .ToListAsync(cancellationToken);
        return refused
            .GroupBy(a => Refusal.Alike(a.Detail ?? ""))
            .Where(g =>
                g.Any(a => a.Outcome == AttemptOutcome.Temporary)
                || g.DistinctBy(a => a.Address, StringComparer.OrdinalIgnoreCase).Count() > RefusedAlike.MostAddresses
            )
            .OrderByDescending(g => g.Max(a => a.BeganAtUtc))
            .Select(g => new ReadinessProblem.MailRefused(
                g.Min(a => a.BeganAtUtc),
                $"{g.First().ReplyCode} {g.First().Detail}"
            ))
            .FirstOrDefault();
    }
}
