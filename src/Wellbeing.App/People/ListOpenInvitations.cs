using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>
/// Who was invited by the team and has not answered, the latest first; those whose link has ended stand there until
/// retention takes them. Whoever asked by a leaflet, or was asked by their family, is not among them.
/// </summary>
/// <param name="Page">1, 2, 3...</param>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record ListOpenInvitations(Actor By, int Page = 1, int PageSize = 25)
    : IRequest<OpenInvitationsPage>,
        IActed;

public sealed record OpenInvitationsPage(IReadOnlyList<OpenInvitationRow> Rows, int Total, int Page, int PageSize);

/// <param name="InvitedBy">A colleague's or program's name; null where they are gone.</param>
/// <param name="EndsAtUtc">When its link stops working.</param>
/// <param name="Ended">It has.</param>
/// <param name="Mail">What became of the mail; null where its record is gone.</param>
public sealed record OpenInvitationRow(
    Guid Id,
    string Name,
    string Email,
    ParticipantKind Kind,
    string? InvitedBy,
    DateTime InvitedAtUtc,
    DateTime EndsAtUtc,
    bool Ended,
    MessageState? Mail
)
{
    /// <summary>The mail server refused it last, and it is tried again; null where it did not.</summary>
    public RefusedForNow? Refused { get; init; }
}

/// <param name="Reply">The mail server's words; empty where it said none.</param>
/// <param name="NextUtc">When it is tried again.</param>
public sealed record RefusedForNow(string Reply, DateTime NextUtc);

internal sealed class ListOpenInvitationsHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListOpenInvitations, OpenInvitationsPage>
{
    public async Task<OpenInvitationsPage> Handle(ListOpenInvitations request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (page, size) = (Math.Max(1, request.Page), Math.Clamp(request.PageSize, 1, 100));
        var rows = await db.OpenInvitations()
            .AsNoTracking()
            .OrderByDescending(i => i.InvitedAtUtc)
            .ThenBy(i => i.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(i => new
            {
                Invitation = i,
                By = db.Users.Where(u => u.Id == i.InvitedBy).Select(u => u.DisplayName).FirstOrDefault()
                    ?? db.ApiClients.Where(c => c.Id == i.InvitedBy).Select(c => c.Name + " (API)").FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var keys = rows.ConvertAll(r => r.Invitation.MailKey());
        var mails = await db
            .Messages.Where(n => keys.Contains(n.DedupKey))
            .Select(n => new
            {
                n.Id,
                n.DedupKey,
                n.State,
                n.NotBeforeUtc,
            })
            .ToDictionaryAsync(n => n.DedupKey, cancellationToken);
        var again = mails.Values.Where(n => n.State == MessageState.RetryWait).Select(n => n.Id).ToList();
        var refusals = (
            await db
                .MessageAttempts.AsNoTracking()
                .Where(a => again.Contains(a.MessageId))
                .ToListAsync(cancellationToken)
        )
            .GroupBy(a => a.MessageId)
            .Select(g => g.MaxBy(a => a.Number)!)
            .Where(a => a.IsRefusal)
            .ToDictionary(a => a.MessageId, a => a.Detail ?? "");
        db.Audit(request.By, AuditActions.InvitationsListed, now);
        await db.SaveChangesAsync(cancellationToken);
        return new OpenInvitationsPage(
            [
                .. rows.Select(r => new OpenInvitationRow(
                    r.Invitation.Id,
                    r.Invitation.Name,
                    r.Invitation.Email,
                    r.Invitation.Kind,
                    r.By,
                    r.Invitation.InvitedAtUtc,
                    r.Invitation.EndsAtUtc,
                    r.Invitation.EndsAtUtc <= now,
                    mails.TryGetValue(r.Invitation.MailKey(), out var mail) ? mail.State : null
                )
                {
                    Refused =
                        mail is not null && refusals.TryGetValue(mail.Id, out var reply)
                            ? new RefusedForNow(reply, mail.NotBeforeUtc)
                            : null,
                }),
            ],
            await db.OpenInvitations().CountAsync(cancellationToken),
            page,
            size
        );
    }
}
