using Wellbeing.App.Escalation;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Team;
using Wellbeing.Detection;

namespace Wellbeing.App.Flags;

public enum FlagState
{
    Open,
    Acknowledged,
    Resolved,
}

/// <summary>How a flag ended.</summary>
public enum FlagOutcome
{
    Supported,
    ReferredPsychology,
    ReferredMedicalTeam,
    ReferredPalliativeCare,
    ReferredOther,
    NoLongerDistressed,

    /// <summary>Needs <see cref="Flag.AttemptsBeforeUnableToReach"/> recorded attempts.</summary>
    UnableToReach,

    /// <summary>Counts against the rule's precision.</summary>
    RaisedInError,

    /// <summary>Closed without reaching the person, for a reason that the note gives.</summary>
    NotNeeded,
}

/// <summary>What an outcome means: in one place, for what a person is told and what a report counts.</summary>
public static class FlagOutcomes
{
    /// <summary>Something was agreed on with the person: they may read that their nurse team made a plan.</summary>
    public static bool IsPlan(this FlagOutcome outcome) =>
        outcome
            is FlagOutcome.Supported
                or FlagOutcome.ReferredPsychology
                or FlagOutcome.ReferredMedicalTeam
                or FlagOutcome.ReferredPalliativeCare
                or FlagOutcome.ReferredOther;

    /// <summary>It says that somebody spoke with the person, so an attempt that reached them must be
    /// recorded.</summary>
    public static bool NeedsSomebodyReached(this FlagOutcome outcome) =>
        outcome is not (FlagOutcome.UnableToReach or FlagOutcome.RaisedInError or FlagOutcome.NotNeeded);
}

/// <summary>
/// Findings a human must look at. At any time it is resolved, or acknowledged with an end to the acknowledgement, or
/// has a next step due: <see cref="NextActionAtUtc"/> is null only when resolved.
/// </summary>
public sealed class Flag : IVersioned
{
    public const int AttemptsBeforeUnableToReach = 3;

    /// <summary>Calls within this time of one another are one try.</summary>
    public static readonly TimeSpan TriesApart = TimeSpan.FromMinutes(15);

    /// <summary>
    /// A call that was made before the flag was raised can be recorded on it for so long, for colleagues to read. It was
    /// about something else: it answers nothing, acknowledges nothing and closes nothing.
    /// </summary>
    public static readonly TimeSpan AttemptsBeforeRaise = TimeSpan.FromHours(1);

    /// <summary>A nurse's watch may be behind the server's: by so little before the raise is at the raise.</summary>
    public static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    /// <summary>After the end a call that was under way can be added for so long; a later one belongs to a note, or to
    /// another flag.</summary>
    public static readonly TimeSpan LateRecords = TimeSpan.FromDays(7);

    /// <summary>The longest an urgent flag may wait for the next try while nobody has reached the person.</summary>
    public static readonly TimeSpan LongestWaitUnreached = TimeSpan.FromHours(4);

    /// <summary>The longest any flag may wait for the next try while contact is owed: over a weekend.</summary>
    public static readonly TimeSpan LongestWaitOwed = TimeSpan.FromDays(3);

    /// <summary>The longest a flag of this severity may be snoozed at once; of an urgent one see also
    /// <see cref="LongestWaitUnreached"/>.</summary>
    public static TimeSpan LongestSnooze(Severity severity) =>
        severity == Severity.Urgent ? TimeSpan.FromHours(24) : TimeSpan.FromDays(7);

    /// <summary>A step taken later than this after it was due is marked late.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(5);

    /// <summary>Whoever acknowledges after the promise has passed has so long to be in touch with a person who asked
    /// for it.</summary>
    public static readonly TimeSpan ContactOwedWithin = TimeSpan.FromHours(4);

    /// <summary>The longest gap between steps of a ladder that begins after the promise.</summary>
    public static readonly TimeSpan LongestGapWhenLate = TimeSpan.FromHours(1);

    /// <summary>Longest that a support contact's "I have been in touch" holds the next step back, once a
    /// flag.</summary>
    public static readonly TimeSpan HoldsBackAtMost = TimeSpan.FromMinutes(30);

    public Guid Id { get; init; }
    public Guid ParticipantId { get; init; }
    public Severity Severity { get; private set; }
    public FlagState State { get; private set; }
    public DateTime RaisedAtUtc { get; init; }

    /// <summary>The response target: by when somebody should have acknowledged.</summary>
    public DateTime RespondByUtc { get; private set; }

    /// <summary>The person's flag before this one, if any.</summary>
    public Guid? PreviousFlagId { get; init; }
    public List<FlagFinding> Findings { get; init; } = [];
    public List<ContactAttempt> ContactAttempts { get; init; } = [];
    public List<FlagSnooze> Snoozes { get; init; } = [];

    /// <summary>The policy as it was when the ladder began.</summary>
    public EscalationPlan Plan { get; private set; } = null!;

    /// <summary>1 for the first ladder; grows each time the ladder begins again.</summary>
    public int Cycle { get; private set; }

    /// <summary>Index of the step to take next.</summary>
    public int NextStep { get; private set; }
    public DateTime LadderBeganAtUtc { get; private set; }

    /// <summary>When the engine must act: the next step while open, the end of the acknowledgement while
    /// acknowledged.</summary>
    public DateTime? NextActionAtUtc { get; private set; }

    /// <summary>When a support contact's word held the next step back; once a flag.</summary>
    public DateTime? HeldBackAtUtc { get; private set; }
    public Guid? AcknowledgedBy { get; private set; }
    public string? AcknowledgedByName { get; private set; }
    public DateTime? AcknowledgedAtUtc { get; private set; }
    public DateTime? FirstAcknowledgedAtUtc { get; private set; }

    /// <summary>The end somebody chose for the acknowledgement; null where it is the policy's.</summary>
    public DateTime? SnoozedUntilUtc { get; private set; }

    /// <summary>Whose it should be. It stops nothing: only an acknowledgement does.</summary>
    public Guid? AssignedTo { get; private set; }
    public string? AssignedToName { get; private set; }
    public DateTime? ResolvedAtUtc { get; private set; }
    public Guid? ResolvedBy { get; private set; }
    public string? ResolvedByName { get; private set; }
    public FlagOutcome? Outcome { get; private set; }

    /// <summary>The nurse asked, on resolving, that detection learn the person's usual level anew from then
    /// on.</summary>
    public bool LearnsUsualAnew { get; private set; }

    /// <summary>The team's note, encrypted at rest; never shown to the participant or a contact.</summary>
    public string? SealedNote { get; private set; }
    public int Version { get; set; }

    private Flag() { }

    /// <summary>Opens a flag and begins its ladder: the first step is due at once.</summary>
    public static Flag Raise(
        Guid participantId,
        Severity severity,
        EscalationPlan plan,
        DateTime respondByUtc,
        Guid? previousFlagId,
        DateTime nowUtc
    )
    {
        var flag = new Flag
        {
            Id = Guid.CreateVersion7(nowUtc),
            ParticipantId = participantId,
            RaisedAtUtc = nowUtc,
            PreviousFlagId = previousFlagId,
        };
        flag.RestartLadder(severity, plan, respondByUtc, nowUtc);
        return flag;
    }

    /// <summary>
    /// Begins the ladder anew under another (or the same) severity: graver evidence, or a new cry for help. An
    /// acknowledgement given before it no longer counts.
    /// </summary>
    public void RestartLadder(Severity severity, EscalationPlan plan, DateTime respondByUtc, DateTime nowUtc)
    {
        RequireUnresolved();
        Severity = severity;
        Plan = plan;
        RespondByUtc = respondByUtc;
        State = FlagState.Open;
        ClearAcknowledgement();
        BeginLadder(nowUtc);
    }

    /// <summary>When the next step is due, or the acknowledgement ends.</summary>
    public bool IsDue(DateTime nowUtc) => NextActionAtUtc <= nowUtc;

    /// <summary>
    /// Takes the due step and lays the next. After an outage the step is taken once and marked late, and the rest of
    /// the ladder moves back by the lateness, so that it never fires as a burst.
    /// </summary>
    /// <param name="promisedByUtc">What was promised last, where that is not what the flag carries: of something found
    /// anew on a late flag.</param>
    public TakenStep TakeStep(WorkingHours hours, DateTime nowUtc, DateTime? promisedByUtc = null)
    {
        if (State != FlagState.Open || !IsDue(nowUtc))
            throw new InvalidOperationException(
                $"No step is due: the flag is {State}, next action {NextActionAtUtc:O}."
            );

        var lateBy = nowUtc - NextActionAtUtc!.Value;
        var late = lateBy > LateAfter;
        var taken = new TakenStep(Cycle, NextStep, Plan.Steps[NextStep], lateBy, NextStep == Plan.Steps.Count - 1);
        if (taken.IsLast)
        {
            Cycle++;
            NextStep = 0;
            LadderBeganAtUtc = After(hours, nowUtc, Plan.RepeatEvery);
            NextActionAtUtc = LadderBeganAtUtc;
        }
        else
        {
            // From this step on, not from the ladder's beginning: whether it came late or was pulled forward, the gap
            // stays.
            var gap = Plan.Steps[NextStep + 1].After - Plan.Steps[NextStep].After;
            NextActionAtUtc = After(hours, late ? nowUtc : NextActionAtUtc.Value, gap);
            // Nobody is waited for beyond what the person was promised.
            var promised = promisedByUtc ?? RespondByUtc;
            if (promised > nowUtc && NextActionAtUtc > promised)
                NextActionAtUtc = promised;
            // A ladder that begins when the promise has passed, as after an acknowledgement that came to nothing,
            // climbs at once.
            if (LadderBeganAtUtc >= RespondByUtc && NextActionAtUtc > nowUtc + LongestGapWhenLate)
                NextActionAtUtc = nowUtc + LongestGapWhenLate;
            NextStep++;
        }

        return taken;
    }

    /// <summary>A message of the last step was refused, or a step reached nobody: the next one is due now.</summary>
    /// <returns>False when there was nothing to pull forward.</returns>
    public bool AdvanceNextStep(DateTime nowUtc)
    {
        // Never across the end of a ladder: a team that cannot be reached at all would be tried in a tight circle.
        if (State != FlagState.Open || NextStep == 0 || NextActionAtUtc <= nowUtc)
            return false;
        NextActionAtUtc = nowUtc;
        return true;
    }

    /// <summary>
    /// A support contact has been in touch: the next step may wait a little, once. It acknowledges nothing; only the
    /// team does.
    /// </summary>
    /// <returns>False when there was nothing to hold back.</returns>
    public bool DelayNextStep(DateTime nowUtc)
    {
        var until = nowUtc + HoldsBackAtMost;
        if (State != FlagState.Open || HeldBackAtUtc is not null || NextActionAtUtc is not { } next || next >= until)
            return false;
        NextActionAtUtc = until < next + HoldsBackAtMost ? until : next + HoldsBackAtMost;
        HeldBackAtUtc = nowUtc;
        return true;
    }

    /// <summary>
    /// Another cry for help, no graver, while nobody has answered the last one: the next step is due now. Beginning the
    /// ladder anew would put off, tap by tap, the people further up.
    /// </summary>
    public void Hasten(DateTime nowUtc)
    {
        if (State != FlagState.Open)
            throw new InvalidOperationException($"A flag that is {State} has no ladder to hurry.");
        if (NextActionAtUtc > nowUtc)
            NextActionAtUtc = nowUtc;
    }

    /// <summary>Stops the ladder until the acknowledgement ends.</summary>
    /// <param name="contactOwedBy">
    /// By when the person was promised contact, where nobody was in touch yet: having the flag is not what they were
    /// promised, so the acknowledgement ends with the promise; within <see cref="ContactOwedWithin"/> where that has
    /// passed. Null where none is owed.
    /// </param>
    public void Acknowledge(Guid by, string byName, DateTime nowUtc, DateTime? contactOwedBy = null)
    {
        if (State != FlagState.Open)
            throw new InvalidOperationException($"A flag that is {State} cannot be acknowledged.");
        State = FlagState.Acknowledged;
        AcknowledgedBy = by;
        AcknowledgedByName = byName;
        AcknowledgedAtUtc = nowUtc;
        FirstAcknowledgedAtUtc ??= nowUtc;
        NextActionAtUtc = EndOfAcknowledgement(nowUtc, contactOwedBy);
    }

    private DateTime EndOfAcknowledgement(DateTime nowUtc, DateTime? contactOwedBy)
    {
        var end = nowUtc + Plan.AcknowledgementLasts;
        if (contactOwedBy is not { } promised)
            return end;
        var owed = promised > nowUtc ? promised : nowUtc + ContactOwedWithin;
        return owed < end ? owed : end;
    }

    /// <summary>
    /// Acknowledges until a chosen instant; one's own acknowledgement gets a new end. New evidence, a cry for help or a
    /// graver finding re-opens the flag all the same.
    /// </summary>
    public void Snooze(Guid by, string byName, DateTime untilUtc, string sealedReason, DateTime nowUtc)
    {
        RequireUnresolved();
        if (untilUtc <= nowUtc || untilUtc - nowUtc > LongestSnooze(Severity))
            throw new ArgumentOutOfRangeException(
                nameof(untilUtc),
                untilUtc,
                $"At most {LongestSnooze(Severity)} from now."
            );
        if (State == FlagState.Open)
            Acknowledge(by, byName, nowUtc);
        else if (AcknowledgedBy != by)
            throw new InvalidOperationException("Somebody else has it.");
        SnoozedUntilUtc = untilUtc;
        NextActionAtUtc = untilUtc;
        Snoozes.Add(
            new FlagSnooze
            {
                Id = Guid.CreateVersion7(nowUtc),
                FlagId = Id,
                AtUtc = nowUtc,
                ByName = byName,
                UntilUtc = untilUtc,
                SealedReason = sealedReason,
            }
        );
    }

    /// <summary>Says whose it should be.</summary>
    public void Assign(Guid to, string toName)
    {
        RequireUnresolved();
        AssignedTo = to;
        AssignedToName = toName;
    }

    /// <summary>The nurse it was assigned to takes it from the one who has it.</summary>
    public void TakeOver(Guid by, string byName, DateTime nowUtc, DateTime? contactOwedBy = null)
    {
        if (State != FlagState.Acknowledged || AssignedTo != by)
            throw new InvalidOperationException("Only the nurse it is assigned to takes it over.");
        ClearAcknowledgement();
        State = FlagState.Open;
        Acknowledge(by, byName, nowUtc, contactOwedBy);
    }

    /// <summary>The acknowledgement ended and nobody recorded a contact meanwhile: open again, ladder from the
    /// start.</summary>
    /// <param name="dueAnewUtc">By when it is to be answered from now, where it was snoozed; null where it was not. A
    /// promise that still lies ahead stays as it was.</param>
    public void ExpireAcknowledgement(DateTime nowUtc, DateTime? dueAnewUtc = null)
    {
        if (State != FlagState.Acknowledged || !IsDue(nowUtc))
            throw new InvalidOperationException("No acknowledgement has ended.");
        // Whoever had it is told with whoever is on call: they know the person, and may only have forgotten to write it
        // down.
        if (AssignedTo is null)
            (AssignedTo, AssignedToName) = (AcknowledgedBy, AcknowledgedByName);
        if (dueAnewUtc is { } due && RespondByUtc <= nowUtc)
            RespondByUtc = due;
        State = FlagState.Open;
        ClearAcknowledgement();
        BeginLadder(nowUtc);
    }

    /// <summary>An attempt at that time was about this flag.</summary>
    public bool IsAbout(DateTime atUtc) => atUtc >= RaisedAtUtc - ClocksDiffer;

    /// <summary>
    /// Records a call or another attempt. Whoever makes one has the flag in hand: an open flag becomes theirs, and an
    /// acknowledgement is extended by its full length from now. One from before the flag was raised is kept, and changes
    /// nothing.
    /// </summary>
    /// <param name="atUtc">When the call was, where that was before it is written down; null for now.</param>
    /// <param name="contactOwedBy">As for <see cref="Acknowledge"/>.</param>
    /// <param name="givenAway">It is given to a colleague in the same step: it is not in the hands of whoever
    /// records.</param>
    public ContactAttempt RecordContactAttempt(
        Guid attemptId,
        Guid by,
        string byName,
        ContactChannel channel,
        bool reached,
        string? sealedNote,
        DateTime nowUtc,
        DateTime? atUtc = null,
        DateTime? contactOwedBy = null,
        bool givenAway = false
    )
    {
        RequireUnresolved();
        if (!IsAbout(atUtc ?? nowUtc))
            return Add(attemptId, by, byName, channel, reached, sealedNote, nowUtc, atUtc, late: false);
        if (givenAway && State == FlagState.Acknowledged && AcknowledgedBy == by)
        {
            State = FlagState.Open;
            ClearAcknowledgement();
            BeginLadder(nowUtc);
        }
        else if (State == FlagState.Open && !givenAway)
        {
            Acknowledge(by, byName, nowUtc, contactOwedBy);
        }

        if (State == FlagState.Acknowledged)
        {
            NextActionAtUtc = EndOfAcknowledgement(nowUtc, contactOwedBy);
            if (SnoozedUntilUtc > NextActionAtUtc)
                NextActionAtUtc = SnoozedUntilUtc;
        }

        return Add(attemptId, by, byName, channel, reached, sealedNote, nowUtc, atUtc, late: false);
    }

    /// <summary>Adds a call that took place while a colleague closed the flag. It opens nothing again, and is marked as
    /// late.</summary>
    public ContactAttempt RecordLate(
        Guid attemptId,
        Guid by,
        string byName,
        ContactChannel channel,
        bool reached,
        string? sealedNote,
        DateTime nowUtc,
        DateTime? atUtc = null
    )
    {
        if (!TakesLateRecords(nowUtc))
            throw new InvalidOperationException("A late record belongs to a flag that was resolved a short while ago.");
        return Add(attemptId, by, byName, channel, reached, sealedNote, nowUtc, atUtc, late: true);
    }

    public bool TakesLateRecords(DateTime nowUtc) =>
        State == FlagState.Resolved && nowUtc - ResolvedAtUtc <= LateRecords;

    private ContactAttempt Add(
        Guid attemptId,
        Guid by,
        string byName,
        ContactChannel channel,
        bool reached,
        string? sealedNote,
        DateTime nowUtc,
        DateTime? atUtc,
        bool late
    )
    {
        var at = atUtc ?? nowUtc;
        var attempt = new ContactAttempt
        {
            Id = attemptId,
            FlagId = Id,
            AtUtc = !late && at < RaisedAtUtc && IsAbout(at) ? RaisedAtUtc : at,
            RecordedAtUtc = nowUtc,
            IsLate = late,
            By = by,
            ByName = byName,
            Channel = channel,
            Reached = reached,
            SealedNote = sealedNote,
        };
        ContactAttempts.Add(attempt);
        return attempt;
    }

    /// <summary>How often somebody tried to reach the person since the flag was raised: ringing three times in a minute
    /// is trying once.</summary>
    public int Tries
    {
        get
        {
            var (tries, last) = (0, DateTime.MinValue);
            foreach (var attempt in ContactAttempts.Where(a => a.AtUtc >= RaisedAtUtc).OrderBy(a => a.AtUtc))
            {
                if (tries > 0 && attempt.AtUtc - last < TriesApart)
                    continue;
                (tries, last) = (tries + 1, attempt.AtUtc);
            }

            return tries;
        }
    }

    /// <summary>When somebody was to try again, where it opened again with that and nobody has tried since; else
    /// null.</summary>
    /// <param name="triedUtc">The last attempt.</param>
    public DateTime? TryAgainSince(DateTime? triedUtc) =>
        State == FlagState.Open
        && Snoozes.MaxBy(s => s.AtUtc) is { } last
        && last.UntilUtc <= LadderBeganAtUtc
        && !(triedUtc > last.AtUtc)
            ? last.UntilUtc
            : null;

    /// <summary>Ends the flag for good. A recurrence makes a new one.</summary>
    public void Resolve(
        Guid by,
        string byName,
        FlagOutcome outcome,
        string? sealedNote,
        DateTime nowUtc,
        bool learnUsualAnew = false
    )
    {
        RequireUnresolved();
        if (outcome == FlagOutcome.UnableToReach && Tries < AttemptsBeforeUnableToReach)
            throw new InvalidOperationException(
                $"'Unable to reach' needs {AttemptsBeforeUnableToReach} recorded attempts."
            );
        if (outcome.NeedsSomebodyReached() && !ContactAttempts.Exists(a => a.Reached && a.AtUtc >= RaisedAtUtc))
            throw new InvalidOperationException($"'{outcome}' needs a recorded attempt that reached the person.");
        State = FlagState.Resolved;
        ResolvedAtUtc = nowUtc;
        ResolvedBy = by;
        ResolvedByName = byName;
        Outcome = outcome;
        LearnsUsualAnew = learnUsualAnew;
        SealedNote = sealedNote;
        NextActionAtUtc = null;
    }

    private void BeginLadder(DateTime nowUtc)
    {
        Cycle++;
        NextStep = 0;
        LadderBeganAtUtc = nowUtc;
        NextActionAtUtc = nowUtc;
    }

    private DateTime After(WorkingHours hours, DateTime fromUtc, TimeSpan delay) =>
        Plan.Clock == EscalationClock.WorkingHours ? hours.Add(fromUtc, delay) : fromUtc + delay;

    private void ClearAcknowledgement()
    {
        AcknowledgedBy = null;
        AcknowledgedByName = null;
        AcknowledgedAtUtc = null;
        SnoozedUntilUtc = null;
    }

    private void RequireUnresolved()
    {
        if (State == FlagState.Resolved)
            throw new InvalidOperationException("A resolved flag is final.");
    }
}

/// <summary>A step of the ladder, just taken.</summary>
/// <param name="LateBy">How long it was due.</param>
/// <param name="IsLast">True when the ladder begins again after it.</param>
public sealed record TakenStep(int Cycle, int Index, EscalationStep Step, TimeSpan LateBy, bool IsLast);

/// <summary>What detection (or the person) said, kept with its evidence so that it can be re-computed.</summary>
public sealed class FlagFinding
{
    public Guid Id { get; init; }
    public Guid FlagId { get; init; }
    public Guid ParticipantId { get; init; }
    public Rule Rule { get; init; }
    public Severity Severity { get; init; }
    public DateTime FoundAtUtc { get; init; }

    /// <summary>The check-in (or the tap on "I don't feel safe") it was found at. With rule and participant it is
    /// unique: nothing is found twice.</summary>
    public Guid SourceId { get; init; }

    /// <summary>The thresholds that made it.</summary>
    public int ThresholdsVersion { get; init; }

    /// <summary>By when somebody should have answered it, had it stood alone.</summary>
    public DateTime? RespondByUtc { get; init; }
    public Evidence? Evidence { get; init; }

    /// <summary>Its rule's own severity, where a nurse had said that this level is usual for the person; else
    /// null.</summary>
    public Severity? LoweredFrom { get; init; }

    /// <summary>Why a nurse raised it, encrypted at rest; the team's alone.</summary>
    public string? SealedReason { get; init; }

    /// <summary>The rating it was found at, in points; null where none was given.</summary>
    public int? Rating =>
        Evidence switch
        {
            AcuteEvidence a => a.LastIntensity,
            WorseningEvidence w => w.LastIntensity,
            PersistentEvidence p => p.LastIntensity,
            PersistentImpactUnknownEvidence p => p.LastIntensity,
            PersistentReportedEvidence p => p.LastIntensity,
            ContactRequestedEvidence c => c.LastIntensity,
            _ => null,
        };
}

public enum ContactChannel
{
    Phone,
    Email,
    TextMessage,
    InPerson,
    VideoCall,

    /// <summary>The person told the team by a message: their wish is known, which counts as reached.</summary>
    TheirMessage,
}

public static class ContactChannels
{
    /// <summary>Somebody rang.</summary>
    public static bool IsCall(this ContactChannel channel) =>
        channel is ContactChannel.Phone or ContactChannel.VideoCall;
}

/// <summary>One attempt of the team to reach the person.</summary>
public sealed class ContactAttempt
{
    public Guid Id { get; init; }
    public Guid FlagId { get; init; }

    /// <summary>When it was: given by the nurse, or when it was written down.</summary>
    public DateTime AtUtc { get; init; }

    /// <summary>When it was written down; null where that is not known apart.</summary>
    public DateTime? RecordedAtUtc { get; init; }

    /// <summary>It was added after a colleague had closed the flag.</summary>
    public bool IsLate { get; init; }
    public Guid By { get; init; }
    public required string ByName { get; init; }
    public ContactChannel Channel { get; init; }
    public bool Reached { get; init; }

    /// <summary>Encrypted at rest; the team's alone.</summary>
    public string? SealedNote { get; init; }
}

/// <summary>A step as it was taken: one row a flag, cycle and step.</summary>
public sealed class StepRun
{
    public Guid FlagId { get; init; }
    public int Cycle { get; init; }
    public int Step { get; init; }
    public DateTime TakenAtUtc { get; init; }
    public bool Late { get; init; }

    /// <summary>How long after it was due; 0 where it is not <see cref="Late"/>.</summary>
    public int LateMinutes { get; init; }

    /// <summary>How many messages it wrote, those to support contacts included.</summary>
    public int Recipients { get; init; }

    /// <summary>Whom, by name; empty for steps taken before names were kept.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];
}
