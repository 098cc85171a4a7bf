using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Detection.Replay;

namespace Wellbeing.App.Flags;

/// <summary>Everything a nurse needs to answer one flag. Opening it marks the person's check-ins as read.</summary>
/// <param name="Weeks">How far back the chart goes, 1 to 52.</param>
[AllowedTo(Roles.Nurse | Roles.ClientReadsFlags)]
public sealed record GetFlag(Actor By, Guid FlagId, int Weeks = 12) : IRequest<FlagView?>, IActed;

/// <param name="Findings">Newest first, explained.</param>
/// <param name="CheckIns">Of the last weeks, newest first, words opened.</param>
/// <param name="History">Everything that happened to the flag, oldest first: from the audit log, the messages and the
/// attempts.</param>
public sealed record FlagView(
    Guid Id,
    Severity Severity,
    FlagState State,
    DateTime RaisedAtUtc,
    DateTime RespondByUtc,
    bool Overdue,
    DateTime? NextActionAtUtc,
    Guid? AcknowledgedBy,
    string? AcknowledgedByName,
    DateTime? AcknowledgedAtUtc,
    string? ResolvedByName,
    DateTime? ResolvedAtUtc,
    FlagOutcome? Outcome,
    string? Note,
    Guid? PreviousFlagId,
    PersonView Person,
    IReadOnlyList<FindingView> Findings,
    IReadOnlyList<CheckInView> CheckIns,
    IReadOnlyList<ContactAttemptView> ContactAttempts,
    IReadOnlyList<SupportContactView> SupportContacts,
    IReadOnlyList<HistoryEntry> History,
    DateTime AtUtc,
    Guid? AssignedTo,
    string? AssignedToName,
    DateTime? SnoozedUntilUtc,
    IReadOnlyList<SnoozeView> Snoozes,
    Guid? NextFlagId
)
{
    /// <summary>What check-ins said before they were corrected or removed, where somebody had acted on it.</summary>
    public IReadOnlyList<ReplacedCheckIn> Replaced { get; init; } = [];

    /// <summary>As <see cref="FlagRow.LastWith"/>.</summary>
    public string? LastWith { get; init; }

    /// <summary>Reasons that still held at later check-ins.</summary>
    public IReadOnlyList<StillHolds> StillHolds { get; init; } = [];

    /// <summary>What came back after this flag's end and was not made a flag, oldest first.</summary>
    public IReadOnlyList<KeptBack> KeptBack { get; init; } = [];

    /// <summary>How many tries "unable to reach" still needs.</summary>
    public int AttemptsMissing { get; init; }

    /// <summary>A nurse may say on closing that this level is usual for the person: their last ratings were all near
    /// the top.</summary>
    public bool MayBeUsual { get; init; }

    /// <summary>By when the person was promised contact, while nobody has reached them; else null.</summary>
    public DateTime? ContactOwedByUtc { get; init; }

    /// <summary>The same while nobody has rung: it cannot be snoozed beyond.</summary>
    public DateTime? NotSnoozedBeyondUtc { get; init; }

    /// <summary>Since when they have waited, where the flag is late and nobody has tried to be in touch: it cannot be
    /// snoozed before somebody has. Null where that is not so.</summary>
    public DateTime? WaitingSinceUtc { get; init; }

    /// <summary>The longest it may be snoozed, with what is recorded now.</summary>
    public TimeSpan LongestWait { get; init; }

    /// <summary>When the newest reason came, where that was after somebody should have answered; else null.</summary>
    public DateTime? NewSinceUtc { get; init; }

    /// <summary>By when that is answered, as the person was told; null where nothing was promised of it.</summary>
    public DateTime? NewDueUtc { get; init; }

    /// <summary>As <see cref="FlagRow.TryAgainSinceUtc"/>.</summary>
    public DateTime? TryAgainSinceUtc { get; init; }

    /// <summary>
    /// Whose words to use: those for the flag's severity, and for an acute rating always those for an urgent one, which
    /// ask whether the person is safe.
    /// </summary>
    public Severity WordsFor => Findings.Any(f => f.Rule is Rule.Acute or Rule.NotSafe) ? Severity.Urgent : Severity;

    /// <summary>A call that was under way when it was resolved can still be added.</summary>
    public bool TakesLateRecords { get; init; }

    /// <summary>The database came back from a backup, and this flag's next step waits until an administrator releases
    /// what was due in it: until then nobody is told.</summary>
    public bool Held { get; init; }
}

public sealed record PersonView(
    Guid Id,
    string Name,
    ParticipantKind Kind,
    string Email,
    string? Phone,
    string Language,
    bool NeedsInterpreter,
    string TimeZone,
    Cadence Cadence,
    DateTime? PausedUntilUtc
)
{
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
}

/// <param name="ForPerson">To read to the person, in their language: without thresholds.</param>
/// <param name="Reason">In the words of the nurse who raised it by hand.</param>
public sealed record FindingView(
    Rule Rule,
    Severity Severity,
    DateTime FoundAtUtc,
    int ThresholdsVersion,
    Explanation Explanation,
    Evidence? Evidence,
    Explanation ForPerson,
    string? Reason = null
)
{
    /// <summary>The person's own thresholds that the rule was judged by.</summary>
    public IReadOnlyList<OwnThresholdView> Own { get; init; } = [];

    /// <summary>How sure it is; null where no word applies.</summary>
    public Sureness? Sure { get; init; }

    /// <summary>Its rule's own severity, where a nurse had said that this level is usual for the person.</summary>
    public Severity? LoweredFrom { get; init; }
}

/// <param name="AtUtc">When it was.</param>
public sealed record ContactAttemptView(
    DateTime AtUtc,
    string ByName,
    ContactChannel Channel,
    bool Reached,
    string? Note
)
{
    /// <summary>When it was written down.</summary>
    public DateTime RecordedAtUtc { get; init; } = AtUtc;

    /// <summary>It was added after a colleague had closed the flag.</summary>
    public bool Late { get; init; }
}

/// <summary>A reason of the flag that check-ins since said again.</summary>
/// <param name="Times">How often since it was found, not counting the first.</param>
public sealed record StillHolds(Rule Rule, int Times, DateTime LastAtUtc)
{
    /// <summary>A pattern in its newest numbers; null where they are not known, or it is no pattern.</summary>
    public string? Now { get; init; }
}

/// <summary>A pattern that came back within days of this flag's end, and was kept here instead of a new flag.</summary>
/// <param name="QuietUntilUtc">From then on it opens a flag.</param>
public sealed record KeptBack(Rule Rule, Severity Severity, int? Rating, DateTime AtUtc, DateTime? QuietUntilUtc);

public sealed record SupportContactView(
    string Name,
    string Relation,
    string? Phone,
    string Email,
    SupportContactState State,
    Severity ConsentFrom,
    Guid Id
);

/// <param name="Reason">In the nurse's words.</param>
public sealed record SnoozeView(DateTime AtUtc, string ByName, DateTime UntilUtc, string? Reason);

internal sealed class GetFlagHandler(
    WellbeingDb db,
    Explanations explanations,
    SealedText text,
    QuestionBook questions,
    ThresholdsInForce thresholds,
    FindingSureness sureness,
    HeldWork held,
    TimeProvider clock
) : IRequestHandler<GetFlag, FlagView?>
{
    public async Task<FlagView?> Handle(GetFlag request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var flag = await db
            .Flags.AsNoTracking()
            .Include(f => f.Findings)
            .Include(f => f.ContactAttempts)
            .Include(f => f.Snoozes)
            .AsSplitQuery()
            .SingleOrDefaultAsync(f => f.Id == request.FlagId, cancellationToken);
        if (flag is null)
            return null;

        var person = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == flag.ParticipantId, cancellationToken);
        var since = now.AddDays(-7 * Math.Clamp(request.Weeks, 1, 52));
        var checkIns = await db
            .CheckIns.Where(c => c.ParticipantId == person.Id && c.SubmittedAtUtc > since)
            .OrderByDescending(c => c.SubmittedAtUtc)
            .ToListAsync(cancellationToken);
        var told = ShownInFull.Read(await questions.Views(checkIns, cancellationToken), checkIns, request.By, now);
        var contacts = await db
            .SupportContacts.AsNoTracking()
            .NotWithdrawn()
            .Where(c => c.ParticipantId == person.Id)
            .OrderBy(c => c.Order)
            .ToListAsync(cancellationToken);
        var family = await db.FamilyOf([person.Id], cancellationToken);
        // "Usual for this person" is told nowhere outside the team: a program that reads flags does not see it.
        var team = request.By.Is(Roles.Nurse);
        var history = await db.HistoryOf(flag.Id, cancellationToken);
        if (!team)
            history =
            [
                .. history.Where(h =>
                    h.What is not (FlagEvent.UsualSaid or FlagEvent.Unreadable { Action: AuditActions.UsualSaid })
                ),
            ];
        var own = await db
            .ThresholdOverrides.AsNoTracking()
            .Where(o => o.ParticipantId == person.Id)
            .ToListAsync(cancellationToken);

        var sure = await sureness.Of(flag.Findings, person.Schedule.Cadence, cancellationToken);
        var repeats = await db
            .FindingRepeats.AsNoTracking()
            .Where(r => r.FlagId == flag.Id)
            .ToListAsync(cancellationToken);
        var reasons = await ReasonsNow.Of(db, [flag], cancellationToken);
        var settings = await thresholds.Settings(cancellationToken);
        var snooze = await db.MayBeSnoozed(flag, now, cancellationToken);
        var isHeld = (await db.HeldAmong([flag.Id], held, cancellationToken)).Contains(flag.Id);
        var lastRatings = await ResolveFlagValidator.LastRatings(db, person.Id, cancellationToken);

        db.Audit(request.By, AuditActions.FlagViewed, now, person.Id, flag.Id);
        await db.SaveChangesAsync(cancellationToken);

        return new FlagView(
            flag.Id,
            flag.Severity,
            flag.State,
            flag.RaisedAtUtc,
            flag.RespondByUtc,
            flag.State == FlagState.Open && flag.RespondByUtc < now,
            flag.NextActionAtUtc,
            flag.AcknowledgedBy,
            flag.AcknowledgedByName,
            flag.AcknowledgedAtUtc,
            flag.ResolvedByName,
            flag.ResolvedAtUtc,
            flag.Outcome,
            text.Open(flag.SealedNote),
            flag.PreviousFlagId,
            new PersonView(
                person.Id,
                person.Name,
                person.Kind,
                person.Email,
                person.Phone,
                person.Language,
                person.NeedsInterpreter,
                person.TimeZone,
                person.Schedule.Cadence,
                person.PausedUntilUtc > now ? person.PausedUntilUtc : null
            )
            {
                Family = [.. family[person.Id]],
                BestTimeToCall = person.BestTimeToCall,
                MayLeaveMessage = person.MayLeaveMessage,
                PreferredName = person.PreferredName,
                Pronouns = person.Pronouns,
                SpokenLanguage = person.SpokenLanguage,
            },
            [
                .. flag
                    .Findings.OrderBy(ReasonsNow.Gravest)
                    .ThenBy(reasons.IsOver)
                    .ThenByDescending(f => f.Severity)
                    .ThenByDescending(f => f.FoundAtUtc)
                    .Select(f => new FindingView(
                        f.Rule,
                        f.Severity,
                        f.FoundAtUtc,
                        f.ThresholdsVersion,
                        Explain(f),
                        f.Evidence,
                        explanations.ExplainToPerson(f.Rule, f.Evidence, person.Language, sure(f)),
                        text.Open(f.SealedReason)
                    )
                    {
                        Own = own.JudgedBy(f.Rule, f.FoundAtUtc, text),
                        Sure = sure(f),
                        LoweredFrom = team ? f.LoweredFrom : null,
                    }),
            ],
            told,
            [
                .. flag
                    .ContactAttempts.OrderBy(a => a.AtUtc)
                    .Select(a => new ContactAttemptView(
                        a.AtUtc,
                        a.ByName,
                        a.Channel,
                        a.Reached,
                        text.Open(a.SealedNote)
                    )
                    {
                        RecordedAtUtc = a.RecordedAtUtc ?? a.AtUtc,
                        Late = a.IsLate,
                    }),
            ],
            [
                .. contacts.Select(c => new SupportContactView(
                    c.Name,
                    c.Relation,
                    c.Phone,
                    c.Email,
                    c.State,
                    c.ConsentFrom,
                    c.Id
                )),
            ],
            history,
            now,
            flag.AssignedTo,
            flag.AssignedToName,
            flag.SnoozedUntilUtc,
            [
                .. flag
                    .Snoozes.OrderBy(s => s.AtUtc)
                    .Select(s => new SnoozeView(s.AtUtc, s.ByName, s.UntilUtc, text.Open(s.SealedReason))),
            ],
            await db
                .Flags.Where(f => f.ParticipantId == person.Id && f.PreviousFlagId == flag.Id)
                .Select(f => (Guid?)f.Id)
                .FirstOrDefaultAsync(cancellationToken)
        )
        {
            LastWith = (await db.LastHoldersOf([flag], cancellationToken)).GetValueOrDefault(flag.Id),
            Replaced = await db.Replaced(person.Id, since, questions, text, cancellationToken),
            StillHolds =
            [
                .. repeats
                    .Where(r => r.Reason == RepeatReason.StillHolds)
                    .GroupBy(r => r.Rule)
                    .Select(g => new StillHolds(g.Key, g.Count(), g.Max(r => r.AtUtc)) { Now = Newest(g) })
                    .OrderByDescending(s => s.LastAtUtc),
            ],
            KeptBack =
            [
                .. repeats
                    .Where(r => r.Reason == RepeatReason.QuietAfterResolution)
                    .OrderBy(r => r.AtUtc)
                    .Select(r => new KeptBack(
                        r.Rule,
                        r.Severity,
                        r.Rating,
                        r.AtUtc,
                        flag.ResolvedAtUtc?.AddDays(
                            settings.Detection.Episodes.For(person.Schedule.Cadence).QuietDaysAfterResolution
                        )
                    )),
            ],
            AttemptsMissing = Math.Max(0, Flag.AttemptsBeforeUnableToReach - flag.Tries),
            MayBeUsual =
                team
                && flag.State != FlagState.Resolved
                && UsualForPerson.IsAlways(
                    lastRatings,
                    settings.Detection.Acute.For(person.Schedule.Cadence).MinimumIntensity
                ),
            ContactOwedByUtc =
                flag.State == FlagState.Resolved ? null : await db.ContactOwedBy(flag, cancellationToken),
            WaitingSinceUtc = snooze.WaitingSinceUtc,
            LongestWait = snooze.Longest,
            NotSnoozedBeyondUtc = snooze.NotBeyondUtc,
            NewSinceUtc =
                flag.State == FlagState.Resolved
                    ? null
                    : flag.Findings.Where(f => f.FoundAtUtc > flag.RespondByUtc).Max(f => (DateTime?)f.FoundAtUtc),
            NewDueUtc = flag.State == FlagState.Open ? PromiseKept.NewPromise(flag.Findings, flag.RespondByUtc) : null,
            TryAgainSinceUtc = flag.TryAgainSince(flag.ContactAttempts.Max(a => (DateTime?)a.AtUtc)),
            TakesLateRecords = flag.TakesLateRecords(now),
            Held = isHeld,
        };

        Explanation Explain(FlagFinding finding) =>
            reasons.Explain(explanations, finding, explanations.Explain(finding.Rule, finding.Evidence, sure(finding)));

        string? Newest(IEnumerable<FindingRepeat> ofOneRule) =>
            ofOneRule.MaxBy(r => r.AtUtc) is { Evidence: { } evidence } newest && FlagRule.IsPattern(newest.Rule)
                ? explanations.Explain(newest.Rule, evidence).Sentences[0]
                : null;
    }
}
