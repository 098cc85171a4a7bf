using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Prompts;

namespace Wellbeing.App.Records;

/// <summary>
/// How each verb stands in a person's timeline. A verb that is not here has no line there: steps of a ladder, and who
/// looked, are told on the flag's page and in the audit log.
/// </summary>
public static class PersonEvents
{
    private delegate PersonEvent Telling(AuditRecord act, AuditDetail? detail, Known known);

    private static readonly Dictionary<string, Telling> _tellings = new(StringComparer.Ordinal)
    {
        [AuditActions.ParticipantRegistered] = Plain(new PersonEvent.Registered()),
        [AuditActions.CheckInSubmitted] = Of<CheckInDetail>((_, d, k) => new PersonEvent.CheckedIn(k.CheckIn(d))),
        [AuditActions.CheckInTakenByPhone] = Of<CheckInDetail>(
            (_, d, k) => new PersonEvent.CheckedInByPhone(k.CheckIn(d))
        ),
        [AuditActions.CheckInCorrected] = Of<CheckInDetail>(
            (_, d, k) => new PersonEvent.CheckInCorrected(k.CheckIn(d))
        ),
        [AuditActions.CheckInRemoved] = Plain(new PersonEvent.CheckInRemoved()),
        [AuditActions.ExperienceAnswered] = Plain(new PersonEvent.ExperienceAnswered()),
        [AuditActions.AskingStopped] = Plain(new PersonEvent.AskingStopped()),
        [AuditActions.NotSafeSaid] = Plain(new PersonEvent.NotSafeSaid()),
        [AuditActions.CallAsked] = Plain(new PersonEvent.CallAsked()),
        [AuditActions.PromptMissed] = Plain(new PersonEvent.PromptMissed()),
        [AuditActions.PromptNotDelivered] = Plain(new PersonEvent.PromptNotDelivered()),
        [AuditActions.PromptPaused] = Plain(new PersonEvent.PromptPaused()),
        [AuditActions.PromptCalled] = Of<PromptCallDetail>((_, d, _) => new PersonEvent.PromptCalled(d.Outcome)),
        [AuditActions.FlagRaised] = Of<SeverityDetail>((_, d, _) => new PersonEvent.FlagRaised(d.Severity)),
        [AuditActions.FlagJoined] = Plain(new PersonEvent.FlagJoined()),
        [AuditActions.FlagEscalated] = Of<SeverityDetail>((_, d, _) => new PersonEvent.FlagEscalated(d.Severity)),
        [AuditActions.FlagAcknowledged] = Plain(new PersonEvent.FlagAcknowledged()),
        [AuditActions.AcknowledgementEnded] = Of<AcknowledgementEndDetail>(
            (_, d, _) => new PersonEvent.AcknowledgementEnded(d.Because)
        ),
        [AuditActions.ContactAttempted] = Of<AttemptDetail>(
            (act, d, k) => new PersonEvent.ContactAttempted(d.Channel, d.Reached, k.Attempt(act))
        ),
        [AuditActions.ContactRecordedLate] = Of<AttemptDetail>(
            (act, d, k) => new PersonEvent.ContactRecordedLate(d.Reached, k.Attempt(act))
        ),
        [AuditActions.FlagRepeatKept] = Of<RepeatDetail>((_, d, _) => new PersonEvent.RepeatKept(d.Rule)),
        [AuditActions.FlagResolved] = Of<ResolutionDetail>(
            (act, d, k) => new PersonEvent.FlagResolved(d.Outcome, k.Ending(act))
        ),
        [AuditActions.UsualSaid] = Of<UsualDetail>((_, d, _) => new PersonEvent.UsualSaid(d.Until)),
        [AuditActions.UsualEnded] = Of<UsualEndDetail>((_, d, _) => new PersonEvent.UsualEnded(d.Because)),
        [AuditActions.ReplySent] = Of<ReplyDetail>((_, d, k) => new PersonEvent.ReplySent(k.Words(d.Reply))),
        [AuditActions.NoteWritten] = Of<NoteDetail>((_, d, k) => new PersonEvent.NoteWritten(k.Words(d.Note))),
        [AuditActions.NoteCorrected] = Of<NoteDetail>((_, d, k) => new PersonEvent.NoteCorrected(k.Words(d.Note))),
        [AuditActions.TreatmentEventRecorded] = Of<TreatmentEventDetail>(
            (_, d, k) => new PersonEvent.TreatmentRecorded(k.Treatment(d))
        ),
        [AuditActions.TreatmentEventRemoved] = Of<TreatmentEventDetail>(
            (_, d, k) => new PersonEvent.TreatmentRemoved(k.Treatment(d))
        ),
        [AuditActions.ScreenSent] = Plain(new PersonEvent.ScreenSent()),
        [AuditActions.ScreenTakenByPhone] = Plain(new PersonEvent.ScreenTakenByPhone()),
        [AuditActions.ScreenAnswered] = Plain(new PersonEvent.ScreenAnswered()),
        [AuditActions.ScreenDeclined] = Plain(new PersonEvent.ScreenDeclined()),
        [AuditActions.OwnThresholdSet] = Plain(new PersonEvent.OwnThresholdSet()),
        [AuditActions.OwnThresholdEnded] = Plain(new PersonEvent.OwnThresholdEnded()),
        [AuditActions.RecheckPlanned] = Of<PlannedRecheckDetail>((_, d, _) => new PersonEvent.RecheckPlanned(d.On)),
        [AuditActions.RecheckDue] = Plain(new PersonEvent.RecheckDue()),
        [AuditActions.RecheckDone] = Plain(new PersonEvent.RecheckDone()),
        [AuditActions.ReferralLetterPrepared] = Of<ReferralDetail>(
            (_, d, _) => new PersonEvent.ReferralLetterPrepared(d.To)
        ),
        [AuditActions.ParticipantPaused] = Of<PauseDetail>((_, d, _) => new PersonEvent.Paused(d.Until)),
        [AuditActions.PauseEnded] = Plain(new PersonEvent.PauseEnded()),
        [AuditActions.ScheduleChanged] = Of<ScheduleDetail>((_, d, _) => new PersonEvent.ScheduleChanged(d.Cadence)),
        [AuditActions.CohortChanged] = Plain(new PersonEvent.CohortChanged()),
        [AuditActions.ContactNominated] = Plain(new PersonEvent.ContactNominated()),
        [AuditActions.ContactConfirmed] = Plain(new PersonEvent.ContactConfirmed()),
        [AuditActions.ContactDeclined] = Plain(new PersonEvent.ContactDeclined()),
        [AuditActions.ContactWithdrawn] = Plain(new PersonEvent.ContactWithdrawn()),
        [AuditActions.HowToCallChanged] = Of<HowToCallDetail>((_, d, _) => new PersonEvent.HowToCallChanged(d.Changed)),
        [AuditActions.DetailsChanged] = Plain(new PersonEvent.DetailsChanged()),
        [AuditActions.EmailChanged] = Plain(new PersonEvent.EmailChanged()),
        [AuditActions.AccountClosed] = Plain(new PersonEvent.AccountClosed()),
    };

    /// <summary>The verbs that have a line.</summary>
    public static IReadOnlyList<string> Verbs { get; } = [.. _tellings.Keys];

    internal static PersonEvent Tell(AuditRecord act, AuditDetail? detail, Known known) =>
        detail is UnreadableDetail ? new PersonEvent.Unreadable(act.Action) : _tellings[act.Action](act, detail, known);

    private static Telling Plain(PersonEvent what) => (_, _, _) => what;

    private static Telling Of<T>(Func<AuditRecord, T, Known, PersonEvent> tell)
        where T : AuditDetail => (act, detail, known) => tell(act, (T)detail!, known);

    /// <summary>What the ids in the details stand for.</summary>
    /// <param name="Said">Words of notes, and of notes back to the person.</param>
    /// <param name="Attempts">Those with a note.</param>
    /// <param name="Endings">By flag: the words on closing it.</param>
    internal sealed record Known(
        SealedText Text,
        IReadOnlyDictionary<Guid, CheckInView> CheckIns,
        IReadOnlyDictionary<Guid, string> Said,
        IReadOnlyDictionary<Guid, TreatmentEvent> Events,
        IReadOnlyList<ContactAttempt> Attempts,
        IReadOnlyDictionary<Guid, string?> Endings
    )
    {
        public CheckInView? CheckIn(CheckInDetail detail) => CheckIns.GetValueOrDefault(detail.CheckIn);

        public string? Words(Guid of) => Text.Open(Said.GetValueOrDefault(of));

        public TimelineTreatment? Treatment(TreatmentEventDetail detail) =>
            Events.TryGetValue(detail.Event, out var of)
                ? new TimelineTreatment(of.Kind, of.On, of.RemovedAtUtc is not null)
                : null;

        public string? Attempt(AuditRecord act) =>
            Text.Open(
                Attempts
                    .FirstOrDefault(a => a.FlagId == act.FlagId && (a.RecordedAtUtc ?? a.AtUtc) == act.AtUtc)
                    ?.SealedNote
            );

        public string? Ending(AuditRecord act) =>
            act.FlagId is { } flag ? Text.Open(Endings.GetValueOrDefault(flag)) : null;
    }
}
