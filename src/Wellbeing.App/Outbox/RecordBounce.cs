using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Outbox;

/// <summary>
/// A mail came to the return address of a message. One that will not arrive is treated as a refusal by our own mail
/// server: the address is marked, the next contact and the next step are told. All in one save; the same mail counts once.
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
    CameBack cameBack,
    SealedText text,
    IPublisher publisher,
    TimeProvider clock
) : IRequestHandler<RecordBounce, RecordBounceResult>
{
    /// <summary>Whoever knows one return address may write to it: more than this about one message tell nothing
    /// new.</summary>
    private const int MostOfMessage = 20;

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
        if (await db.Bounces.CountAsync(b => b.MessageId == message.Id, cancellationToken) >= MostOfMessage)
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
                SealedText = kind == BounceKind.Unknown ? text.Seal(Cut(report.Text, BounceReport.LongestText)) : null,
            }
        );
        db.Audit(
            Actor.System,
            AuditActions.MessageBounced,
            now,
            message.ParticipantId,
            message.FlagId,
            new BouncedMessageDetail(message.Kind, kind)
        );
        switch (kind)
        {
            case BounceKind.GivenUp or BounceKind.Refused:
                await cameBack.NotDelivered(
                    message,
                    kind == BounceKind.Refused ? $"{report.Status} {detail}".Trim() : null,
                    kind == BounceKind.Refused ? await refusals.AboutUs(message, detail, now, cancellationToken) : [],
                    now,
                    cancellationToken
                );
                break;
            case BounceKind.Answered:
                await publisher.Publish(new MessageAnswered(message, now), cancellationToken);
                break;
            case BounceKind.Complaint:
                await publisher.Publish(new MessageComplainedOf(message, now), cancellationToken);
                break;
            default:
                break; // Held up, or for a person to read: nothing follows.
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return new RecordBounceResult.Recorded(kind);
    }

    private static BounceKind KindOf(BounceReport report, string detail) =>
        report.Kind switch
        {
            ReportKind.Failed => IsAboutAddress(report, detail) ? BounceKind.Refused : BounceKind.GivenUp,
            ReportKind.FailedForNow => BounceKind.GivenUp,
            ReportKind.Delayed => BounceKind.Delayed,
            ReportKind.Answered => BounceKind.Answered,
            ReportKind.Complaint => BounceKind.Complaint,
            _ => BounceKind.Unknown,
        };

    /// <summary>"5.0.0" says no more than that it failed: the server's own words may say more.</summary>
    private static bool IsAboutAddress(BounceReport report, string detail)
    {
        var status = report.Status is "5.0.0" ? "" : report.Status;
        return Refusal.IsAboutAddress(report.Code, status, detail, reported: true)
            || (status.Length == 0 && report.NamesMailbox);
    }

    private static string Without(string address, string detail) =>
        Cut(detail.Replace(address, "(the address)", StringComparison.OrdinalIgnoreCase), 300);

    private static string Cut(string value, int length) => value.Length <= length ? value : value[..length];
}
