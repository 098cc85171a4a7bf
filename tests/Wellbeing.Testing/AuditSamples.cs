using Wellbeing.App.Accounts;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Engine;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Privacy;
using Wellbeing.App.Prompts;
using Wellbeing.App.Reports;
using Wellbeing.App.Site;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;

namespace Wellbeing.Testing;

/// <summary>Of each kind of audit detail one with everything in it, and the text that it is stored as: that text is
/// hashed and kept for good, so no build may write another one.</summary>
public static class AuditSamples
{
    private const string Text = "01890a5d-ac96-774b-bcce-b302099a8057";

    private static readonly Guid _id = Guid.Parse(Text);
    private static readonly DateOnly _day = new(2026, 4, 3);

    public static IReadOnlyList<(AuditDetail Detail, string Stored)> All { get; } =
    [
        (new VersionDetail(3), """{"version":3}"""),
        (new AccountDetail(_id), $$"""{"account":"{{Text}}"}"""),
        (
            new NewAccountDetail(_id, Roles.Nurse | Roles.Administrator),
            $$"""{"account":"{{Text}}","roles":"Nurse, Administrator"}"""
        ),
        (
            new ChangedAccountDetail(_id, Roles.Nurse, true),
            $$"""{"account":"{{Text}}","roles":"Nurse","enabled":true}"""
        ),
        (new TriedAddressDetail(AddressOwner.SupportContact, _id), $$"""{"owner":"SupportContact","id":"{{Text}}"}"""),
        (
            new NewApiClientDetail(_id, [ApiScope.ListFlags, ApiScope.ReadFlags]),
            $$"""{"client":"{{Text}}","scopes":["ListFlags","ReadFlags"]}"""
        ),
        (new ApiClientDetail(_id), $$"""{"client":"{{Text}}"}"""),
        (new RotatedKeyDetail(_id, 24), $$"""{"client":"{{Text}}","overlapHours":24}"""),
        (new SignInDetail(SignInMeans.PageAndCode), """{"by":"PageAndCode"}"""),
        (new RefusedSignInDetail(SignInRefusal.LockedOut), """{"reason":"LockedOut"}"""),
        (new PasskeyDetail(PasskeyChange.Added, SignInMeans.Mail), """{"passkey":"Added","by":"Mail"}"""),
        (new SecondFactorDetail(SecondFactorChange.NewCodes), """{"change":"NewCodes"}"""),
        (new ScreenDetail(_id), $$"""{"screen":"{{Text}}"}"""),
        (new CheckInDetail(_id), $$"""{"checkIn":"{{Text}}"}"""),
        (new QuestionDetail("sleep"), """{"question":"sleep"}"""),
        (new SetUpDetail(SetUpStep.OnCall), """{"step":"OnCall"}"""),
        (new PolicyDetail(Severity.Soon, 4), """{"severity":"Soon","version":4}"""),
        (new RotaLinkDetail(RotaFeed.Mine), """{"feed":"Mine"}"""),
        (new RotaDetail(1, 2, true, 3), """{"turns":1,"turnsRemoved":2,"cover":true,"coversRemoved":3}"""),
        (new SwapOfferDetail(_id), $$"""{"offer":"{{Text}}"}"""),
        (new SwapAnswerDetail(_id, SwapAnswer.Declined), $$"""{"offer":"{{Text}}","answer":"Declined"}"""),
        (new SeverityDetail(Severity.Urgent), """{"severity":"Urgent"}"""),
        (new JoinedDetail(2), """{"findings":2}"""),
        (new RepeatDetail(Rule.Persistent), """{"rule":"Persistent"}"""),
        (new NurseDetail(_id), $$"""{"to":"{{Text}}"}"""),
        (new StepDetail(2, 1, 3, 90), """{"step":2,"round":1,"told":3,"minutesLate":90}"""),
        (
            new AttemptDetail(ContactChannel.Phone, true, true),
            """{"channel":"Phone","reached":true,"takesNothing":true}"""
        ),
        (new AcknowledgementEndDetail(AcknowledgementEnd.Assigned), """{"because":"Assigned"}"""),
        (
            new SnoozeDetail(new DateTime(2026, 4, 3, 1, 30, 0, DateTimeKind.Utc)),
            """{"untilUtc":"2026-04-03T01:30:00Z"}"""
        ),
        (new ResolutionDetail(FlagOutcome.Supported, true), """{"outcome":"Supported","learnUsualAnew":true}"""),
        (new PlannedRecheckDetail(_day), """{"on":"2026-04-03"}"""),
        (new UsualDetail(_id, _day), $$"""{"usual":"{{Text}}","until":"2026-04-03"}"""),
        (new UsualEndDetail(UsualEnd.ByNurse, _id), $$"""{"because":"ByNurse","usual":"{{Text}}"}"""),
        (new ReferralDetail(ReferralKind.Psychology), """{"to":"Psychology"}"""),
        (new FlagListDetail(FlagFilter.Unresolved, true), """{"filter":"Unresolved","new":true}"""),
        (new ToReadDetail(2), """{"page":2}"""),
        (new ReplyDetail(_id), $$"""{"reply":"{{Text}}"}"""),
        (new ReplySentenceDetail(5), """{"sentence":5}"""),
        (new OutageDetail(6), """{"flags":6}"""),
        (new ReadinessDetail(2), """{"problems":2}"""),
        (new ReleaseDetail(7), """{"cancelled":7}"""),
        (
            new AuditAskedDetail(1, 2, AuditActorKind.Product, _id, "flag.raised", _day, _day),
            $$"""{"page":1,"rows":2,"actor":"Product","account":"{{Text}}","what":"flag.raised","from":"2026-04-03","to":"2026-04-03"}"""
        ),
        (new MessageDetail("FlagToTeam"), """{"kind":"FlagToTeam"}"""),
        (new RejectedMessageDetail("FlagToTeam", 550), """{"kind":"FlagToTeam","replyCode":550}"""),
        (new BouncedMessageDetail("FlagToTeam", BounceKind.Refused), """{"kind":"FlagToTeam","report":"Refused"}"""),
        (new RetriedMessageDetail("FlagToTeam", MessageState.Rejected), """{"kind":"FlagToTeam","from":"Rejected"}"""),
        (
            new UnknownMailDetail("FlagToTeam", UnknownMailMeans.NotDelivered),
            """{"kind":"FlagToTeam","means":"NotDelivered"}"""
        ),
        (new MessageListDetail(MessageFilter.All), """{"filter":"All"}"""),
        (new WebhookDetail(_id), $$"""{"webhook":"{{Text}}"}"""),
        (new SavedWebhookDetail(_id, false), $$"""{"webhook":"{{Text}}","enabled":false}"""),
        (new InvitationDetail(_id), $$"""{"invitation":"{{Text}}"}"""),
        (new RegistrationDetail(_id), $$"""{"invitation":"{{Text}}"}"""),
        (new ImportDetail(10, 2), """{"invited":10,"leftAlone":2}"""),
        (new ConsentDetail(2), """{"text":2}"""),
        (new LeafletDetail(_id), $$"""{"leaflet":"{{Text}}"}"""),
        (new LeafletSwitchDetail(true), """{"on":true}"""),
        (new JoiningDetail(_id, false), $$"""{"leaflet":"{{Text}}","known":false}"""),
        (new AccountLinkDetail(LinkPurpose.NewPassword, true), """{"for":"NewPassword","known":true}"""),
        (new FamilyDetail(_id), $$"""{"link":"{{Text}}"}"""),
        (new NoteDetail(_id), $$"""{"note":"{{Text}}"}"""),
        (new TreatmentEventDetail(_id), $$"""{"event":"{{Text}}"}"""),
        (new PauseDetail(_day), """{"until":"2026-04-03"}"""),
        (new ScheduleDetail(Cadence.Daily), """{"cadence":"Daily"}"""),
        (new PreferencesDetail("zh-Hans"), """{"language":"zh-Hans"}"""),
        (new HowToCallDetail(HowToCallParts.Phone | HowToCallParts.BestTime), """{"changed":"Phone, BestTime"}"""),
        (new ContactDetail(_id), $$"""{"contact":"{{Text}}"}"""),
        (
            new NominationDetail(_id, Severity.Review, ContactScope.CallAndPhone),
            $$"""{"contact":"{{Text}}","from":"Review","scope":"CallAndPhone"}"""
        ),
        (
            new ChangedContactDetail(_id, Severity.Soon, ContactScope.Call, true, true),
            $$"""{"contact":"{{Text}}","from":"Soon","scope":"Call","askedAgain":true,"hours":true}"""
        ),
        (new InTouchDetail(_id, true), $$"""{"contact":"{{Text}}","held":true}"""),
        (new RetentionDetail(12), """{"removed":12}"""),
        (new PromptDetail(_id), $$"""{"prompt":"{{Text}}"}"""),
        (new PromptCallDetail(PromptCallOutcome.RatherNot), """{"outcome":"RatherNot"}"""),
        (new RecheckDetail(_id), $$"""{"recheck":"{{Text}}"}"""),
        (new PromptMailsDetail(PromptMails.None, MailsChangedBy.Link), """{"mails":"None","by":"Link"}"""),
        (new ReplyMailsDetail(false, MailsChangedBy.Complaint), """{"mails":false,"by":"Complaint"}"""),
        (new ReportDetail(ReportPart.Answers), """{"part":"Answers"}"""),
        (new ComparisonDetail(1, 12, true), """{"withVersion":1,"weeks":12,"named":true}"""),
        (new LanguageReviewDetail("ar", ReviewState.Reviewed), """{"language":"ar","state":"Reviewed"}"""),
        (new CalendarDetail(_day, _day, 5), """{"holiday":"2026-04-03","holidayRemoved":"2026-04-03","intervals":5}"""),
        (new HolidaysDetail(8, 1), """{"added":8,"known":1}"""),
        (new MailboxDetail(MailboxChange.Removed), """{"mailbox":"Removed"}"""),
        (new ReadingPromiseDetail(true), """{"every":true}"""),
        (new ThresholdDraftDetail(_id), $$"""{"draft":"{{Text}}"}"""),
        (new PublishedThresholdsDetail(2, _id), $$"""{"version":2,"draft":"{{Text}}"}"""),
        (new OwnThresholdDetail(_id), $$"""{"override":"{{Text}}"}"""),
    ];

    /// <summary>A detail that the verb is written with; null for one that is written without.</summary>
    public static AuditDetail? For(string action) =>
        AuditDetails.Types.TryGetValue(action, out var type)
            ? All.Single(sample => sample.Detail.GetType() == type).Detail
            : null;
}
