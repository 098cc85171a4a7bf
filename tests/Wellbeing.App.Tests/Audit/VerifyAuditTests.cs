using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.App.Site;
using Wellbeing.App.SupportContacts;
using Wellbeing.App.Team;
using Wellbeing.App.Thresholds;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Audit;

public abstract class VerifyAuditTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : VerifyAuditTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : VerifyAuditTests(DatabaseProvider.Postgres);

    private Task Sql(AppFixture app, string sqlite, string postgres) =>
        app.Db(db => db.Database.ExecuteSqlRawAsync(provider == DatabaseProvider.Sqlite ? sqlite : postgres));

    private Task Unlock(AppFixture app) =>
        Sql(
            app,
            "DROP TRIGGER AuditRecords_NoUpdate; DROP TRIGGER AuditRecords_NoDelete;",
            "ALTER TABLE \"AuditRecords\" DISABLE TRIGGER ALL"
        );

    /// <summary>A busy day: everything that leaves a record happens once.</summary>
    private static async Task BusyDay(AppFixture app)
    {
        var (ana, priya, tom) = (app.Cast.Ana, app.Cast.Priya.Actor, app.Cast.Tom.Actor);
        var bea = await app.Cast.AddConfirmedContact(ana, "Bea", "bea@home.example");
        var dov = await app.Send(
            new NominateContact(ana.Actor, "Dov", "dov@home.example", "0400 111 222", "friend", Severity.Review)
        );
        app.Mailbox.Answer = mail =>
            mail.ToAddress == "bea@home.example"
                ? new DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "550 bea@home.example unknown", true)
                : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
        await app.Send(ana.CheckIn(intensity: 9, functioning: 8, words: "Purple elephants"));
        await app.Pass(TimeSpan.FromHours(2), TimeSpan.FromMinutes(15));
        var flag = await app.FlagOf(ana);
        await app.Send(new ListFlags(priya));
        await app.Send(new GetFlag(priya, flag.Id));
        await app.Send(new ListPeople(priya));
        await app.Send(new GetPerson(priya, ana.Id));
        await app.Send(new GetMyCheckIns(ana.Actor));
        await app.Send(new AcknowledgeFlag(priya, flag.Id));
        await app.Pass(TimeSpan.FromHours(5), TimeSpan.FromMinutes(30));
        await app.Send(
            new RecordContactAttempt(tom, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, true, "She was crying")
        );
        await app.Send(ana.CheckIn(contactMe: true));
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        await app.Send(new ResolveFlag(tom, flag.Id, FlagOutcome.ReferredPsychology, "Seen today"));
        await app.Send(new WithdrawContact(ana.Actor, dov));
        await app.Send(
            new ChangeMySettings(ana.Actor, CheckInSchedule.Default with { Cadence = Cadence.Daily }, null, true)
        );
        await app.Send(
            new PublishThresholds(
                app.Cast.Ruth.Actor,
                1,
                DetectionSettings.Default,
                new ResponseTargets(30),
                "Quicker answers"
            )
        );
        var draft = Assert.IsType<SaveThresholdDraftResult.Saved>(
            await app.Send(
                new SaveThresholdDraft(
                    app.Cast.Ruth.Actor,
                    null,
                    0,
                    2,
                    DetectionSettings.Default,
                    new ResponseTargets(20),
                    null
                )
            )
        );
        await app.Send(new DiscardThresholdDraft(app.Cast.Ruth.Actor, draft.DraftId));
        await app.Send(
            new PlanRota(app.Cast.Ruth.Actor, [new PlannedShift(tom.UserId!.Value, app.Now, app.Now.AddDays(1))])
        );
        await app.Send(
            new RaiseFlag(priya, ana.Id, Guid.CreateVersion7(), Severity.Soon, "Was crying on the telephone")
        );
        var again = (await app.FlagsOf(ana)).Single(f => f.State != FlagState.Resolved);
        await app.Send(new AssignFlag(priya, again.Id, tom.UserId!.Value));
        await app.Send(new SnoozeFlag(tom, again.Id, app.Now.AddHours(20), "Rings back after her scan"));
        await app.Send(new OfferSwap(tom, app.Now, app.Now.AddDays(1), null));
        await app.Send(new AnswerSwap(priya, (await app.Send(new GetRota(priya))).Offers.Single().Id, Accept: true));
        await app.Send(new TakeOverOnCall(tom));
        await app.Send(new MakeRotaLink(tom, Guid.CreateVersion7(), RotaFeed.Team));
        await app.Send(new WithdrawRotaLink(tom, RotaFeed.Team));
        var ruth = app.Cast.Ruth.Actor;
        await app.Send(
            new PublishPolicy(
                ruth,
                Severity.Soon,
                1,
                EscalationPlan.Default(Severity.Soon) with
                {
                    RepeatEvery = TimeSpan.FromHours(12),
                },
                "Ask twice a day"
            )
        );
        await app.Send(
            new SaveWorkingHours(
                ruth,
                (await app.Send(new GetCalendar(ruth))).Version,
                "Australia/Brisbane",
                Scenes.Brisbane.Week
            )
        );
        await app.Send(new ImportHolidays(ruth, [new NewHoliday(new DateOnly(2026, 4, 3), "Good Friday")]));
        await app.Send(new AddMailbox(ruth, "Ward", "ward@team.example"));
        await app.Send(
            new SaveBranding(
                ruth,
                0,
                "Care",
                BrandColours.DefaultPrimary,
                BrandColours.DefaultAccent,
                null,
                RemoveLogo: false
            )
        );
        var refused = (
            await app.Send(new ListMessages(app.Cast.Ruth.Actor, MessageFilter.All, PageSize: 100))
        ).Rows.First(n => n.State == MessageState.Rejected);
        await app.Send(new RetryMessage(app.Cast.Ruth.Actor, refused.Id));
        await app.Pass(TimeSpan.FromDays(2), TimeSpan.FromHours(1));
        await ContactsAnswer(app);
        await Channels(app);
        // Nobody is on call any more, and the service is away while two flags wait.
        await app.Cast.NobodyOnCall();
        await app.Send(app.Cast.Omar.CheckIn(intensity: 9));
        app.Clock.Advance(TimeSpan.FromHours(28));
        await app.Tick();
        app.Mailbox.Ignore();
    }

    /// <summary>Contacts of somebody else are ordered, changed and tried out, and give each answer that they
    /// can.</summary>
    private static async Task ContactsAnswer(AppFixture app)
    {
        var (omar, reader) = (app.Cast.Omar, new Actor(null, "Support contact", Roles.LinkHolder));
        var eve = await app.Cast.AddConfirmedContact(omar, "Eve", "eve@home.example");
        var finn = await app.Cast.AddConfirmedContact(omar, "Finn", "finn@home.example");
        await app.Send(new MoveContact(omar.Actor, finn, Up: true));
        await app.Send(
            new ChangeContact(
                omar.Actor,
                eve,
                "Eve",
                "eve@home.example",
                null,
                "sister",
                Severity.Soon,
                "en",
                ContactScope.CallAndPhone
            )
        );
        await app.Send(new SendContactTest(omar.Actor, eve));
        await app.Send(omar.CheckIn(contactMe: true));
        await app.Dispatch();
        var mail = app.Mailbox.Read().Last(m => m.ToAddress == "finn@home.example");
        foreach (var label in new[] { "I have been in touch", "I can’t right now", "Stop these emails" })
            await app.Send(
                new AnswerContactMessage(reader, Regex.Match(mail.Text, $@"{label}:\n\S+/([\w-]+)").Groups[1].Value)
            );
    }

    /// <summary>An administrator tries the ways out, and an address again.</summary>
    private static async Task Channels(AppFixture app)
    {
        var ruth = app.Cast.Ruth.Actor;
        var saved = (SaveWebhookResult.Saved)
            await app.Send(new SaveWebhook(ruth, null, "Pager", "https://pager.example.org/in", true));
        await app.Send(new ChangeWebhookSecret(ruth, saved.Id));
        await app.Send(new TestWebhook(ruth, saved.Id));
        await app.Send(new SendTestMail(ruth));
        foreach (var address in await app.Send(new ListRefusedAddresses(ruth)))
            await app.Send(new TryAddressAgain(ruth, address.Owner, address.Id));
    }

    private static readonly string[] _never =
    [
        AuditActions.LeafletMade,
        AuditActions.LeafletStopped,
        AuditActions.LeafletsSwitched,
        AuditActions.JoiningAsked,
        // These belong to the web (sign-in, seeding), to a pause, or to a contact's own answer.
        AuditActions.SignedIn,
        AuditActions.SignInRefused,
        AuditActions.AccountCreated,
        AuditActions.DemoSeeded,
        AuditActions.PromptPaused,
        AuditActions.ContactConfirmed,
        AuditActions.ContactDeclined,
        AuditActions.FlagEscalated,
        AuditActions.QuestionsDrafted,
        AuditActions.QuestionsDiscarded,
        AuditActions.QuestionsPublished,
        AuditActions.WorkHeld,
        AuditActions.WorkReleased,
        AuditActions.OperationsViewed,
        AuditActions.CheckInTakenByPhone,
        AuditActions.NotHeardFromListed,
        AuditActions.PromptCalled,
        AuditActions.ContactRecordedLate,
        AuditActions.FlagRepeatKept,
        AuditActions.FlagHolderTold,
    ];

    // Whole features with days, and tests, of their own.
    private static readonly string[] _elsewhere =
    [
        "account.",
        "prompt.laid-without-mail",
        "prompt.not-delivered",
        "backup.",
        "keys.",
        "participant.",
        "treatment-event",
        "check-in.",
        "cohort.",
        "report.",
        "reports.",
        "retention.",
        "not-heard-from.",
        "prompt.called",
        "language.",
        "view",
        "what-if",
        "data.",
        "thresholds.compared",
        "message.not-sent",
        "message.stuck",
        "message.bounced",
        "message.unknown-mail",
        "audit.",
        "family.",
        "invitation.",
        "invitations.",
        "note.",
        "notes.",
        "participants.",
        "support-numbers.",
        "threshold.",
        "thresholds.",
        "screen.",
        "screens.",
        "recheck.",
        "rechecks.",
        "referral-",
        "talk-guide.",
        "handover.",
        "branding.",
        "api-client.",
        "thresholds.read",
        "to-read.",
        "reply-sentence.",
        "reading.",
    ];

    [Fact]
    public async Task Every_change_of_a_busy_day_leaves_a_record_and_the_chain_holds()
    {
        await using var app = await AppFixture.Create(provider);
        await BusyDay(app);

        var trail = await app.AuditTrail();
        Assert.Equal(
            new VerifyAuditResult(trail.Count, null, null),
            await app.Send(new VerifyAudit(app.Cast.Ruth.Actor))
        );
        var all = typeof(AuditActions).GetFields().Select(f => (string)f.GetRawConstantValue()!);
        Assert.Empty(
            all.Where(a => !Array.Exists(_elsewhere, part => a.StartsWith(part, StringComparison.Ordinal)))
                .Except(trail.Select(a => a.Action))
                .Except(_never)
        );
    }

    [Fact]
    public async Task No_record_holds_a_rating_a_word_an_address_or_a_note()
    {
        await using var app = await AppFixture.Create(provider);
        await BusyDay(app);
        Assert.All(
            await app.AuditTrail(),
            record =>
            {
                var detail = record.Detail ?? "";
                Assert.DoesNotMatch(@"@|0400|elephants|crying|Seen today|Bea|Dov|intensity|functioning|rating", detail);
                // Nothing but names and their short values.
                Assert.Matches(
                    "^$|^{(\"[A-Za-z]+\":(\"[A-Za-z0-9:., -]{0,60}\"|[0-9]+|true|false)(,(?=\")|(?=}$)))*}$",
                    detail
                );
                Assert.IsNotType<UnreadableDetail>(record.ReadDetail());
            }
        );
    }

    [Fact]
    public async Task The_database_itself_refuses_to_change_or_delete_a_record()
    {
        await using var app = await AppFixture.Create(provider);
        foreach (
            var sql in new[] { "UPDATE \"AuditRecords\" SET \"ActorName\" = 'Nobody'", "DELETE FROM \"AuditRecords\"" }
        )
        {
            var refused = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
                app.Db(db => db.Database.ExecuteSqlRawAsync(sql))
            );
            Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        }

        Assert.Null((await app.Send(new VerifyAudit(Actor.System))).BrokenAt);
    }

    [Theory]
    [InlineData("UPDATE \"AuditRecords\" SET \"ActorName\" = 'Nobody' WHERE \"Sequence\" = 3", 3, "altered")]
    [InlineData("UPDATE \"AuditRecords\" SET \"AtUtc\" = \"AtUtc\" + 1 WHERE \"Sequence\" = 3", 3, "altered")]
    [InlineData("UPDATE \"AuditRecords\" SET \"Detail\" = NULL WHERE \"Sequence\" = 3", 3, "altered")]
    [InlineData("UPDATE \"AuditRecords\" SET \"Detail\" = '' WHERE \"Sequence\" = 3", 3, "altered")]
    // Means the same, and is another text.
    [InlineData("UPDATE \"AuditRecords\" SET \"Detail\" = \"Detail\" || ' ' WHERE \"Sequence\" = 3", 3, "altered")]
    [InlineData("DELETE FROM \"AuditRecords\" WHERE \"Sequence\" = 3", 3, "missing")]
    [InlineData("UPDATE \"AuditRecords\" SET \"PreviousHash\" = \"Hash\" WHERE \"Sequence\" = 3", 3, "does not follow")]
    [InlineData(
        "UPDATE \"AuditRecords\" SET \"Sequence\" = CASE \"Sequence\" WHEN 3 THEN -4 ELSE -3 END WHERE \"Sequence\" IN (3, 4); UPDATE \"AuditRecords\" SET \"Sequence\" = -\"Sequence\" WHERE \"Sequence\" < 0",
        3,
        "does not follow"
    )]
    public async Task Somebody_who_gets_past_the_lock_is_found_out(string tampering, long at, string problem)
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await Unlock(app);
        await Sql(app, tampering, tampering);

        var result = await app.Send(new VerifyAudit(app.Cast.Ruth.Actor));
        Assert.Equal((at - 1, at), (result.Records, result.BrokenAt));
        Assert.Contains(problem, result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_writers_at_once_keep_one_unbroken_chain()
    {
        await using var app = await AppFixture.Create(provider);
        var before = (await app.AuditTrail()).Count;
        await Scenes.AtOnce(16, i => app.Send(new ListFlags(i % 2 == 0 ? app.Cast.Priya.Actor : app.Cast.Tom.Actor)));
        Assert.Equal(new VerifyAuditResult(before + 16, null, null), await app.Send(new VerifyAudit(Actor.System)));
    }
}
