using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Records;

/// <summary>What a letter about a flag begins from. Nothing is sent or stored: a nurse reads, changes and prints
/// it.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record GetReferralLetter(Actor By, Guid FlagId, ReferralKind To) : IRequest<ReferralLetter?>, IActed;

/// <param name="Reasons">What was answered and what followed, in words for whoever the letter is to.</param>
/// <param name="LastContact">Of the last contact in which the person was reached.</param>
/// <param name="ReplyEmail">Of who writes, for the answer.</param>
public sealed record ReferralLetter(
    ReferralView To,
    Guid ParticipantId,
    string Name,
    ParticipantKind Kind,
    string? Phone,
    string Email,
    string Language,
    bool NeedsInterpreter,
    DateTime RaisedAtUtc,
    IReadOnlyList<string> Reasons,
    DateTime? LastContact,
    string WrittenBy,
    string? ReplyEmail
)
{
    /// <summary>What the person last answered to questions that the organisation added, never in their own words: a
    /// letter leaves the team.</summary>
    public LastExtras? Extras { get; init; }
}

internal sealed class GetReferralLetterHandler(
    WellbeingDb db,
    ISender sender,
    Explanations explanations,
    QuestionBook questions,
    TimeProvider clock
) : IRequestHandler<GetReferralLetter, ReferralLetter?>
{
    public async Task<ReferralLetter?> Handle(GetReferralLetter request, CancellationToken cancellationToken)
    {
        var flag = await db
            .Flags.AsNoTracking()
            .Include(f => f.Findings)
            .Include(f => f.ContactAttempts)
            .AsSplitQuery()
            .SingleOrDefaultAsync(f => f.Id == request.FlagId, cancellationToken);
        if (flag is null)
            return null;
        var person = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == flag.ParticipantId, cancellationToken);
        var to = (await sender.Send(new GetSupport(request.By), cancellationToken)).Referrals.Single(r =>
            r.Kind == request.To
        );
        var now = clock.GetUtcNow().UtcDateTime;
        var extras = (await questions.LastOf([person.Id], now - LastExtras.Holds, cancellationToken)).GetValueOrDefault(
            person.Id
        );
        IReadOnlyList<ExtraSaid> countable = [.. extras?.Said.Where(e => e.Kind != ExtraKind.Text) ?? []];
        var replyTo = await db
            .Users.Where(a => a.Id == request.By.UserId)
            .Select(a => a.Email)
            .SingleOrDefaultAsync(cancellationToken);
        db.Audit(
            request.By,
            AuditActions.ReferralLetterOpened,
            now,
            person.Id,
            flag.Id,
            new ReferralDetail(request.To)
        );
        await db.SaveChangesAsync(cancellationToken);
        return new ReferralLetter(
            to,
            person.Id,
            person.Name,
            person.Kind,
            person.Phone,
            person.Email,
            person.SpokenLanguage ?? person.Language,
            person.NeedsInterpreter,
            flag.RaisedAtUtc,
            [
                .. flag
                    .Findings.OrderByDescending(f => f.Severity)
                    .ThenByDescending(f => f.FoundAtUtc)
                    .Select(f => string.Join(" ", explanations.ExplainInLetter(f.Rule, f.Evidence)))
                    .Where(s => s.Length > 0)
                    .Distinct(),
            ],
            flag.ContactAttempts.Where(a => a.Reached).Max(a => (DateTime?)a.AtUtc),
            request.By.Name,
            replyTo
        )
        {
            Extras = countable.Count == 0 ? null : extras! with { Said = countable },
        };
    }
}
