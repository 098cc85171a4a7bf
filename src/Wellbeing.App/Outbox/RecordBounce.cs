using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>
/// A message came back, or is held up. One that will not arrive is treated as a refusal by our own mail server: the
/// address is marked, the next contact and the next step are told. All in one save; the same report counts once.
/// </summary>
[AllowedTo(Roles.System)]
public sealed record RecordBounce(Actor By, BounceReport Report) : IRequest<RecordBounceResult>, IActed;

public abstract record RecordBounceResult
{
    public sealed record Recorded(BounceKind Kind) : RecordBounceResult;

    /// <summary>Read before.</summary>
    public sealed record Known : RecordBounceResult;

    /// <summary>It came to no address that we signed: somebody may have made it up.</summary>
    public sealed record NotOurs : RecordBounceResult;
}

internal sealed class RecordBounceHandler(
    WellbeingDb db,
    ReturnAddresses addresses,
    RefusedAlike refusals,
    IPublisher publisher,
    TimeProvider clock
) : IRequestHandler<RecordBounce, RecordBounceResult>
{
    public async Task<RecordBounceResult> Handle(RecordBounce request, CancellationToken cancellationToken)
    {
        var report = request.Report;
        if (await addresses.MessageOf(db, report.CameTo, cancellationToken) is not { } messageId)
            return new RecordBounceResult.NotOurs();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(report.MessageId)));
        var now = clock.GetUtcNow().UtcDateTime;

        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (
            await db.Messages.AsNoTracking().SingleOrDefaultAsync(n => n.Id == messageId, cancellationToken)
            is not { } message
        )
            return new RecordBounceResult.NotOurs();
        // A unique index settles races; this makes the common case friendly.
        if (await db.Bounces.AnyAsync(b => b.ReportHash == hash, cancellationToken))
            return new RecordBounceResult.Known();

        var detail = Without(message.Address, report.Detail);
        var kind = KindOf(report, detail);
        db.Bounces.Add(
            new Bounce
            {
                Id = Guid.CreateVersion7(now),
                ReportHash = hash,
                MessageId = message.Id,
                AtUtc = now,
                Kind = kind,
                Status = report.Status.Length <= 20 ? report.Status : report.Status[..20],
                Detail = detail,
            }
        );
        db.Audit(
            Actor.System,
            AuditActions.MessageBounced,
            now,
            message.ParticipantId,
            message.FlagId,
            $"purpose={message.Kind};kind={kind}"
        );
        if (kind != BounceKind.Delayed)
            await GiveUp(message, kind, report.Status, detail, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new RecordBounceResult.Recorded(kind);
    }

    /// <summary>As after a refusal by our own mail server.</summary>
    private async Task GiveUp(
        Message message,
        BounceKind kind,
        string status,
        string detail,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        // One that is being sent again at this moment ends by its own outcome.
        await db
            .Messages.Where(n =>
                n.Id == message.Id
                && (
                    n.State == MessageState.Accepted
                    || n.State == MessageState.RetryWait
                    || n.State == MessageState.Pending
                )
            )
            .ExecuteUpdateAsync(
                n => n.SetProperty(x => x.State, MessageState.Rejected).SetProperty(x => x.SealedSecret, (string?)null),
                cancellationToken
            );
        await publisher.Publish(new MessageCameBack(message, now), cancellationToken);
        if (kind == BounceKind.Refused)
            await publisher.Publish(
                await refusals.AboutUs(message, detail, now, cancellationToken) is { Count: > 0 } alike
                    ? new RefusedForOurSake(alike, now)
                    : (INotification)new AddressRefused(message, $"{status} {detail}".Trim(), now),
                cancellationToken
            );
        await publisher.Publish(new MessageNotDelivered(message, now), cancellationToken);
    }

    private static BounceKind KindOf(BounceReport report, string detail) =>
        !report.Failed ? BounceKind.Delayed
        : Refusal.IsAboutAddress(null, StatusIn(report, detail), detail, reported: true) ? BounceKind.Refused
        : BounceKind.GivenUp;

    /// <summary>"5.0.0" says no more than that it failed: the server's own words may say more.</summary>
    private static string StatusIn(BounceReport report, string detail) =>
        report.Status is "" or "5.0.0" ? Refusal.StatusOf(WithoutCode(detail)) : report.Status;

    private static string WithoutCode(string detail) =>
        detail.Length > 4 && detail.Take(3).All(char.IsAsciiDigit) && detail[3] is ' ' or '-' ? detail[4..] : detail;

    private static string Without(string address, string detail)
    {
        var clean = detail.Replace(address, "(the address)", StringComparison.OrdinalIgnoreCase);
        return clean.Length <= 300 ? clean : clean[..300];
    }
}
