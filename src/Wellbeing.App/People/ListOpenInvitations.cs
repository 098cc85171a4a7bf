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
);

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
            .Select(n => new { n.DedupKey, n.State })
            .ToDictionaryAsync(n => n.DedupKey, n => n.State, cancellationToken);
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
                    mails.TryGetValue(r.Invitation.MailKey(), out var state) ? state : null
                )),
            ],
            await db.OpenInvitations().CountAsync(cancellationToken),
            page,
            size
        );
    }
}
