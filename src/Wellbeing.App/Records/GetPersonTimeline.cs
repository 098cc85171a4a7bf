using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
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

/// <param name="Action">A verb of <see cref="AuditActions"/>; null for a message.</param>
/// <param name="CheckIn">For a check-in: what was answered.</param>
/// <param name="Said">The team's own words: a note, or what came of a contact.</param>
/// <param name="Mail">For a message.</param>
/// <param name="Treatment">For a treatment event.</param>
public sealed record TimelineEntry(
    DateTime AtUtc,
    string ActorName,
    string? Action,
    string? Detail,
    Guid? FlagId,
    CheckInView? CheckIn,
    string? Said,
    TimelineMail? Mail,
    TimelineTreatment? Treatment
);

public sealed record TimelineMail(string Kind, MessageState State, string To);

public sealed record TimelineTreatment(TreatmentEventKind Kind, DateOnly On, bool Removed);

internal sealed class GetPersonTimelineHandler(
    WellbeingDb db,
    SealedText text,
    QuestionBook questions,
    TimeProvider clock
) : IRequestHandler<GetPersonTimeline, PersonTimeline?>
{
    // What is worth a line. Steps of a ladder and who looked are told on the flag's page and in the audit log.
    private static readonly string[] _told =
    [
        AuditActions.ParticipantRegistered,
        AuditActions.CheckInSubmitted,
        AuditActions.CheckInTakenByPhone,
        AuditActions.NotSafeSaid,
        AuditActions.CheckInCorrected,
        AuditActions.CheckInRemoved,
        AuditActions.ExperienceAnswered,
        AuditActions.AskingStopped,
        AuditActions.PromptMissed,
        AuditActions.PromptNotDelivered,
        AuditActions.PromptPaused,
        AuditActions.PromptCalled,
        AuditActions.FlagRaised,
        AuditActions.FlagJoined,
        AuditActions.FlagEscalated,
        AuditActions.FlagAcknowledged,
        AuditActions.AcknowledgementEnded,
        AuditActions.ContactAttempted,
        AuditActions.ContactRecordedLate,
        AuditActions.FlagRepeatKept,
        AuditActions.UsualSaid,
        AuditActions.UsualEnded,
        AuditActions.CallAsked,
        AuditActions.FlagResolved,
        AuditActions.ReplySent,
        AuditActions.NoteWritten,
        AuditActions.NoteCorrected,
        AuditActions.TreatmentEventRecorded,
        AuditActions.TreatmentEventRemoved,
        AuditActions.ScreenSent,
        AuditActions.ScreenTakenByPhone,
        AuditActions.ScreenAnswered,
        AuditActions.ScreenDeclined,
        AuditActions.OwnThresholdSet,
        AuditActions.OwnThresholdEnded,
        AuditActions.RecheckPlanned,
        AuditActions.RecheckDue,
        AuditActions.RecheckDone,
        AuditActions.ReferralLetterPrepared,
        AuditActions.ParticipantPaused,
        AuditActions.PauseEnded,
        AuditActions.ScheduleChanged,
        AuditActions.CohortChanged,
        AuditActions.ContactNominated,
        AuditActions.ContactConfirmed,
        AuditActions.ContactDeclined,
        AuditActions.ContactWithdrawn,
        AuditActions.DetailsChanged,
        AuditActions.HowToCallChanged,
        AuditActions.EmailChanged,
        AuditActions.AccountClosed,
    ];

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

        var ids = acts.Values.Select(Named).OfType<Guid>().ToList();
        var told = await db.CheckIns.Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);
        foreach (var shown in told)
            shown.Read(by, clock.GetUtcNow().UtcDateTime);
        var checkIns = (await questions.Views(told, cancellationToken)).ToDictionary(c => c.Id);
        var notes = await db
            .PersonNotes.AsNoTracking()
            .Where(n => ids.Contains(n.Id))
            .ToDictionaryAsync(n => n.Id, n => n.SealedText, cancellationToken);
        var replies = await db
            .CheckInReplies.AsNoTracking()
            .Where(r => ids.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => r.SealedText, cancellationToken);
        var events = await db
            .TreatmentEvents.AsNoTracking()
            .Where(e => ids.Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, cancellationToken);
        var flagIds = acts.Values.Select(a => a.FlagId).OfType<Guid>().Distinct().ToList();
        var attempts = await db
            .ContactAttempts.AsNoTracking()
            .Where(a => flagIds.Contains(a.FlagId) && a.SealedNote != null)
            .ToListAsync(cancellationToken);
        var endings = await db
            .Flags.AsNoTracking()
            .Where(f => flagIds.Contains(f.Id) && f.SealedNote != null)
            .ToDictionaryAsync(f => f.Id, f => f.SealedNote, cancellationToken);

        return
        [
            .. places.Select(place =>
            {
                if (place.Sequence == 0)
                {
                    var mail = mails[place.MessageId];
                    return new TimelineEntry(
                        place.AtUtc,
                        "",
                        null,
                        null,
                        null,
                        null,
                        null,
                        new TimelineMail(mail.Kind, mail.State, mail.RecipientName),
                        null
                    );
                }

                var act = acts[place.Sequence];
                var named = Named(act);
                var said = act.Action switch
                {
                    AuditActions.NoteWritten or AuditActions.NoteCorrected => named is { } note
                        ? notes.GetValueOrDefault(note)
                        : null,
                    AuditActions.ReplySent => named is { } reply ? replies.GetValueOrDefault(reply) : null,
                    AuditActions.ContactAttempted or AuditActions.ContactRecordedLate => attempts
                        .Find(a => a.FlagId == act.FlagId && (a.RecordedAtUtc ?? a.AtUtc) == act.AtUtc)
                        ?.SealedNote,
                    AuditActions.FlagResolved => act.FlagId is { } flag ? endings.GetValueOrDefault(flag) : null,
                    _ => null,
                };
                return new TimelineEntry(
                    act.AtUtc,
                    act.ActorName,
                    act.Action,
                    act.Detail,
                    act.FlagId,
                    named is { } c && checkIns.TryGetValue(c, out var checkIn) ? checkIn : null,
                    text.Open(said),
                    null,
                    named is { } e && events.TryGetValue(e, out var happened)
                        ? new TimelineTreatment(happened.Kind, happened.On, happened.RemovedAtUtc is not null)
                        : null
                );
            }),
        ];
    }

    /// <summary>"check-in=…", "note=…", "event=…".</summary>
    private static Guid? Named(AuditRecord act) =>
        act.Detail is { } detail
        && detail.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        && Guid.TryParse(detail.AsSpan(at + 1), out var id)
            ? id
            : null;
}
