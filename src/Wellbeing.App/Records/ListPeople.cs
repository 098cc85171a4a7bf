using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.Detection;

namespace Wellbeing.App.Records;

/// <summary>Everybody who checks in, by name.</summary>
/// <param name="Search">Part of a name, any case.</param>
[AllowedTo(Roles.Nurse)]
public sealed record ListPeople(Actor By, string? Search = null, int Page = 1, int PageSize = 25)
    : IRequest<PeoplePage>,
        IActed
{
    /// <summary>Only those whom nobody can call.</summary>
    public bool WithoutPhone { get; init; }
}

public sealed record PeoplePage(IReadOnlyList<PersonRow> Rows, int Total, int Page, int PageSize);

public sealed record PersonRow(
    Guid Id,
    string Name,
    ParticipantKind Kind,
    Cadence Cadence,
    DateTime? LastCheckInAtUtc,
    DateTime? NextPromptAtUtc,
    PromptState? LastPrompt,
    Guid? UnresolvedFlagId,
    Severity? UnresolvedSeverity
)
{
    /// <summary>What to call them, where it is another name.</summary>
    public string? PreferredName { get; init; }

    /// <summary>Those linked with them as family.</summary>
    public IReadOnlyList<Relative> Family { get; init; } = [];
}

/// <summary>One person: contact details, check-ins of the last weeks, flags.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record GetPerson(Actor By, Guid ParticipantId, int Weeks = 12) : IRequest<PersonPage?>, IActed;

public sealed record PersonPage(
    Guid Id,
    string Name,
    ParticipantKind Kind,
    string Email,
    string? Phone,
    string Language,
    bool NeedsInterpreter,
    string TimeZone,
    CheckInSchedule Schedule,
    DateTime? PausedUntilUtc,
    IReadOnlyList<CheckInView> CheckIns,
    IReadOnlyList<PersonFlag> Flags,
    DateTime AtUtc,
    Guid? CohortId = null
)
{
    /// <summary>Whether checking in helps, in the person's own view: newest first.</summary>
    public IReadOnlyList<ExperienceView> Experiences { get; init; } = [];

    /// <summary>What check-ins said before they were corrected or removed, where somebody had acted on it.</summary>
    public IReadOnlyList<ReplacedCheckIn> Replaced { get; init; } = [];

    /// <summary>Since when the person does not want to be asked; else null.</summary>
    public DateTime? AskingStoppedAtUtc { get; init; }

    /// <summary>Those linked with them as family.</summary>
    public IReadOnlyList<Relative> Family { get; init; } = [];
    public TimeToCall? BestTimeToCall { get; init; }

    /// <summary>What to call them, where it is another name.</summary>
    public string? PreferredName { get; init; }

    /// <summary>Null where they do not say.</summary>
    public string? Pronouns { get; init; }

    /// <summary>What they like to speak, where it is another language than that of their pages.</summary>
    public string? SpokenLanguage { get; init; }

    /// <summary>Null where they have not said.</summary>
    public bool? MayLeaveMessage { get; init; }

    /// <summary>They have left: nothing of theirs is changed any more.</summary>
    public bool HasLeft { get; init; }
}

public sealed record PersonFlag(
    Guid Id,
    Severity Severity,
    FlagState State,
    DateTime RaisedAtUtc,
    FlagOutcome? Outcome,
    IReadOnlyList<Rule> Rules
);

internal sealed class PeopleHandlers(WellbeingDb db, SealedText text, QuestionBook questions, TimeProvider clock)
    : IRequestHandler<ListPeople, PeoplePage>,
        IRequestHandler<GetPerson, PersonPage?>
{
    public async Task<PeoplePage> Handle(ListPeople request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var people = db.Participants.AsNoTracking().Where(p => p.ClosedAtUtc == null);
        if (request.WithoutPhone)
            people = people.Where(p => p.Phone == null || p.Phone == "");
        if (!string.IsNullOrWhiteSpace(request.Search))
        {
            var part = request.Search.Trim().ToUpperInvariant();
            people = people.Where(p => p.SearchName.Contains(part));
        }

        var (page, size) = (Math.Max(1, request.Page), Math.Clamp(request.PageSize, 1, 100));
        // By one index, which has all that is asked for; the page's own people are then looked at by their ids.
        var ids = await people
            .OrderBy(p => p.SearchName)
            .ThenBy(p => p.Id)
            .Skip((page - 1) * size)
            .Take(size)
            .Select(p => p.Id)
            .ToListAsync(cancellationToken);
        var total = await people.CountAsync(cancellationToken);
        var rows = await db
            .Participants.AsNoTracking()
            .Where(p => ids.Contains(p.Id))
            .Select(p => new
            {
                Person = p,
                Last = db.CheckIns.Where(c => c.ParticipantId == p.Id).Max(c => (DateTime?)c.SubmittedAtUtc),
                Prompt = db
                    .Prompts.Where(x => x.ParticipantId == p.Id)
                    .OrderByDescending(x => x.DueAtUtc)
                    .Select(x => (PromptState?)x.State)
                    .FirstOrDefault(),
            })
            .ToDictionaryAsync(r => r.Person.Id, cancellationToken);
        var flags = await db
            .Flags.Where(f => ids.Contains(f.ParticipantId) && f.State != FlagState.Resolved)
            .Select(f => new
            {
                f.ParticipantId,
                f.Id,
                f.Severity,
            })
            .ToDictionaryAsync(f => f.ParticipantId, cancellationToken);
        var family = await db.FamilyOf(ids, cancellationToken);
        db.Audit(request.By, AuditActions.ParticipantsListed, now);
        await db.AuditNamed(request.By, rows.Keys, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new PeoplePage(
            [
                .. ids.Where(rows.ContainsKey)
                    .Select(id => rows[id])
                    .Select(r =>
                    {
                        var flag = flags.GetValueOrDefault(r.Person.Id);
                        return new PersonRow(
                            r.Person.Id,
                            r.Person.Name,
                            r.Person.Kind,
                            r.Person.Schedule.Cadence,
                            r.Last,
                            r.Person.NextPromptAtUtc,
                            r.Prompt,
                            flag?.Id,
                            flag?.Severity
                        )
                        {
                            Family = [.. family[r.Person.Id]],
                            PreferredName = r.Person.PreferredName,
                        };
                    }),
            ],
            total,
            page,
            size
        );
    }

    public async Task<PersonPage?> Handle(GetPerson request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var person = await db
            .Participants.AsNoTracking()
            .SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken);
        if (person is null)
            return null;
        var since = now.AddDays(-7 * Math.Clamp(request.Weeks, 1, 52));
        var checkIns = await db
            .CheckIns.AsNoTracking()
            .Where(c => c.ParticipantId == person.Id && c.SubmittedAtUtc > since)
            .OrderByDescending(c => c.SubmittedAtUtc)
            .ToListAsync(cancellationToken);
        var flags = await db
            .Flags.AsNoTracking()
            .Include(f => f.Findings)
            .Where(f => f.ParticipantId == person.Id)
            .OrderByDescending(f => f.RaisedAtUtc)
            .ToListAsync(cancellationToken);
        var family = await db.FamilyOf([person.Id], cancellationToken);
        db.Audit(request.By, AuditActions.ParticipantViewed, now, person.Id);
        await db.SaveChangesAsync(cancellationToken);
        return new PersonPage(
            person.Id,
            person.Name,
            person.Kind,
            person.Email,
            person.Phone,
            person.Language,
            person.NeedsInterpreter,
            person.TimeZone,
            person.Schedule,
            person.PausedUntilUtc > now ? person.PausedUntilUtc : null,
            await questions.Views(checkIns, cancellationToken),
            [
                .. flags.Select(f => new PersonFlag(
                    f.Id,
                    f.Severity,
                    f.State,
                    f.RaisedAtUtc,
                    f.Outcome,
                    [.. f.Findings.Select(x => x.Rule).Distinct()]
                )),
            ],
            now,
            person.CohortId
        )
        {
            Experiences = await db
                .Experiences.AsNoTracking()
                .Where(e => e.ParticipantId == person.Id)
                .OrderByDescending(e => e.AnsweredAtUtc)
                .Select(e => new ExperienceView(e.AnsweredAtUtc, e.Answer))
                .ToListAsync(cancellationToken),
            Replaced = await db.Replaced(person.Id, since, questions, text, cancellationToken),
            AskingStoppedAtUtc = person.AskingStoppedAtUtc,
            BestTimeToCall = person.BestTimeToCall,
            MayLeaveMessage = person.MayLeaveMessage,
            PreferredName = person.PreferredName,
            Pronouns = person.Pronouns,
            SpokenLanguage = person.SpokenLanguage,
            HasLeft = person.ClosedAtUtc is not null,
            Family = [.. family[person.Id]],
        };
    }
}
