using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Wellbeing.App.Audit;

/// <summary>
/// One thing somebody did or looked at. Append-only; each record's hash covers the one before it, so that an altered,
/// removed or re-ordered record is found. Holds no health detail.
/// </summary>
public sealed class AuditRecord
{
    /// <summary>1, 2, 3... without gaps.</summary>
    public long Sequence { get; init; }
    public DateTime AtUtc { get; init; }
    public Guid? ActorId { get; init; }
    public required string ActorName { get; init; }

    /// <summary>A verb of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }
    public Guid? ParticipantId { get; init; }
    public Guid? FlagId { get; init; }

    /// <summary>The <see cref="AuditDetail"/> as <see cref="AuditDetails"/> wrote it: the hash is over this text.</summary>
    public string? Detail { get; init; }
    public required byte[] PreviousHash { get; init; }
    public required byte[] Hash { get; init; }

    /// <summary>The hash before the first record.</summary>
    public static byte[] Genesis { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>SHA-256 over the previous hash and every field, each with its length.</summary>
    public static byte[] HashOf(
        byte[] previous,
        long sequence,
        DateTime atUtc,
        Guid? actorId,
        string actorName,
        string action,
        Guid? participantId,
        Guid? flagId,
        string? detail
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Number(sequence);
        Number(atUtc.Ticks);
        Field(actorId?.ToString("D"));
        Field(actorName);
        Field(action);
        Field(participantId?.ToString("D"));
        Field(flagId?.ToString("D"));
        Field(detail);
        return hash.GetHashAndReset();

        void Number(long value)
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            hash.AppendData(bytes);
        }

        void Field(string? value)
        {
            Number(value is null ? -1 : Encoding.UTF8.GetByteCount(value));
            if (value is not null)
                hash.AppendData(Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>What it says beyond its verb; null for nothing.</summary>
    public AuditDetail? ReadDetail() => AuditDetails.Read(Action, Detail);

    /// <summary>True when the stored hash is the one its fields give.</summary>
    public bool IsIntact() =>
        Hash.AsSpan()
            .SequenceEqual(
                HashOf(PreviousHash, Sequence, AtUtc, ActorId, ActorName, Action, ParticipantId, FlagId, Detail)
            );
}

/// <summary>The verbs of the audit log.</summary>
public static class AuditActions
{
    public const string NotSafeSaid = "participant.not-safe";
    public const string CheckInSubmitted = "check-in.submitted";
    public const string CheckInTakenByPhone = "check-in.taken-by-phone";
    public const string NotHeardFromListed = "not-heard-from.listed";
    public const string PromptCalled = "prompt.called";
    public const string CheckInLinkUsed = "check-in.link-used";
    public const string CheckInLinkSentAgain = "check-in.link-sent-again";
    public const string CheckInCorrected = "check-in.corrected";
    public const string CheckInRemoved = "check-in.removed";
    public const string ExperienceAnswered = "participant.experience-answered";
    public const string AskingStopped = "participant.asking-stopped";
    public const string CheckInsViewed = "check-ins.viewed";
    public const string ParticipantViewed = "participant.viewed";

    /// <summary>Somebody of the team had a list before them in which the person stood; once a day for each of the
    /// team.</summary>
    public const string NamedInList = "participant.named-in-list";
    public const string TimelineViewed = "participant.timeline-viewed";
    public const string ParticipantPaused = "participant.paused";
    public const string PauseEnded = "participant.pause-ended";
    public const string ToReadListed = "to-read.listed";
    public const string CheckInRead = "check-in.read";
    public const string ReplySent = "check-in.replied-to";
    public const string ReplySentenceChanged = "reply-sentence.changed";
    public const string ReadingPromiseChanged = "reading.promise-changed";
    public const string ReplyMailsChanged = "participant.reply-mails-changed";
    public const string NoteWritten = "note.written";
    public const string NoteCorrected = "note.corrected";
    public const string NotesViewed = "notes.viewed";
    public const string OwnThresholdSet = "threshold.set";
    public const string OwnThresholdEnded = "threshold.ended";
    public const string OwnThresholdsViewed = "thresholds.viewed";
    public const string ScreenSent = "screen.sent";
    public const string ScreenTakenByPhone = "screen.taken-by-phone";
    public const string ScreenAnswered = "screen.answered";
    public const string ScreenDeclined = "screen.declined";
    public const string ScreensViewed = "screens.viewed";
    public const string RecheckPlanned = "recheck.planned";
    public const string RecheckDue = "recheck.due";
    public const string RecheckDone = "recheck.done";
    public const string RechecksListed = "rechecks.listed";
    public const string ReferralLetterOpened = "referral-letter.opened";
    public const string ReferralLetterPrepared = "referral-letter.prepared";
    public const string HandoverPrepared = "handover.prepared";
    public const string TalkGuideChanged = "talk-guide.changed";
    public const string ReferralOptionChanged = "referral-option.changed";
    public const string ParticipantsListed = "participants.listed";
    public const string ParticipantRegistered = "participant.registered";
    public const string CohortSaved = "cohort.saved";
    public const string CohortChanged = "participant.cohort-changed";
    public const string ScheduleChanged = "participant.schedule-changed";
    public const string PreferencesChanged = "participant.preferences-changed";
    public const string PromptSent = "prompt.sent";
    public const string PromptLaid = "prompt.laid-without-mail";
    public const string PromptReminded = "prompt.reminded";
    public const string PromptMissed = "prompt.missed";

    /// <summary>Its time was over, and no mail about it had arrived.</summary>
    public const string PromptNotDelivered = "prompt.not-delivered";
    public const string PromptPaused = "prompt.paused";
    public const string ReportViewed = "report.viewed";
    public const string FlagsListed = "flags.listed";
    public const string FlagViewed = "flag.viewed";
    public const string FlagRaised = "flag.raised";
    public const string FlagJoined = "flag.finding-added";
    public const string FlagEscalated = "flag.severity-raised";
    public const string StepTaken = "flag.step-taken";
    public const string StepReachedNobody = "flag.step-reached-nobody";
    public const string LadderRepeats = "flag.ladder-repeats";
    public const string LadderPulledForward = "flag.ladder-pulled-forward";
    public const string FlagAcknowledged = "flag.acknowledged";
    public const string AcknowledgementEnded = "flag.acknowledgement-ended";

    public const string FlagRaisedByHand = "flag.raised-by-hand";
    public const string FlagSnoozed = "flag.snoozed";
    public const string FlagAssigned = "flag.assigned";
    public const string ContactAttempted = "flag.contact-attempted";
    public const string ContactRecordedLate = "flag.contact-recorded-late";
    public const string FlagRepeatKept = "flag.repeat-kept";
    public const string FlagHolderTold = "flag.holder-told";
    public const string UsualSaid = "participant.usual-said";
    public const string UsualViewed = "participant.usual-viewed";
    public const string UsualEnded = "participant.usual-ended";
    public const string CallAsked = "participant.call-asked";
    public const string FlagResolved = "flag.resolved";
    public const string MessageRejected = "message.rejected";
    public const string MessageRetried = "message.retried";
    public const string MessageExpired = "message.not-sent-in-time";
    public const string MessageStuck = "message.stuck";
    public const string MessageBounced = "message.bounced";
    public const string UnknownMailsListed = "message.unknown-mails-listed";
    public const string UnknownMailDecided = "message.unknown-mail-decided";
    public const string AddressRefused = "account.address-refused";
    public const string AddressTriedAgain = "account.address-tried-again";
    public const string WebhookSaved = "webhook.saved";
    public const string WebhookSecretChanged = "webhook.secret-changed";
    public const string WebhookTested = "webhook.tested";
    public const string RefusedAddressesListed = "account.refused-addresses-listed";
    public const string MailTested = "mail.tested";
    public const string MessagesListed = "messages.listed";
    public const string ContactNominated = "contact.nominated";
    public const string ContactConfirmed = "contact.confirmed";
    public const string ContactDeclined = "contact.declined";
    public const string ContactWithdrawn = "contact.withdrawn";
    public const string ContactUnreachable = "contact.unreachable";
    public const string TreatmentEventRecorded = "treatment-event.recorded";
    public const string TreatmentEventRemoved = "treatment-event.removed";
    public const string TreatmentEventsViewed = "treatment-events.viewed";
    public const string ContactChanged = "contact.changed";
    public const string ContactsOrdered = "contacts.ordered";
    public const string ContactTested = "contact.tested";
    public const string ContactInTouch = "contact.in-touch";
    public const string ContactCannot = "contact.cannot-now";
    public const string ContactStopped = "contact.stopped";
    public const string PromptMailsChanged = "participant.prompt-mails-changed";
    public const string ThresholdsCompared = "thresholds.compared";
    public const string ThresholdsPublished = "thresholds.published";
    public const string ThresholdDraftSaved = "thresholds.draft-saved";
    public const string ThresholdDraftDiscarded = "thresholds.draft-discarded";
    public const string QuestionsDrafted = "questions.drafted";
    public const string QuestionsDiscarded = "questions.discarded";
    public const string QuestionsPublished = "questions.published";
    public const string LanguageReviewed = "language.reviewed";
    public const string SignedIn = "account.signed-in";
    public const string SignInRefused = "account.sign-in-refused";
    public const string AccountLinkAsked = "account.link-asked";
    public const string AccountInvitedAgain = "account.invited-again";
    public const string AccountChanged = "account.changed";
    public const string PasswordChanged = "account.password-changed";
    public const string SecondFactorChanged = "account.second-factor-changed";
    public const string SecondFactorForgotten = "account.second-factor-forgotten";
    public const string DetailsChanged = "participant.details-changed";
    public const string HowToCallChanged = "participant.how-to-call-changed";
    public const string EmailChangeAsked = "participant.email-change-asked";
    public const string EmailChanged = "participant.email-changed";
    public const string AccountClosed = "participant.account-closed";
    public const string DataExported = "participant.data-exported";
    public const string DataExportBrokenOff = "participant.data-export-broken-off";
    public const string ParticipantErased = "participant.erased";
    public const string RetentionRan = "retention.ran";
    public const string ParticipantInvited = "participant.invited";
    public const string InvitationsListed = "invitations.listed";
    public const string InvitationTakenBack = "invitation.taken-back";
    public const string ConsentGiven = "participant.consent-given";
    public const string FamilyAsked = "family.asked";
    public const string FamilyLinked = "family.linked";
    public const string FamilyDeclined = "family.declined";
    public const string FamilyLinkEnded = "family.link-ended";
    public const string PasskeysChanged = "account.passkeys-changed";
    public const string IdentityConfirmed = "account.confirmed";
    public const string ConfirmCodeAsked = "account.confirm-code-asked";
    public const string LeafletMade = "leaflet.made";
    public const string LeafletStopped = "leaflet.stopped";
    public const string LeafletsSwitched = "leaflets.switched";
    public const string JoiningAsked = "leaflet.joining-asked";
    public const string AccountCreated = "account.created";
    public const string RotaChanged = "rota.changed";
    public const string WorkHeld = "engine.work-held";
    public const string WorkReleased = "engine.work-released";
    public const string OperationsViewed = "operations.viewed";
    public const string RotaTakenOver = "rota.taken-over";
    public const string RotaLinkMade = "rota.calendar-link-made";
    public const string RotaLinkWithdrawn = "rota.calendar-link-withdrawn";
    public const string SwapOffered = "rota.swap-offered";
    public const string SwapAnswered = "rota.swap-answered";
    public const string PolicyPublished = "policy.published";
    public const string CalendarChanged = "calendar.changed";
    public const string HolidaysImported = "calendar.holidays-imported";
    public const string MailboxesChanged = "team.mailboxes-changed";
    public const string ReadinessWarned = "readiness.warned";
    public const string OutageTold = "outage.told";
    public const string BackupMade = "backup.made";
    public const string KeysWrapped = "keys.wrapped";
    public const string KeysRewrapped = "keys.rewrapped";
    public const string KeysRotated = "keys.rotated";
    public const string KeysSessionsEnded = "keys.sessions-ended";
    public const string KeysResealed = "keys.resealed";
    public const string DemoSeeded = "demo.seeded";
    public const string SetUpMarked = "set-up.marked";
    public const string BrandingChanged = "branding.changed";
    public const string SupportNumbersChanged = "support-numbers.changed";
    public const string ParticipantsImported = "participants.imported";
    public const string AuditSearched = "audit.searched";
    public const string AuditExported = "audit.exported";
    public const string ApiClientCreated = "api-client.created";
    public const string ApiKeyRotated = "api-client.key-rotated";
    public const string ApiClientRevoked = "api-client.revoked";
    public const string ThresholdsRead = "thresholds.read";

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(AuditActions)
            .GetFields()
            .Where(f => f.IsLiteral)
            .Select(f => (string)f.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What a verb is about: the part before its dot.</summary>
    public static string AreaOf(string action) => action.Split('.')[0];
}
