using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.Detection;

namespace Wellbeing.App.Records;

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

internal sealed class GetPersonHandler(WellbeingDb db, SealedText text, QuestionBook questions, TimeProvider clock)
    : IRequestHandler<GetPerson, PersonPage?>
{
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
