using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>
/// Check-ins that nobody has read. With words first, and of those the ones of people with an open flag or a raised
/// rating before the others; then raised ratings that made no flag; then the rest. Within each, the oldest first.
/// </summary>
/// <param name="Page">1, 2, 3...</param>
[AllowedTo(Roles.Nurse)]
public sealed record ListToRead(Actor By, int Page = 1, int PageSize = 25) : IRequest<ToReadPage>, IActed;

/// <summary>Why a check-in stands where it does.</summary>
public enum ToReadGroup
{
    /// <summary>Words of somebody with an open flag, or with a raised rating.</summary>
    WordsFirst,
    Words,

    /// <summary>A raised rating that made no flag.</summary>
    Raised,
    Rest,
}

/// <param name="Counts">Of the whole list; a group without any is not there.</param>
/// <param name="Overdue">How many should have been read by now.</param>
/// <param name="AtUtc">When it was drawn: what changes later has not been shown.</param>
public sealed record ToReadPage(
    IReadOnlyList<ToReadRow> Rows,
    IReadOnlyDictionary<ToReadGroup, int> Counts,
    int Overdue,
    int Page,
    int PageSize,
    bool ReadsEveryCheckIn,
    DateTime AtUtc
)
{
    public int Total => Counts.Values.Sum();
    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <param name="DueAtUtc">By when it is read.</param>
/// <param name="FlagId">Of the person's open flag.</param>
public sealed record ToReadRow(
    CheckInView CheckIn,
    Guid ParticipantId,
    string Name,
    ParticipantKind Kind,
    string Language,
    bool NeedsInterpreter,
    ToReadGroup Group,
    DateTime DueAtUtc,
    Guid? FlagId,
    Severity? FlagSeverity
)
{
    /// <summary>What to call them, where it is another name.</summary>
    public string? PreferredName { get; init; }

    /// <summary>What they like to speak, where it is another language than that of their pages.</summary>
    public string? SpokenLanguage { get; init; }
}

internal sealed class ListToReadHandler(
    WellbeingDb db,
    Unread unread,
    ReadingPromises promises,
    QuestionBook questions,
    TimeProvider clock
) : IRequestHandler<ListToRead, ToReadPage>
{
    public async Task<ToReadPage> Handle(ListToRead request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var promise = await promises.Get(cancellationToken);
        var waiting = await unread.Placed(cancellationToken);
        var counts = await Unread.Counts(waiting, cancellationToken);
        var due = promise.DueSince(now);
        var overdue = await (await unread.All(cancellationToken)).CountAsync(
            c => c.SubmittedAtUtc <= due,
            cancellationToken
        );

        var size = Math.Clamp(request.PageSize, 1, 100);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (counts.Values.Sum() + size - 1) / size));
        var places = await waiting
            .OrderBy(w => w.Group)
            .ThenBy(w => w.CheckIn.SubmittedAtUtc)
            .ThenBy(w => w.CheckIn.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(w => new { w.CheckIn.Id, w.Group })
            .ToListAsync(cancellationToken);
        var ids = places.Select(p => p.Id).ToList();
        var checkIns = await db
            .CheckIns.AsNoTracking()
            .Where(c => ids.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, cancellationToken);
        var views = (await questions.Views(checkIns.Values, cancellationToken)).ToDictionary(v => v.Id);
        var people = checkIns.Values.Select(c => c.ParticipantId).Distinct().ToList();
        var participants = await db
            .Participants.AsNoTracking()
            .Where(p => people.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, cancellationToken);
        var flags = await db
            .Flags.AsNoTracking()
            .Unresolved()
            .Where(f => people.Contains(f.ParticipantId))
            .Select(f => new
            {
                f.Id,
                f.ParticipantId,
                f.Severity,
            })
            .ToDictionaryAsync(f => f.ParticipantId, cancellationToken);

        db.Audit(request.By, AuditActions.ToReadListed, now, detail: new ToReadDetail(page));
        // Words stand in the list itself: whose they are can see who looked at them.
        foreach (var person in people)
            db.Audit(request.By, AuditActions.CheckInsViewed, now, person);
        await db.SaveChangesAsync(cancellationToken);
        return new ToReadPage(
            [
                .. places
                    .Where(p => checkIns.ContainsKey(p.Id))
                    .Select(p =>
                    {
                        var (checkIn, person) = (checkIns[p.Id], participants[checkIns[p.Id].ParticipantId]);
                        var flag = flags.GetValueOrDefault(person.Id);
                        return new ToReadRow(
                            views[p.Id],
                            person.Id,
                            person.Name,
                            person.Kind,
                            person.Language,
                            person.NeedsInterpreter,
                            (ToReadGroup)p.Group,
                            promise.DueAt(checkIn.SubmittedAtUtc),
                            flag?.Id,
                            flag?.Severity
                        )
                        {
                            PreferredName = person.PreferredName,
                            SpokenLanguage = person.SpokenLanguage,
                        };
                    }),
            ],
            counts,
            overdue,
            page,
            size,
            promise.ReadsEveryCheckIn,
            now
        );
    }
}
