using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Privacy;

/// <summary>Who of the team looked at the participant's data, when, and at what; newest first.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetWhoLooked(Actor By, int Page = 1) : IRequest<WhoLooked>, IActed;

public sealed record WhoLooked(IReadOnlyList<Look> Looks, int Page, int Pages, string TimeZone);

/// <param name="Action">A verb of <see cref="AuditActions"/>: says what for.</param>
public sealed record Look(DateTime AtUtc, string Name, string Action);

internal sealed class WhoLookedHandler(WellbeingDb db) : IRequestHandler<GetWhoLooked, WhoLooked>
{
    private const int PageSize = 25;

    private static readonly string[] _looks =
    [
        AuditActions.ParticipantViewed,
        AuditActions.CheckInsViewed,
        AuditActions.FlagViewed,
        AuditActions.ReferralLetterOpened,
        AuditActions.ReferralLetterPrepared,
        AuditActions.HandoverPrepared,
        AuditActions.ScreensViewed,
        AuditActions.NotesViewed,
        AuditActions.NamedInList,
    ];

    public async Task<WhoLooked> Handle(GetWhoLooked request, CancellationToken cancellationToken)
    {
        var looks = db
            .AuditRecords.AsNoTracking()
            .Where(a =>
                a.ParticipantId == request.By.ParticipantId
                && _looks.Contains(a.Action)
                && a.ActorId != null
                && a.ActorId != request.By.UserId
            );
        var total = await looks.CountAsync(cancellationToken);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var rows = await looks
            .OrderByDescending(a => a.Sequence)
            .Skip((page - 1) * PageSize)
            .Take(PageSize)
            .Select(a => new Look(a.AtUtc, a.ActorName, a.Action))
            .ToListAsync(cancellationToken);
        var zone = await db
            .Participants.Where(p => p.Id == request.By.ParticipantId)
            .Select(p => p.TimeZone)
            .SingleAsync(cancellationToken);
        return new WhoLooked(rows, page, Math.Max(1, (total + PageSize - 1) / PageSize), zone);
    }
}
