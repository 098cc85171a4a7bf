using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.Flags;

/// <summary>Reads a flag's history from the audit log, and from what became of its messages.</summary>
public static class FlagEvents
{
    private delegate FlagEvent Telling(AuditDetail? detail, Names names);

    /// <summary>How each verb is told. A verb that is written with a flag and is not here is not part of its
    /// history.</summary>
    private static readonly Dictionary<string, Telling> _tellings = new(StringComparer.Ordinal)
    {
        [AuditActions.FlagRaised] = Of<SeverityDetail>((d, _) => new FlagEvent.Raised(d.Severity)),
        [AuditActions.FlagRaisedByHand] = Of<SeverityDetail>((d, _) => new FlagEvent.RaisedByHand(d.Severity)),
        [AuditActions.FlagJoined] = Of<JoinedDetail>((d, _) => new FlagEvent.Joined(d.Findings)),
        [AuditActions.FlagEscalated] = Of<SeverityDetail>((d, _) => new FlagEvent.Escalated(d.Severity)),
        [AuditActions.StepTaken] = Of<StepDetail>(
            (d, names) =>
                new FlagEvent.StepTaken(
                    d.Step,
                    d.Round,
                    d.Told,
                    d.MinutesLate is { } late ? TimeSpan.FromMinutes(late) : null,
                    names.Of(d)
                )
        ),
        [AuditActions.StepReachedNobody] = Of<StepDetail>(
            (d, names) => new FlagEvent.StepReachedNobody(d.Step, d.Round, names.Of(d))
        ),
        [AuditActions.LadderRepeats] = Plain(new FlagEvent.LadderRepeats()),
        [AuditActions.LadderPulledForward] = Plain(new FlagEvent.LadderPulledForward()),
        [AuditActions.FlagAcknowledged] = Plain(new FlagEvent.Acknowledged()),
        [AuditActions.AcknowledgementEnded] = Of<AcknowledgementEndDetail>(
            (d, _) => new FlagEvent.AcknowledgementEnded(d.Because)
        ),
        [AuditActions.FlagSnoozed] = Plain(new FlagEvent.Snoozed()),
        [AuditActions.FlagAssigned] = Of<NurseDetail>(
            (d, names) => new FlagEvent.Assigned(names.Colleagues.GetValueOrDefault(d.To))
        ),
        [AuditActions.FlagHolderTold] = Plain(new FlagEvent.HolderTold()),
        [AuditActions.ContactAttempted] = Of<AttemptDetail>(
            (d, _) => new FlagEvent.ContactAttempted(d.Channel, d.Reached, Takes: d.TakesNothing != true)
        ),
        [AuditActions.ContactRecordedLate] = Of<AttemptDetail>(
            (d, _) => new FlagEvent.ContactRecordedLate(d.Channel, d.Reached)
        ),
        [AuditActions.FlagRepeatKept] = Of<RepeatDetail>((d, _) => new FlagEvent.RepeatKept(d.Rule)),
        [AuditActions.UsualSaid] = Of<UsualDetail>((d, _) => new FlagEvent.UsualSaid(d.Until)),
        [AuditActions.CallAsked] = Plain(new FlagEvent.CallAsked()),
        [AuditActions.FlagResolved] = Of<ResolutionDetail>((d, _) => new FlagEvent.Resolved(d.Outcome)),
        [AuditActions.RecheckPlanned] = Of<PlannedRecheckDetail>((d, _) => new FlagEvent.RecheckPlanned(d.On)),
        [AuditActions.ReferralLetterPrepared] = Of<ReferralDetail>(
            (d, _) => new FlagEvent.ReferralLetterPrepared(d.To)
        ),
        [AuditActions.HandoverPrepared] = Plain(new FlagEvent.HandoverPrepared()),
        [AuditActions.CheckInCorrected] = Plain(new FlagEvent.CheckInCorrected()),
        [AuditActions.CheckInRemoved] = Plain(new FlagEvent.CheckInRemoved()),
        [AuditActions.ScreenSent] = Plain(new FlagEvent.ScreenSent()),
        [AuditActions.ScreenTakenByPhone] = Plain(new FlagEvent.ScreenTakenByPhone()),
        [AuditActions.ScreenAnswered] = Plain(new FlagEvent.ScreenAnswered()),
        [AuditActions.ScreenDeclined] = Plain(new FlagEvent.ScreenDeclined()),
        [AuditActions.HowToCallChanged] = Of<HowToCallDetail>((d, _) => new FlagEvent.HowToCallChanged(d.Changed)),
        [AuditActions.ContactUnreachable] = Plain(new FlagEvent.ContactUnreachable()),
        [AuditActions.ContactInTouch] = Of<InTouchDetail>(
            (d, names) => new FlagEvent.ContactInTouch(names.Contacts.GetValueOrDefault(d.Contact), d.Held)
        ),
        [AuditActions.ContactCannot] = Of<ContactDetail>(
            (d, names) => new FlagEvent.ContactCannot(names.Contacts.GetValueOrDefault(d.Contact))
        ),
        [AuditActions.ContactStopped] = Of<ContactDetail>(
            (d, names) => new FlagEvent.ContactStopped(names.Contacts.GetValueOrDefault(d.Contact))
        ),
        [AuditActions.AddressRefused] = Plain(new FlagEvent.AddressRefused()),
        [AuditActions.MessageStuck] = Plain(new FlagEvent.MessageStuck()),
        [AuditActions.MessageRetried] = Plain(new FlagEvent.MessageRetried()),
        [AuditActions.UnknownMailDecided] = Of<UnknownMailDetail>((d, _) => new FlagEvent.UnknownMailDecided(d.Means)),
    };

    private static readonly string[] _told = [.. _tellings.Keys];

    /// <summary>The verbs that are part of a flag's history.</summary>
    public static IReadOnlyList<string> Verbs => _told;

    /// <summary>Everything that happened to the flag, oldest first.</summary>
    internal static async Task<IReadOnlyList<HistoryEntry>> HistoryOf(
        this WellbeingDb db,
        Guid flagId,
        CancellationToken cancellationToken
    )
    {
        var records = (
            await db
                .AuditRecords.AsNoTracking()
                .Where(a => a.FlagId == flagId && _told.Contains(a.Action))
                .OrderBy(a => a.Sequence)
                .ToListAsync(cancellationToken)
        )
            .Select(a => (a.AtUtc, a.ActorName, a.Action, Detail: a.ReadDetail()))
            .ToList();
        var names = new Names(
            await db
                .StepRuns.AsNoTracking()
                .Where(s => s.FlagId == flagId)
                .ToDictionaryAsync(s => (s.Cycle, s.Step), s => (IReadOnlyList<string>)s.Told, cancellationToken),
            records.Exists(a => a.Action == AuditActions.FlagAssigned)
                ? await db
                    .Users.AsNoTracking()
                    .Select(a => new { a.Id, a.DisplayName })
                    .ToDictionaryAsync(a => a.Id, a => a.DisplayName, cancellationToken)
                : [],
            records.Exists(a => a.Detail is ContactDetail or InTouchDetail)
                ? await Contacts(db, flagId, cancellationToken)
                : []
        );
        var acts = records.Select(a => new HistoryEntry(
            a.AtUtc,
            a.ActorName,
            a.Detail is UnreadableDetail ? new FlagEvent.Unreadable(a.Action) : _tellings[a.Action](a.Detail, names)
        ));
        return [.. acts.Concat(await Messages(db, flagId, cancellationToken)).OrderBy(h => h.AtUtc)];
    }

    // Whoever was a contact then, though they may have withdrawn since.
    private static async Task<Dictionary<Guid, string>> Contacts(
        WellbeingDb db,
        Guid flagId,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .SupportContacts.AsNoTracking()
                .Where(c => db.Flags.Any(f => f.Id == flagId && f.ParticipantId == c.ParticipantId))
                .Select(c => new
                {
                    c.Id,
                    c.Name,
                    c.Relation,
                })
                .ToListAsync(cancellationToken)
        ).ToDictionary(c => c.Id, c => $"{c.Name} ({c.Relation})");

    private static async Task<IEnumerable<HistoryEntry>> Messages(
        WellbeingDb db,
        Guid flagId,
        CancellationToken cancellationToken
    )
    {
        var messages = await db
            .Messages.AsNoTracking()
            .Where(n => n.FlagId == flagId)
            .Select(n => new
            {
                n.Channel,
                n.Id,
                To = n.RecipientName.Length > 0 ? n.RecipientName : n.Address,
                n.Kind,
                n.State,
                n.CreatedAtUtc,
                n.SupersededBy,
            })
            .ToListAsync(cancellationToken);
        var ids = messages.Select(n => n.Id).ToList();
        var attempts = await db
            .MessageAttempts.AsNoTracking()
            .Where(a => ids.Contains(a.MessageId))
            .ToListAsync(cancellationToken);
        var reports = await db
            .Bounces.AsNoTracking()
            .Where(b => ids.Contains(b.MessageId))
            .ToListAsync(cancellationToken);

        var tried = attempts.GroupBy(a => a.MessageId).ToDictionary(g => g.Key, g => g.Max(a => a.BeganAtUtc));
        var handedOver = attempts.Join(
            messages,
            a => a.MessageId,
            n => n.Id,
            (a, n) =>
                new HistoryEntry(
                    a.BeganAtUtc,
                    n.To,
                    new FlagEvent.MessageTold(
                        n.Kind,
                        n.Channel,
                        Fate(a.Outcome),
                        a.ReplyCode?.ToString(CultureInfo.InvariantCulture),
                        Words(a.Detail)
                    )
                )
        );
        var waiting = messages
            .Where(n => n.State is MessageState.Pending or MessageState.Cancelled or MessageState.Expired)
            .Select(n => new HistoryEntry(
                tried.GetValueOrDefault(n.Id, n.CreatedAtUtc),
                n.To,
                new FlagEvent.MessageTold(
                    n.Kind,
                    n.Channel,
                    n.SupersededBy is not null ? MessageFate.Superseded
                        : n.State == MessageState.Pending ? MessageFate.Pending
                        : n.State == MessageState.Cancelled ? MessageFate.Cancelled
                        : MessageFate.Expired
                )
            ));
        var cameBack = reports.Join(
            messages,
            b => b.MessageId,
            n => n.Id,
            (b, n) =>
                new HistoryEntry(
                    b.AtUtc,
                    n.To,
                    new FlagEvent.MessageTold(n.Kind, n.Channel, Fate(b.Kind), Words(b.Status), Words(b.Detail))
                )
        );
        return handedOver.Concat(waiting).Concat(cameBack);
    }

    private static MessageFate Fate(AttemptOutcome outcome) =>
        outcome switch
        {
            AttemptOutcome.Begun => MessageFate.Begun,
            AttemptOutcome.Accepted => MessageFate.Accepted,
            AttemptOutcome.Temporary => MessageFate.Temporary,
            AttemptOutcome.Permanent => MessageFate.Permanent,
            AttemptOutcome.Unknown => MessageFate.Unknown,
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };

    private static MessageFate Fate(BounceKind kind) =>
        kind switch
        {
            BounceKind.Delayed => MessageFate.Delayed,
            BounceKind.GivenUp or BounceKind.Refused => MessageFate.CameBack,
            BounceKind.Answered => MessageFate.Answered,
            BounceKind.Complaint => MessageFate.Complaint,
            BounceKind.Unknown => MessageFate.Unclear,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    private static string? Words(string? theirs) => string.IsNullOrWhiteSpace(theirs) ? null : theirs;

    private static Telling Plain(FlagEvent what) => (_, _) => what;

    private static Telling Of<T>(Func<T, Names, FlagEvent> tell)
        where T : AuditDetail => (detail, names) => tell((T)detail!, names);

    /// <summary>Whom the ids in the details belong to.</summary>
    private sealed record Names(
        IReadOnlyDictionary<(int Cycle, int Step), IReadOnlyList<string>> Steps,
        IReadOnlyDictionary<Guid, string> Colleagues,
        IReadOnlyDictionary<Guid, string> Contacts
    )
    {
        public IReadOnlyList<string> Of(StepDetail step) => Steps.GetValueOrDefault((step.Round, step.Step - 1), []);
    }
}
