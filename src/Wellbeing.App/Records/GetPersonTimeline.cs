using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Records;

/// <summary>Everything that happened with somebody, newest first: what they sent, what we asked and wrote, what the
/// team did.</summary>
/// <param name="Page">1, 2, 3...</param>
[AllowedTo(Roles.Nurse)]
public sealed record GetPersonTimeline(Actor By, Guid ParticipantId, int Page = 1, int PageSize = 25)
    : IRequest<PersonTimeline?>,
        IActed;

public sealed record PersonTimeline(
    Guid ParticipantId,
    string Name,
    IReadOnlyList<TimelineEntry> Rows,
    int Total,
    int Page,
    int PageSize
)
{
    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

internal sealed class GetPersonTimelineHandler(
    WellbeingDb db,
    SealedText text,
    QuestionBook questions,
    TimeProvider clock
) : IRequestHandler<GetPersonTimeline, PersonTimeline?>
{
    private static readonly string[] _told = [.. PersonEvents.Verbs];

    private sealed class Place
    {
        public DateTime AtUtc { get; init; }
        public long Sequence { get; init; }
        public Guid MessageId { get; init; }
    }

    public async Task<PersonTimeline?> Handle(GetPersonTimeline request, CancellationToken cancellationToken)
    {
        var id = request.ParticipantId;
        if (
            await db
                .Participants.AsNoTracking()
                .Where(p => p.Id == id)
                .Select(p => p.Name)
                .SingleOrDefaultAsync(cancellationToken)
            is not { } name
        )
            return null;

        var acts = db
            .AuditRecords.Where(a => a.ParticipantId == id && _told.Contains(a.Action))
            .Select(a => new Place
            {
                AtUtc = a.AtUtc,
                Sequence = a.Sequence,
                MessageId = Guid.Empty,
            });
        var mails = db
            .Messages.Where(n => n.ParticipantId == id)
            .Select(n => new Place
            {
                AtUtc = n.CreatedAtUtc,
                Sequence = 0L,
                MessageId = n.Id,
            });
        var total = await acts.CountAsync(cancellationToken) + await mails.CountAsync(cancellationToken);
        var size = Math.Clamp(request.PageSize, 1, 100);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + size - 1) / size));
        var places = await acts.Concat(mails)
            .OrderByDescending(p => p.AtUtc)
            .ThenByDescending(p => p.Sequence)
            .ThenBy(p => p.MessageId)
            .Skip((page - 1) * size)
            .Take(size)
            .ToListAsync(cancellationToken);
        var rows = await Told(request.By, places, cancellationToken);

        db.Audit(request.By, AuditActions.TimelineViewed, clock.GetUtcNow().UtcDateTime, id);
        await db.SaveChangesAsync(cancellationToken);
        return new PersonTimeline(id, name, rows, total, page, size);
    }

    private async Task<IReadOnlyList<TimelineEntry>> Told(
        Actor by,
        List<Place> places,
        CancellationToken cancellationToken
    )
    {
        var sequences = places.Where(p => p.Sequence > 0).Select(p => p.Sequence).ToList();
        var messages = places.Where(p => p.Sequence == 0).Select(p => p.MessageId).ToList();
        var acts = await db
            .AuditRecords.AsNoTracking()
            .Where(a => sequences.Contains(a.Sequence))
            .ToDictionaryAsync(a => a.Sequence, cancellationToken);
        var mails = await db
            .Messages.AsNoTracking()
            .Where(n => messages.Contains(n.Id))
            .Select(n => new
            {
                n.Id,
                n.Kind,
                n.State,
                n.RecipientName,
            })
            .ToDictionaryAsync(n => n.Id, cancellationToken);

        var details = acts.Values.ToDictionary(a => a.Sequence, a => a.ReadDetail());
        var known = await Known(by, acts.Values, details.Values, cancellationToken);
        return
        [
            .. places.Select(place =>
            {
                if (place.Sequence > 0)
                {
                    var act = acts[place.Sequence];
                    return new TimelineEntry(
                        act.AtUtc,
                        act.ActorName,
                        PersonEvents.Tell(act, details[act.Sequence], known)
                    );
                }

                var mail = mails[place.MessageId];
                return new TimelineEntry(
                    place.AtUtc,
                    "",
                    new PersonEvent.MessageWritten(mail.Kind, mail.State, mail.RecipientName)
                );
            }),
        ];
    }

    /// <summary>Reads what the details name by number.</summary>
    private async Task<PersonEvents.Known> Known(
        Actor by,
        IReadOnlyCollection<AuditRecord> acts,
        IReadOnlyCollection<AuditDetail?> details,
        CancellationToken cancellationToken
    )
    {
        var checkInIds = details.OfType<CheckInDetail>().Select(d => d.CheckIn).ToList();
        var told = await db.CheckIns.Where(c => checkInIds.Contains(c.Id)).ToListAsync(cancellationToken);
        foreach (var shown in told)
            shown.Read(by, clock.GetUtcNow().UtcDateTime);
        var noteIds = details.OfType<NoteDetail>().Select(d => d.Note).ToList();
        var notes = await db
            .PersonNotes.AsNoTracking()
            .Where(n => noteIds.Contains(n.Id))
            .ToDictionaryAsync(n => n.Id, n => n.SealedText, cancellationToken);
        var replyIds = details.OfType<ReplyDetail>().Select(d => d.Reply).ToList();
        var replies = await db
            .CheckInReplies.AsNoTracking()
            .Where(r => replyIds.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => r.SealedText, cancellationToken);
        var eventIds = details.OfType<TreatmentEventDetail>().Select(d => d.Event).ToList();
        var events = await db
            .TreatmentEvents.AsNoTracking()
            .Where(e => eventIds.Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, cancellationToken);
        var flagIds = acts.Select(a => a.FlagId).OfType<Guid>().Distinct().ToList();
        var attempts = await db
            .ContactAttempts.AsNoTracking()
            .Where(a => flagIds.Contains(a.FlagId) && a.SealedNote != null)
            .ToListAsync(cancellationToken);
        var endings = await db
            .Flags.AsNoTracking()
            .Where(f => flagIds.Contains(f.Id) && f.SealedNote != null)
            .ToDictionaryAsync(f => f.Id, f => f.SealedNote, cancellationToken);
        return new PersonEvents.Known(
            text,
            (await questions.Views(told, cancellationToken)).ToDictionary(c => c.Id),
            notes.Concat(replies).ToDictionary(pair => pair.Key, pair => pair.Value),
            events,
            attempts,
            endings
        );
    }
}
