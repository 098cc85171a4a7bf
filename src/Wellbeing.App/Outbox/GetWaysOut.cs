using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>How each way out does, as its attempts of the last two days tell: the mail server, and each webhook.</summary>
[AllowedTo(Roles.Administrator | Roles.System)]
public sealed record GetWaysOut(Actor By) : IRequest<IReadOnlyList<WayOut>>, IActed
{
    /// <summary>How far back attempts are looked at.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(2);
}

/// <param name="Name">Of the webhook; null for the mail server.</param>
/// <param name="LastSuccessAtUtc">When it last took something; null where it took nothing within
/// <see cref="GetWaysOut.Window"/>.</param>
/// <param name="FailingSinceUtc">The first failure after that; null while it takes what it is given.</param>
/// <param name="Words">What the other side said last, or what kept us from reaching it.</param>
/// <param name="Waiting">Messages that wait to be tried again.</param>
public sealed record WayOut(
    MessageChannel Channel,
    string? Name,
    DateTime? LastSuccessAtUtc,
    DateTime? FailingSinceUtc,
    string? Words,
    int Waiting
)
{
    /// <summary>Longer than a server takes to start again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Many servers take nothing from somebody new for a quarter of an hour (greylisting): a failure of one
    /// address alone says little before that.</summary>
    public static readonly TimeSpan PatienceWithOneAddress = TimeSpan.FromMinutes(30);

    /// <summary>More than one address met it, or the server did not come to speak of an address at all.</summary>
    public bool IsGeneral { get; init; }

    /// <summary>It has failed for longer than such things last by themselves.</summary>
    public bool Fails(DateTime nowUtc) =>
        FailingSinceUtc is { } since && nowUtc - since >= (IsGeneral ? Patience : PatienceWithOneAddress);
}

internal sealed class GetWaysOutHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetWaysOut, IReadOnlyList<WayOut>>
{
    public async Task<IReadOnlyList<WayOut>> Handle(GetWaysOut request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var since = now - GetWaysOut.Window;
        var names = await db.Webhooks.AsNoTracking().ToDictionaryAsync(w => w.Id, w => w.Name, cancellationToken);
        var attempts = db
            .Messages.Where(m => m.CreatedAtUtc > since)
            .Join(
                db.MessageAttempts,
                m => m.Id,
                a => a.MessageId,
                (m, a) =>
                    new
                    {
                        m.Channel,
                        m.WebhookId,
                        m.Address,
                        m.State,
                        MessageId = m.Id,
                        a.BeganAtUtc,
                        a.Outcome,
                        a.ReplyCode,
                        a.Detail,
                    }
            );
        var taken = await attempts
            .Where(a => a.Outcome == AttemptOutcome.Accepted)
            .GroupBy(a => new { a.Channel, a.WebhookId })
            .Select(g => new { g.Key, At = g.Max(a => a.BeganAtUtc) })
            .ToDictionaryAsync(g => g.Key, g => (DateTime?)g.At, cancellationToken);
        // A mail that is refused for good says something of the mail, or of its address; a webhook has one address.
        var failures = attempts.Where(a =>
            a.Outcome == AttemptOutcome.Temporary
            || a.Outcome == AttemptOutcome.Unknown
            || (a.Outcome == AttemptOutcome.Permanent && a.Channel == MessageChannel.Webhook)
        );
        var failed = await failures
            .GroupBy(a => new { a.Channel, a.WebhookId })
            .Select(g => new { g.Key, At = g.Max(a => a.BeganAtUtc) })
            .ToDictionaryAsync(g => g.Key, g => g.At, cancellationToken);

        var ways = new List<WayOut>();
        foreach (
            var way in taken
                .Keys.Union(failed.Keys)
                .Append(new { Channel = MessageChannel.Mail, WebhookId = (Guid?)null })
                .Distinct()
                .OrderBy(w => w.Channel)
                .ThenBy(w => names.GetValueOrDefault(w.WebhookId ?? Guid.Empty), StringComparer.Ordinal)
        )
        {
            var name = way.WebhookId is { } id ? names.GetValueOrDefault(id) : null;
            if (way.WebhookId is not null && name is null)
                continue; // It was taken away.
            var success = taken.GetValueOrDefault(way);
            if (!failed.TryGetValue(way, out var last) || last <= success)
            {
                ways.Add(new WayOut(way.Channel, name, success, null, null, 0));
                continue;
            }

            var sinceThen = failures.Where(a =>
                a.Channel == way.Channel && a.WebhookId == way.WebhookId && (success == null || a.BeganAtUtc > success)
            );
            var said = await sinceThen
                .OrderByDescending(a => a.BeganAtUtc)
                .Select(a => new { a.ReplyCode, a.Detail })
                .FirstAsync(cancellationToken);
            ways.Add(
                new WayOut(
                    way.Channel,
                    name,
                    success,
                    await sinceThen.MinAsync(a => a.BeganAtUtc, cancellationToken),
                    $"{said.ReplyCode} {said.Detail}".Trim(),
                    await sinceThen
                        .Where(a => a.State == MessageState.RetryWait)
                        .Select(a => a.MessageId)
                        .Distinct()
                        .CountAsync(cancellationToken)
                )
                {
                    IsGeneral =
                        said.ReplyCode is null
                        || way.Channel == MessageChannel.Webhook
                        || await sinceThen.Select(a => a.Address).Distinct().CountAsync(cancellationToken) > 1,
                }
            );
        }

        return ways;
    }
}
