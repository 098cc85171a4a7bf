using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>The team's notes about somebody as they stand, last written first, each with what it said before.</summary>
/// <param name="Page">1, 2, 3...</param>
[AllowedTo(Roles.Nurse)]
public sealed record ListNotes(Actor By, Guid ParticipantId, int Page = 1, int PageSize = 20)
    : IRequest<NotesPage>,
        IActed;

public sealed record NotesPage(IReadOnlyList<NoteView> Rows, int Total, int Page, int PageSize)
{
    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <param name="Id">Of the version shown.</param>
/// <param name="Text">As it stands.</param>
/// <param name="Earlier">What it said before, the latest of them first; empty where it was never corrected.</param>
public sealed record NoteView(
    Guid Id,
    string Text,
    string ByName,
    DateTime AtUtc,
    DateTime FirstWrittenAtUtc,
    string FirstWrittenByName,
    IReadOnlyList<EarlierNote> Earlier
);

public sealed record EarlierNote(string Text, string ByName, DateTime AtUtc);

internal sealed class ListNotesHandler(WellbeingDb db, SealedText text, TimeProvider clock)
    : IRequestHandler<ListNotes, NotesPage>
{
    public async Task<NotesPage> Handle(ListNotes request, CancellationToken cancellationToken)
    {
        var standing = db
            .PersonNotes.AsNoTracking()
            .Where(n =>
                n.ParticipantId == request.ParticipantId && !db.PersonNotes.Any(later => later.CorrectsId == n.Id)
            );
        var total = await standing.CountAsync(cancellationToken);
        var size = Math.Clamp(request.PageSize, 1, 100);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + size - 1) / size));
        var rows = await standing
            .OrderByDescending(n => n.AtUtc)
            .ThenByDescending(n => n.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        var ids = rows.Where(n => n.CorrectsId is not null).Select(n => n.FirstId).ToList();
        var before = (
            await db.PersonNotes.AsNoTracking().Where(n => ids.Contains(n.FirstId)).ToListAsync(cancellationToken)
        ).ToLookup(n => n.FirstId);

        db.Audit(request.By, AuditActions.NotesViewed, clock.GetUtcNow().UtcDateTime, request.ParticipantId);
        await db.SaveChangesAsync(cancellationToken);
        return new NotesPage(
            [
                .. rows.Select(n =>
                {
                    var earlier = before[n.FirstId]
                        .Where(e => e.Id != n.Id)
                        .OrderByDescending(e => e.AtUtc)
                        .ThenByDescending(e => e.Id)
                        .ToList();
                    var first = earlier.Count == 0 ? n : earlier[^1];
                    return new NoteView(
                        n.Id,
                        text.Open(n.SealedText)!,
                        n.ByName,
                        n.AtUtc,
                        first.AtUtc,
                        first.ByName,
                        [.. earlier.Select(e => new EarlierNote(text.Open(e.SealedText)!, e.ByName, e.AtUtc))]
                    );
                }),
            ],
            total,
            page,
            size
        );
    }
}
