using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

/// <summary>Something found about a participant that a human must look at.</summary>
/// <param name="SourceId">The check-in (or the tap on "I don't feel safe") it was found at.</param>
/// <param name="SealedReason">Why a nurse raised it.</param>
public sealed record NewFinding(
    Rule Rule,
    Severity Severity,
    Guid SourceId,
    Evidence? Evidence,
    string? SealedReason = null
)
{
    /// <summary>The check-in it was found at; null where it was none.</summary>
    public CheckIn? CheckIn { get; init; }

    /// <summary>Its rule's own severity, where a nurse had said that this level is usual for the person.</summary>
    public Severity? LoweredFrom { get; init; }

    /// <summary>When it was last said: a correction is newer than the check-in. Null for now.</summary>
    public DateTime? SaidAtUtc => CheckIn is null ? null : CheckIn.CorrectedAtUtc ?? CheckIn.SubmittedAtUtc;
}

/// <summary>
/// One open flag is the de-duplication (docs/decisions/0021): what is found joins the person's open flag, or opens one.
/// Part of the caller's unit of work: check-in, flag and first messages stand or fall together.
/// </summary>
public sealed class FlagRaiser(
    WellbeingDb db,
    ThresholdsInForce thresholds,
    Ladder ladder,
    Duty duty,
    MessageWriter messages
)
{
    private static readonly TimeSpan _messageLives = TimeSpan.FromHours(24);

    // Somebody asks for help: it reaches the team at once, even if the flag is already in somebody's hands.
    private static bool IsCryForHelp(Rule rule) =>
        rule is Rule.ContactRequested or Rule.Acute or Rule.NotSafe or Rule.Screen;

    /// <summary>
    /// Rules that hold again at every check-in while things stay as they are: when one of these is found again it is only
    /// noted, but for an acute rating where nobody has answered the one before. Any other finding is news each time.
    /// </summary>
    private static bool HoldsOn(Rule rule) => rule is Rule.Acute || IsPattern(rule);

    /// <summary>Rules about a pattern over check-ins: only these wait some days after a resolution.</summary>
    private static bool IsPattern(Rule rule) => FamilyOf(rule) is Rule.Worsening or Rule.Persistent;

    /// <summary>Strong and lasting is one pattern, whatever is known of daily life.</summary>
    private static Rule FamilyOf(Rule rule) =>
        rule is Rule.PersistentImpactUnknown or Rule.PersistentReported ? Rule.Persistent : rule;

    /// <param name="found">What is found now, all of it.</param>
    /// <param name="checkIns">What the person said now, whether or not anything was found in it.</param>
    /// <param name="enteredBy">The nurse who wrote it down: they know, so that they are told first only where nobody else
    /// would be.</param>
    /// <returns>The person's open flag, or null when nothing was found and none is open.</returns>
    public async Task<Flag?> RaiseOrJoin(
        Participant participant,
        IReadOnlyList<NewFinding> found,
        ThresholdSettings settings,
        DateTime nowUtc,
        CancellationToken cancellationToken,
        IReadOnlyList<CheckIn>? checkIns = null,
        Guid? enteredBy = null
    )
    {
        var flag = await db
            .Flags.Include(f => f.Findings)
            .Unresolved()
            .SingleOrDefaultAsync(f => f.ParticipantId == participant.Id, cancellationToken);
        var holder = flag?.State == FlagState.Acknowledged ? flag.AcknowledgedBy : null;
        found = await AsUsual(participant, found, checkIns ?? [], nowUtc, cancellationToken);
        var last = found.Count == 0 ? null : await LastResolved(participant, cancellationToken);
        found = [.. found.Where(f => f.SaidAtUtc is not { } said || last is null || said >= last.ResolvedAtUtc)];
        if (found.Count == 0)
        {
            // No rule says more than the flag does, and still they rate higher than ever since it was raised.
            if (
                holder is not null
                && await RoseUnfound(flag!, checkIns ?? [], settings, participant.Schedule.Cadence, cancellationToken)
            )
                await TellHolder(flag!, nowUtc, cancellationToken);
            return flag;
        }

        var fresh = await Fresh(participant, found, flag, cancellationToken);

        if (flag is null)
        {
            if (fresh.Count == 0)
                return null;
            if (last is not null && fresh.All(f => IsQuiet(f, last, settings, participant.Schedule.Cadence, nowUtc)))
            {
                foreach (var repeat in fresh)
                    await Keep(repeat, last, RepeatReason.QuietAfterResolution, settings, nowUtc, cancellationToken);
                return null;
            }

            flag = await Open(participant, fresh, last, settings, nowUtc, cancellationToken);
        }
        else
        {
            await Grow(flag, fresh, found.Max(f => f.CheckIn?.Intensity), settings, nowUtc, cancellationToken);
        }

        await ladder.TakeDueSteps(flag, nowUtc, cancellationToken, enteredBy: enteredBy);
        // Opened again: whoever had it is told, too, where no step tells them.
        if (
            holder is not null
            && holder != enteredBy
            && flag.State == FlagState.Open
            && !db.Messages.Local.Any(n => n.FlagId == flag.Id && n.AccountId == holder && n.CreatedAtUtc == nowUtc)
        )
            await Tell(FlagToTeam.Kind, flag, holder, "had-it", nowUtc, cancellationToken);
        return flag;
    }

    private Task<Flag?> LastResolved(Participant participant, CancellationToken cancellationToken) =>
        db
            .Flags.AsNoTracking()
            .Include(f => f.Findings)
            .Where(f => f.ParticipantId == participant.Id && f.State == FlagState.Resolved)
            .OrderByDescending(f => f.ResolvedAtUtc)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>A strong rating above every one that the flag's findings, and the check-ins since it was raised,
    /// have.</summary>
    private async Task<bool> RoseUnfound(
        Flag flag,
        IReadOnlyList<CheckIn> said,
        ThresholdSettings settings,
        Cadence cadence,
        CancellationToken cancellationToken
    )
    {
        if (
            said.Max(c => c.Intensity) is not { } rating
            || rating < settings.Detection.Persistent.For(cadence).MinimumIntensity
        )
            return false;
        var now = said.Select(c => c.Id).ToList();
        var since = await db
            .CheckIns.Where(c =>
                c.ParticipantId == flag.ParticipantId && c.SubmittedAtUtc >= flag.RaisedAtUtc && !now.Contains(c.Id)
            )
            .MaxAsync(c => c.Intensity, cancellationToken);
        var before = await db
            .CheckIns.Where(c =>
                c.ParticipantId == flag.ParticipantId && c.SubmittedAtUtc < flag.RaisedAtUtc && c.Intensity != null
            )
            .OrderByDescending(c => c.SubmittedAtUtc)
            .Select(c => c.Intensity)
            .FirstOrDefaultAsync(cancellationToken);
        return rating > Math.Max(flag.Findings.Max(f => f.Rating) ?? before ?? -1, since ?? -1);
    }

    private async Task<Flag> Open(
        Participant participant,
        IReadOnlyList<NewFinding> fresh,
        Flag? last,
        ThresholdSettings settings,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var severity = fresh.Max(f => f.Severity);
        var flag = Flag.Raise(
            participant.Id,
            severity,
            await thresholds.Plan(severity, cancellationToken),
            await duty.RespondBy(settings.Respond, severity, nowUtc, cancellationToken),
            last?.Id,
            nowUtc
        );
        db.Flags.Add(flag);
        db.Audit(Actor.System, AuditActions.FlagRaised, nowUtc, participant.Id, flag.Id, new SeverityDetail(severity));
        foreach (var finding in fresh)
            await Add(flag, finding, settings, nowUtc, cancellationToken);
        return flag;
    }

    /// <param name="rating">The highest rating of what was said now, a check-in that was corrected with it.</param>
    private async Task Grow(
        Flag flag,
        IReadOnlyList<NewFinding> fresh,
        int? rating,
        ThresholdSettings settings,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var repeats = fresh.Where(f => SaysSo(flag, f)).ToList();
        var news = fresh.Except(repeats).ToList();
        // Nobody has answered what was promised, and it is said again: it gets a promise of its own, by the gravest of
        // what is found now. What holds on by itself, and is no graver than the news, promises nothing anew.
        if (IsLate(flag, nowUtc))
        {
            var gravest = fresh.Max(f => f.Severity);
            var graver = news.All(f => f.Severity < gravest);
            foreach (
                var again in repeats
                    .Where(f => f.Severity == gravest && (f.Rule == Rule.Acute || (news.Count > 0 && graver)))
                    .ToList()
            )
            {
                repeats.Remove(again);
                news.Add(again);
            }
        }

        // A higher acute rating is told to whoever has the flag; the first one, and any cry for help, to the whole
        // team.
        var calls = news.Exists(f =>
            IsCryForHelp(f.Rule)
            && !(f.Rule == Rule.Acute && flag.Findings.Exists(x => x.Rule == Rule.Acute && x.Severity >= f.Severity))
            && !(f.Rule == Rule.Screen && f.Severity < Severity.Urgent)
        );
        var rose =
            rating > (flag.Findings.Max(f => f.Rating) ?? -1)
            || news.Exists(f => f.Rule is Rule.Screen or Rule.HarmReported);
        var severity = news.Count == 0 ? flag.Severity : news.Max(f => f.Severity);

        if (severity > flag.Severity || (calls && flag.State == FlagState.Acknowledged))
            await TellAnew(
                flag,
                severity > flag.Severity ? severity : flag.Severity,
                settings,
                nowUtc,
                cancellationToken
            );
        else if (flag.State == FlagState.Open && fresh.Any(f => IsCryForHelp(f.Rule)))
        {
            flag.Hasten(nowUtc);
            db.Audit(Actor.System, AuditActions.LadderPulledForward, nowUtc, flag.ParticipantId, flag.Id);
        }
        else if (flag.State == FlagState.Acknowledged && rose && !await TellHolder(flag, nowUtc, cancellationToken))
            await TellAnew(flag, flag.Severity, settings, nowUtc, cancellationToken); // Nobody can be told who has it: then everybody is.

        foreach (var finding in news)
            await Add(flag, finding, settings, nowUtc, cancellationToken);
        foreach (var repeat in repeats)
            await Keep(repeat, flag, RepeatReason.StillHolds, settings, nowUtc, cancellationToken);
        if (news.Count > 0)
        {
            db.Audit(
                Actor.System,
                AuditActions.FlagJoined,
                nowUtc,
                flag.ParticipantId,
                flag.Id,
                new JoinedDetail(news.Count)
            );
        }
    }

    /// <summary>All that was promised has passed, and nobody has taken it on.</summary>
    private static bool IsLate(Flag flag, DateTime nowUtc) =>
        flag.State == FlagState.Open
        && (PromiseKept.NewPromise(flag.Findings, flag.RespondByUtc) ?? flag.RespondByUtc) <= nowUtc;

    private async Task TellAnew(
        Flag flag,
        Severity severity,
        ThresholdSettings settings,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var respondBy = await duty.RespondBy(settings.Respond, severity, nowUtc, cancellationToken);
        // An earlier promise is never pushed back while nobody has answered it: of contact, while nobody was in touch.
        if (
            flag.RespondByUtc < respondBy
            && (flag.State == FlagState.Open || await db.ContactOwedBy(flag, cancellationToken) is not null)
        )
            respondBy = flag.RespondByUtc;
        flag.RestartLadder(severity, await thresholds.Plan(severity, cancellationToken), respondBy, nowUtc);
        db.Audit(
            Actor.System,
            AuditActions.FlagEscalated,
            nowUtc,
            flag.ParticipantId,
            flag.Id,
            new SeverityDetail(severity)
        );
    }

    /// <summary>Tells the nurse who has the flag that there is more to it.</summary>
    /// <returns>False where they cannot be written to.</returns>
    private async Task<bool> TellHolder(Flag flag, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (!await Tell(FlagGrew.Kind, flag, flag.AcknowledgedBy, "grew", nowUtc, cancellationToken))
            return false;
        db.Audit(
            Actor.System,
            AuditActions.FlagHolderTold,
            nowUtc,
            flag.ParticipantId,
            flag.Id,
            new NurseDetail(flag.AcknowledgedBy!.Value)
        );
        return true;
    }

    /// <returns>False where they cannot be written to.</returns>
    private async Task<bool> Tell(
        string kind,
        Flag flag,
        Guid? nurse,
        string cause,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var holder = await db
            .Users.AsNoTracking()
            .SingleOrDefaultAsync(
                a => a.Id == nurse && a.Enabled && a.Email != null && a.AddressRefusedAtUtc == null,
                cancellationToken
            );
        if (holder is null)
            return false;
        await messages.Write(
            new NewMessage(
                kind,
                holder.ToRecipient(),
                string.Create(CultureInfo.InvariantCulture, $"flag-{flag.Id:N}/{cause}-{nowUtc.Ticks}"),
                nowUtc,
                nowUtc + _messageLives
            )
            {
                Priority = flag.Severity == Severity.Urgent ? 0 : 1,
                ParticipantId = flag.ParticipantId,
                FlagId = flag.Id,
            },
            cancellationToken
        );
        return true;
    }

    /// <summary>
    /// What was not found at this check-in before. One that was corrected to a higher rating after its flag was
    /// resolved is found once more; in the open flag a finding stands once.
    /// </summary>
    private async Task<IReadOnlyList<NewFinding>> Fresh(
        Participant participant,
        IReadOnlyList<NewFinding> found,
        Flag? open,
        CancellationToken cancellationToken
    )
    {
        var sources = found.Select(f => f.SourceId).Distinct().ToList();
        var known = (
            await db
                .FlagFindings.AsNoTracking()
                .Where(f => f.ParticipantId == participant.Id && sources.Contains(f.SourceId))
                .ToListAsync(cancellationToken)
        )
            .Select(f => (f.Rule, f.SourceId, f.Rating, ForGood: f.FlagId == open?.Id))
            .ToList();
        known.AddRange(
            (
                await db
                    .FindingRepeats.AsNoTracking()
                    .Where(r => r.ParticipantId == participant.Id && sources.Contains(r.SourceId))
                    .ToListAsync(cancellationToken)
            ).Select(r => (r.Rule, r.SourceId, r.Rating, ForGood: false))
        );
        return
        [
            .. found
                .Where(f =>
                    !known.Exists(k =>
                        k.Rule == f.Rule
                        && k.SourceId == f.SourceId
                        && (k.ForGood || !(f.CheckIn?.Intensity > k.Rating))
                    )
                )
                .DistinctBy(f => (f.Rule, f.SourceId)),
        ];
    }

    /// <summary>
    /// What a nurse said is usual for the person: a repeat of that rating is at Review. A pattern keeps the severity of
    /// its rule: it is about how long, and not about how high. The first sign that something is worse ends it, before
    /// anything is lowered.
    /// </summary>
    private async Task<IReadOnlyList<NewFinding>> AsUsual(
        Participant participant,
        IReadOnlyList<NewFinding> found,
        IReadOnlyList<CheckIn> checkIns,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var usual = await db
            .UsualForPeople.Where(u =>
                u.ParticipantId == participant.Id && u.EndedAtUtc == null && u.FromUtc <= nowUtc && u.UntilUtc > nowUtc
            )
            .OrderByDescending(u => u.FromUtc)
            .FirstOrDefaultAsync(cancellationToken);
        if (usual is null)
            return found;
        var end = found.Any(f => f.Rule == Rule.NotSafe)
            ? UsualEnd.NotSafe
            : checkIns
                .Where(c => (c.CorrectedAtUtc ?? c.SubmittedAtUtc) >= usual.FromUtc)
                .Select(usual.EndedBy)
                .FirstOrDefault(e => e is not null);
        if (end is { } because)
        {
            usual.End(because, null, nowUtc);
            db.Audit(
                Actor.System,
                AuditActions.UsualEnded,
                nowUtc,
                participant.Id,
                detail: new UsualEndDetail(because)
            );
            return found;
        }

        return
        [
            .. found.Select(f =>
                f.Rule == Rule.Acute && f.Severity > Severity.Review && f.CheckIn is { } said && usual.IsSame(said)
                    ? f with
                    {
                        Severity = Severity.Review,
                        LoweredFrom = f.Severity,
                    }
                    : f
            ),
        ];
    }

    /// <summary>
    /// A pattern that the flag resolved a few days ago was raised for, no graver and at no higher rating, is a note on
    /// that flag. Not where nobody was reached: who cannot be rung is found by what they say next.
    /// </summary>
    private static bool IsQuiet(
        NewFinding found,
        Flag last,
        ThresholdSettings settings,
        Cadence cadence,
        DateTime nowUtc
    ) =>
        IsPattern(found.Rule)
        && last.Outcome != FlagOutcome.UnableToReach
        && nowUtc < last.ResolvedAtUtc!.Value.AddDays(settings.Detection.Episodes.For(cadence).QuietDaysAfterResolution)
        && last.Findings.Exists(x => FamilyOf(x.Rule) == FamilyOf(found.Rule) && x.Severity >= found.Severity)
        && !(found.CheckIn?.Intensity > last.Findings.Max(x => x.Rating));

    /// <summary>True where the flag says so already, as gravely, at as high a rating.</summary>
    private static bool SaysSo(Flag flag, NewFinding found) =>
        HoldsOn(found.Rule)
        && flag.Findings.Exists(x =>
            x.Rule == found.Rule && x.Severity >= found.Severity && !(found.CheckIn?.Intensity > x.Rating)
        );

    private async Task Keep(
        NewFinding found,
        Flag flag,
        RepeatReason reason,
        ThresholdSettings settings,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        // A check-in that was corrected stands once.
        if (
            await db.FindingRepeats.AnyAsync(
                r => r.FlagId == flag.Id && r.Rule == found.Rule && r.SourceId == found.SourceId,
                cancellationToken
            )
        )
            return;
        db.FindingRepeats.Add(
            new FindingRepeat
            {
                Id = Guid.CreateVersion7(nowUtc),
                FlagId = flag.Id,
                ParticipantId = flag.ParticipantId,
                Rule = found.Rule,
                Severity = found.Severity,
                SourceId = found.SourceId,
                Rating = found.CheckIn?.Intensity,
                AtUtc = nowUtc,
                Reason = reason,
                ThresholdsVersion = settings.Version,
                Evidence = found.Evidence,
            }
        );
        // What still holds is counted on the flag; what was held back is a line of its own.
        if (reason == RepeatReason.QuietAfterResolution)
            db.Audit(
                Actor.System,
                AuditActions.FlagRepeatKept,
                nowUtc,
                flag.ParticipantId,
                flag.Id,
                new RepeatDetail(found.Rule)
            );
    }

    private async Task Add(
        Flag flag,
        NewFinding found,
        ThresholdSettings settings,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) =>
        flag.Findings.Add(
            new FlagFinding
            {
                Id = Guid.CreateVersion7(nowUtc),
                FlagId = flag.Id,
                ParticipantId = flag.ParticipantId,
                Rule = found.Rule,
                Severity = found.Severity,
                LoweredFrom = found.LoweredFrom,
                FoundAtUtc = nowUtc,
                SourceId = found.SourceId,
                ThresholdsVersion = settings.Version,
                RespondByUtc = await duty.RespondBy(settings.Respond, found.Severity, nowUtc, cancellationToken),
                Evidence = found.Evidence,
                SealedReason = found.SealedReason,
            }
        );
}
