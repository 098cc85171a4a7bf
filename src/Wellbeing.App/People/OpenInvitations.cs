using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
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

/// <param name="InvitedBy">A colleague's name; null where they are gone.</param>
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
    NoticeState? Mail
);

/// <summary>Sends an invitation again, with a new link for as long as the first had; the old link stops
/// working.</summary>
/// <returns>False when they have answered meanwhile, or it was taken back.</returns>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record InviteParticipantAgain(Actor By, Guid InvitationId) : IRequest<bool>, IActed;

/// <summary>Takes an invitation back: its link stops working, a mail that has not left does not leave, and nothing is
/// kept of it.</summary>
/// <returns>False when they have answered meanwhile, or it was taken back.</returns>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record TakeInvitationBack(Actor By, Guid InvitationId) : IRequest<bool>, IActed;

internal sealed class OpenInvitationHandlers(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<ListOpenInvitations, OpenInvitationsPage>,
        IRequestHandler<InviteParticipantAgain, bool>,
        IRequestHandler<TakeInvitationBack, bool>
{
    /// <summary>Whoever was invited twice, and has joined by the other link, is not waited for.</summary>
    private IQueryable<Invitation> Open =>
        db.Invitations.Where(i =>
            i.AcceptedAtUtc == null && i.InvitedBy != null && !db.Users.Any(u => u.Email == i.Email)
        );

    public async Task<OpenInvitationsPage> Handle(ListOpenInvitations request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (page, size) = (Math.Max(1, request.Page), Math.Clamp(request.PageSize, 1, 100));
        var rows = await Open.AsNoTracking()
            .OrderByDescending(i => i.InvitedAtUtc)
            .ThenBy(i => i.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(i => new
            {
                Invitation = i,
                By = db.Users.Where(u => u.Id == i.InvitedBy).Select(u => u.DisplayName).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var keys = rows.ConvertAll(r => r.Invitation.MailKey());
        var mails = await db
            .Notices.Where(n => keys.Contains(n.DedupKey))
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
            await Open.CountAsync(cancellationToken),
            page,
            size
        );
    }

    public async Task<bool> Handle(InviteParticipantAgain request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await End(request.InvitationId, now, cancellationToken) is not { } old)
            return false;
        await db.Invite(
            notices,
            request.By,
            new Invitation
            {
                Id = Guid.CreateVersion7(now),
                Kind = old.Kind,
                Name = old.Name,
                Email = old.Email,
                Language = old.Language,
                TimeZone = old.TimeZone,
                Phone = old.Phone,
                BestTimeToCall = old.BestTimeToCall,
                MayLeaveMessage = old.MayLeaveMessage,
                NeedsInterpreter = old.NeedsInterpreter,
                Address = old.Address,
                CohortId = old.CohortId,
                InvitedBy = request.By.UserId,
                InvitedAtUtc = now,
            },
            cancellationToken
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return true;
    }

    public async Task<bool> Handle(TakeInvitationBack request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await End(request.InvitationId, now, cancellationToken) is not { } old)
            return false;
        db.Audit(request.By, AuditActions.InvitationTakenBack, now, detail: $"invitation={old.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return true;
    }

    /// <summary>Ends one with its links and its mail, in the caller's transaction. Who agrees at the same moment wins
    /// or finds the link ended.</summary>
    private async Task<Invitation?> End(Guid id, DateTime now, CancellationToken cancellationToken)
    {
        if (
            await Open.SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is not { } invitation
            || await db.HasAccount(invitation.Email, cancellationToken)
        )
            return null;
        db.Invitations.Remove(invitation);
        await db
            .LinkTokens.Where(t => t.SubjectId == id && t.UsedAtUtc == null)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.UsedAtUtc, now), cancellationToken);
        await db.CancelUnsentMail(invitation.MailKey(), cancellationToken);
        return invitation;
    }
}
