using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>What a colleague must know to take over: every unresolved flag, the gravest and longest waiting
/// first.</summary>
/// <param name="MineOnly">Only those in the nurse's own hands.</param>
[AllowedTo(Roles.Nurse)]
public sealed record GetHandover(Actor By, bool MineOnly) : IRequest<Handover>, IActed;

/// <param name="Total">How many there are; the gravest <see cref="Most"/> are shown.</param>
public sealed record Handover(IReadOnlyList<HandoverRow> Rows, int Total, DateTime AtUtc)
{
    /// <summary>More than this nobody hands over on paper.</summary>
    public const int Most = 100;
}

/// <param name="Why">One line a finding; of one that a nurse raised, with what they wrote.</param>
/// <param name="Tried">Every contact attempt, oldest first.</param>
/// <param name="NextActionAtUtc">When it opens again, or the next people are told.</param>
public sealed record HandoverRow(
    Guid FlagId,
    string Name,
    string? Phone,
    string Language,
    bool NeedsInterpreter,
    string TimeZone,
    Severity Severity,
    FlagState State,
    string? Owner,
    DateTime RaisedAtUtc,
    DateTime RespondByUtc,
    DateTime? NextActionAtUtc,
    IReadOnlyList<string> Why,
    IReadOnlyList<ContactAttemptView> Tried,
    string? LastNote
)
{
    /// <summary>Where one writes to who gave no number.</summary>
    public required string Email { get; init; }

    /// <summary>What to call them, where it is another name.</summary>
    public string? PreferredName { get; init; }

    /// <summary>What they like to speak, where it is another language than that of their pages.</summary>
    public string? SpokenLanguage { get; init; }

    public TimeToCall? BestTimeToCall { get; init; }
    public bool? MayLeaveMessage { get; init; }

    /// <summary>There is a check-in that a note in the app can answer.</summary>
    public bool MayBeAnswered { get; init; }

    /// <summary>By when the person was told that somebody is in touch, or reads what is new, where that is not
    /// <see cref="RespondByUtc"/>; null without.</summary>
    public DateTime? ToldByUtc { get; init; }

    /// <summary>As <see cref="FlagRow.TryAgainSinceUtc"/>.</summary>
    public DateTime? TryAgainSinceUtc { get; init; }

    /// <summary>As <see cref="FlagView.Held"/>.</summary>
    public bool Held { get; init; }

    /// <summary>The colleague it was given to, who has not acknowledged it yet; null where it was given to
    /// nobody.</summary>
    public string? GivenTo { get; init; }

    /// <summary>As <see cref="FlagRow.LastWith"/>.</summary>
    public string? LastWith { get; init; }

    /// <summary>What they last answered to questions that the organisation added; null for nothing in the last
    /// weeks.</summary>
    public LastExtras? Extras { get; init; }
}

internal sealed class GetHandoverHandler(
    WellbeingDb db,
    Explanations explanations,
    SealedText text,
    QuestionBook questions,
    HeldWork held,
    TimeProvider clock
) : IRequestHandler<GetHandover, Handover>
{
    public async Task<Handover> Handle(GetHandover request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var open = db.Flags.AsNoTracking().Unresolved();
        if (request.MineOnly)
            open = open.InHandsOf(request.By.UserId, await db.LastWith(request.By.UserId, cancellationToken));
        var total = await open.CountAsync(cancellationToken);
        var flags = await open.OrderByDescending(f => f.Severity)
            .ThenBy(f => f.RespondByUtc)
            .ThenBy(f => f.Id)
            .Take(Handover.Most)
            .Include(f => f.Findings)
            .Include(f => f.ContactAttempts)
            .Include(f => f.Snoozes)
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        var ids = flags.Select(f => f.ParticipantId).ToList();
        var people = await db
            .Participants.AsNoTracking()
            .Where(p => ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, cancellationToken);
        var notes = await db
            .PersonNotes.AsNoTracking()
            .Where(n => ids.Contains(n.ParticipantId) && !db.PersonNotes.Any(later => later.CorrectsId == n.Id))
            .GroupBy(n => n.ParticipantId)
            .Select(n => n.OrderByDescending(x => x.AtUtc).First())
            .ToListAsync(cancellationToken);
        var extras = await questions.LastOf(ids, now - LastExtras.Holds, cancellationToken);
        var lastWith = await db.LastHoldersOf(flags, cancellationToken);
        var reasons = await ReasonsNow.Of(db, flags, cancellationToken);
        var answerable = await db
            .CheckIns.Where(c => ids.Contains(c.ParticipantId))
            .Select(c => c.ParticipantId)
            .Distinct()
            .ToHashSetAsync(cancellationToken);
        var isHeld = await db.HeldAmong([.. flags.Select(f => f.Id)], held, cancellationToken);
        var noteOf = notes.ToDictionary(n => n.ParticipantId, n => n.SealedText);

        foreach (var flag in flags)
            db.Audit(request.By, AuditActions.HandoverPrepared, now, flag.ParticipantId, flag.Id);
        if (flags.Count == 0)
            db.Audit(request.By, AuditActions.HandoverPrepared, now);
        await db.SaveChangesAsync(cancellationToken);
        return new Handover(
            [
                .. flags.Select(f =>
                {
                    var person = people[f.ParticipantId];
                    return new HandoverRow(
                        f.Id,
                        person.Name,
                        person.Phone,
                        person.Language,
                        person.NeedsInterpreter,
                        person.TimeZone,
                        f.Severity,
                        f.State,
                        f.AcknowledgedByName,
                        f.RaisedAtUtc,
                        f.RespondByUtc,
                        f.NextActionAtUtc,
                        [
                            .. f
                                .Findings.OrderBy(ReasonsNow.Gravest)
                                .ThenBy(reasons.IsOver)
                                .ThenByDescending(x => x.Severity)
                                .ThenByDescending(x => x.FoundAtUtc)
                                .Select(x =>
                                    text.Open(x.SealedReason) is { } reason
                                        ? $"{reasons.Headline(explanations, x)}: {reason}"
                                        : reasons.Headline(explanations, x)
                                )
                                .Distinct(),
                        ],
                        [
                            .. f
                                .ContactAttempts.OrderBy(a => a.AtUtc)
                                .Select(a => new ContactAttemptView(
                                    a.AtUtc,
                                    a.ByName,
                                    a.Channel,
                                    a.Reached,
                                    text.Open(a.SealedNote)
                                )),
                        ],
                        text.Open(noteOf.GetValueOrDefault(f.ParticipantId))
                    )
                    {
                        Email = person.Email,
                        PreferredName = person.PreferredName,
                        SpokenLanguage = person.SpokenLanguage,
                        BestTimeToCall = person.BestTimeToCall,
                        MayLeaveMessage = person.MayLeaveMessage,
                        MayBeAnswered = answerable.Contains(f.ParticipantId),
                        ToldByUtc = PromiseKept.NewPromise(f.Findings, f.RespondByUtc),
                        TryAgainSinceUtc = f.TryAgainSince(f.ContactAttempts.Max(a => (DateTime?)a.AtUtc)),
                        Held = isHeld.Contains(f.Id),
                        GivenTo =
                            f.AssignedTo == f.AcknowledgedBy || f.AssignedToName == lastWith.GetValueOrDefault(f.Id)
                                ? null
                                : f.AssignedToName,
                        LastWith = lastWith.GetValueOrDefault(f.Id),
                        Extras = extras.GetValueOrDefault(f.ParticipantId),
                    };
                }),
            ],
            total,
            now
        );
    }
}
