using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Engine;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Operations;

/// <summary>Each invariant is broken by hand once, and the checker names it; and a lively week breaks none.</summary>
public abstract class CheckInvariantsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : CheckInvariantsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : CheckInvariantsTests(DatabaseProvider.Postgres);

    /// <summary>Ana and Omar ask for contact, Ana's sister is told, Omar's flag is taken in hand.</summary>
    private async Task<(AppFixture App, Flag Ana, Flag Omar)> Scene()
    {
        var app = await AppFixture.Create(provider);
        await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", "bea@home.example");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Send(app.Cast.Omar.CheckIn(intensity: 9));
        await app.Tick();
        var (ana, omar) = (await app.FlagOf(app.Cast.Ana), await app.FlagOf(app.Cast.Omar));
        await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, omar.Id));
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.Tick();
        app.Mailbox.Ignore();
        return (app, ana, omar);
    }

    private static async Task<IReadOnlyList<Violation>> Look(AppFixture app, bool everything = false) =>
        (await app.Send(new CheckInvariants(Actor.System, everything))).Violations;

    /// <summary>Breaks something, and wants it named by both looks.</summary>
    private async Task Names(
        string invariant,
        Func<WellbeingDb, Flag, Flag, AppFixture, Task> corrupt,
        bool onlyWhole = false
    )
    {
        var (app, ana, omar) = await Scene();
        await using var _ = app;
        Assert.Empty(await Look(app, everything: true));

        await app.Db(db => corrupt(db, ana, omar, app));

        Assert.Contains(await Look(app, everything: true), v => v.Invariant == invariant);
        if (!onlyWhole)
            Assert.Contains(await Look(app), v => v.Invariant == invariant);
    }

    private Task Names(string invariant, Func<WellbeingDb, Flag, Flag, Task> corrupt) =>
        Names(invariant, (db, ana, omar, _) => corrupt(db, ana, omar));

    [Fact]
    public async Task A_week_of_ladders_answers_refusals_and_relapses_breaks_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom.Actor);
        await app.Cast.AddConfirmedContact(ana, "Bea", "bea@home.example");
        app.Mailbox.Answer = mail =>
            mail.ToAddress == "bea@home.example"
                ? new Wellbeing.App.Outbox.DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "550 unknown", true)
                : new Wellbeing.App.Outbox.DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");
        await app.Send(ana.CheckIn(intensity: 9));
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));
        await app.Pass(TimeSpan.FromHours(3), TimeSpan.FromMinutes(5));
        Assert.Empty(await Look(app));
        var flag = await app.FlagOf(ana);
        await app.Send(new AcknowledgeFlag(tom, flag.Id));
        await app.Pass(TimeSpan.FromHours(6), TimeSpan.FromMinutes(10)); // It ends unanswered.
        Assert.Empty(await Look(app));
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        await app.Send(new RecordContactAttempt(tom, flag.Id, Guid.CreateVersion7(), ContactChannel.Phone, true, null));
        await app.Send(new ResolveFlag(tom, flag.Id, FlagOutcome.Supported, null));
        await app.Send(ana.CheckIn(contactMe: true));
        await app.Pass(TimeSpan.FromDays(2), TimeSpan.FromHours(1));
        app.Clock.Advance(TimeSpan.FromDays(3)); // Nobody was there.
        await app.Pass(TimeSpan.FromDays(1), TimeSpan.FromHours(1));
        app.Mailbox.Ignore();

        Assert.Empty(await Look(app));
        Assert.Empty(await Look(app, everything: true));
    }

    [Fact]
    public Task A_request_for_contact_without_a_flag() =>
        Names(
            Invariants.Found,
            (db, ana, _) =>
                db
                    .FlagFindings.Where(f => f.FlagId == ana.Id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.Rule, Rule.Worsening))
        );

    [Fact]
    public Task A_rating_near_the_top_without_a_flag() =>
        Names(
            Invariants.Found,
            (db, _, omar) =>
                db
                    .FlagFindings.Where(f => f.FlagId == omar.Id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.SourceId, Guid.CreateVersion7()))
        );

    [Fact]
    public Task Two_unresolved_flags_of_one_person() =>
        Names(
            Invariants.OneFlag,
            async (db, ana, omar) =>
            {
                await db.Database.ExecuteSqlRawAsync("DROP INDEX \"IX_Flags_OneUnresolved\"");
                await db
                    .Flags.Where(f => f.Id == omar.Id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.ParticipantId, ana.ParticipantId));
            }
        );

    [Fact]
    public Task An_open_flag_with_nothing_due() =>
        Names(
            Invariants.Waits,
            (db, ana, _) =>
                db
                    .Flags.Where(f => f.Id == ana.Id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.NextActionAtUtc, (DateTime?)null))
        );

    [Fact]
    public Task An_acknowledgement_without_an_end() =>
        Names(
            Invariants.Waits,
            (db, _, omar) =>
                db
                    .Flags.Where(f => f.Id == omar.Id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.NextActionAtUtc, (DateTime?)null))
        );

    [Fact]
    public Task An_acknowledgement_by_nobody() =>
        Names(
            Invariants.Waits,
            (db, _, omar) =>
                db
                    .Flags.Where(f => f.Id == omar.Id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.AcknowledgedBy, (Guid?)null))
        );

    [Fact]
    public Task A_step_the_engine_passed_by() =>
        Names(
            Invariants.Overdue,
            (db, ana, _, app) =>
                db
                    .Flags.Where(f => f.Id == ana.Id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.NextActionAtUtc, app.Now.AddMinutes(-4)))
        );

    [Fact]
    public Task A_person_who_was_not_asked() =>
        Names(
            Invariants.Overdue,
            (db, ana, _, app) =>
                db
                    .Participants.Where(p => p.Id == ana.ParticipantId)
                    .ExecuteUpdateAsync(p => p.SetProperty(x => x.NextPromptAtUtc, app.Now.AddMinutes(-4)))
        );

    [Fact]
    public Task A_message_neither_sent_nor_given_up() =>
        Names(
            Invariants.Overdue,
            (db, ana, _, app) =>
                db
                    .Messages.Where(n => n.FlagId == ana.Id)
                    .ExecuteUpdateAsync(n =>
                        n.SetProperty(x => x.State, MessageState.RetryWait)
                            .SetProperty(x => x.DeadlineUtc, app.Now.AddMinutes(-4))
                    )
        );

    [Fact]
    public Task A_message_written_twice_for_one_cause() =>
        Names(
            Invariants.Once,
            async (db, ana, _) =>
            {
                await db.Database.ExecuteSqlRawAsync("DROP INDEX \"IX_Messages_DedupKey\"");
                await db
                    .Messages.Where(n => n.FlagId == ana.Id)
                    .ExecuteUpdateAsync(n => n.SetProperty(x => x.DedupKey, "the same"));
            }
        );

    [Fact]
    public Task A_submission_stored_twice() =>
        Names(
            Invariants.Once,
            async (db, ana, omar) =>
            {
                await db.Database.ExecuteSqlRawAsync("DROP INDEX \"IX_CheckIns_ParticipantId_SubmissionId\"");
                var id = Guid.CreateVersion7();
                await db.CheckIns.ExecuteUpdateAsync(c =>
                    c.SetProperty(x => x.SubmissionId, id).SetProperty(x => x.ParticipantId, ana.ParticipantId)
                );
            }
        );

    [Fact]
    public Task A_message_sent_without_an_attempt() =>
        Names(
            Invariants.Attempted,
            (db, ana, _) =>
                db
                    .MessageAttempts.Where(a => db.Messages.Any(n => n.Id == a.MessageId && n.FlagId == ana.Id))
                    .ExecuteDeleteAsync()
        );

    [Fact]
    public Task A_claim_beyond_its_lease() =>
        Names(
            Invariants.Lease,
            (db, ana, _, app) =>
                db
                    .Messages.Where(n => n.FlagId == ana.Id)
                    .ExecuteUpdateAsync(n =>
                        n.SetProperty(x => x.State, MessageState.Sending)
                            .SetProperty(x => x.LeaseOwner, "gone")
                            .SetProperty(x => x.LeaseUntilUtc, app.Now.AddMinutes(-4))
                    )
        );

    [Fact]
    public Task A_claim_by_nobody() =>
        Names(
            Invariants.Lease,
            (db, ana, _) =>
                db
                    .Messages.Where(n => n.FlagId == ana.Id)
                    .ExecuteUpdateAsync(n =>
                        n.SetProperty(x => x.State, MessageState.Sending).SetProperty(x => x.LeaseOwner, (string?)null)
                    )
        );

    [Fact]
    public Task A_mail_after_the_acknowledgement() =>
        Names(
            Invariants.Stopped,
            (db, _, omar, app) =>
                db
                    .MessageAttempts.Where(a => db.Messages.Any(n => n.Id == a.MessageId && n.FlagId == omar.Id))
                    .ExecuteUpdateAsync(a => a.SetProperty(x => x.BeganAtUtc, app.Now))
        );

    [Fact]
    public Task A_mail_to_a_contact_who_never_said_yes() =>
        Names(
            Invariants.Consent,
            (db, _, _) =>
                db.SupportContacts.ExecuteUpdateAsync(c => c.SetProperty(x => x.AnsweredAtUtc, (DateTime?)null))
        );

    [Fact]
    public Task A_mail_to_a_contact_who_had_said_no() =>
        Names(
            Invariants.Consent,
            (db, _, _, app) =>
                db.SupportContacts.ExecuteUpdateAsync(c =>
                    c.SetProperty(x => x.State, SupportContactState.Declined)
                        .SetProperty(x => x.AnsweredAtUtc, app.Now.AddHours(-2))
                )
        );

    [Fact]
    public Task A_step_without_a_record() =>
        Names(
            Invariants.Audited,
            async (db, ana, _, app) =>
            {
                db.StepRuns.Add(
                    new StepRun
                    {
                        FlagId = ana.Id,
                        Cycle = 1,
                        Step = 1,
                        TakenAtUtc = app.Now,
                        Recipients = 1,
                    }
                );
                await db.SaveChangesAsync();
            }
        );

    [Fact]
    public Task An_acknowledgement_without_a_record() =>
        Names(
            Invariants.Audited,
            (db, ana, _, app) =>
                db
                    .Flags.Where(f => f.Id == ana.Id)
                    .ExecuteUpdateAsync(f =>
                        f.SetProperty(x => x.State, FlagState.Acknowledged)
                            .SetProperty(x => x.AcknowledgedBy, app.Cast.Tom.Id)
                            .SetProperty(x => x.AcknowledgedAtUtc, app.Now)
                    )
        );

    [Fact]
    public Task A_resolution_without_a_record() =>
        Names(
            Invariants.Audited,
            (db, ana, _, app) =>
                db
                    .Flags.Where(f => f.Id == ana.Id)
                    .ExecuteUpdateAsync(f =>
                        f.SetProperty(x => x.State, FlagState.Resolved)
                            .SetProperty(x => x.ResolvedBy, app.Cast.Tom.Id)
                            .SetProperty(x => x.ResolvedAtUtc, app.Now)
                            .SetProperty(x => x.Outcome, FlagOutcome.Supported)
                            .SetProperty(x => x.NextActionAtUtc, (DateTime?)null)
                    )
        );

    [Fact]
    public Task Somebody_in_distress_without_an_open_flag_or_a_later_resolution() =>
        Names(
            Invariants.Found,
            (db, _, omar, app) =>
                db
                    .Flags.Where(f => f.Id == omar.Id)
                    .ExecuteUpdateAsync(f =>
                        f.SetProperty(x => x.State, FlagState.Resolved)
                            .SetProperty(x => x.ResolvedBy, app.Cast.Tom.Id)
                            .SetProperty(x => x.ResolvedAtUtc, omar.RaisedAtUtc.AddHours(-1))
                            .SetProperty(x => x.Outcome, FlagOutcome.Supported)
                            .SetProperty(x => x.NextActionAtUtc, (DateTime?)null)
                    )
        );

    [Fact]
    public Task A_resolution_without_an_outcome() =>
        Names(
            Invariants.Waits,
            (db, ana, _, app) =>
                db
                    .Flags.Where(f => f.Id == ana.Id)
                    .ExecuteUpdateAsync(f =>
                        f.SetProperty(x => x.State, FlagState.Resolved)
                            .SetProperty(x => x.ResolvedAtUtc, app.Now)
                            .SetProperty(x => x.NextActionAtUtc, (DateTime?)null)
                    )
        );

    [Fact]
    public Task A_step_on_a_flag_in_somebodys_hands() =>
        Names(Invariants.History, (db, _, omar, app) => TakeStep(db, omar, app.Now));

    [Fact]
    public Task A_burst_of_steps() =>
        Names(Invariants.NoBurst, (db, ana, _, app) => TakeStep(db, ana, ana.RaisedAtUtc.AddSeconds(5)));

    [Fact]
    public Task A_prompt_that_waits_for_nothing() =>
        Names(
            Invariants.Prompts,
            async (db, ana, _, app) =>
            {
                var participant = await db.Participants.SingleAsync(p => p.Id == ana.ParticipantId);
                db.Prompts.Add(Prompt.Lay(participant, app.Now, app.Now));
                await db.SaveChangesAsync();
                await db.Prompts.ExecuteUpdateAsync(p => p.SetProperty(x => x.NextActionAtUtc, (DateTime?)null));
            }
        );

    [Fact]
    public Task A_person_who_would_never_be_asked() =>
        Names(
            Invariants.Prompts,
            (db, ana, _) =>
                db
                    .Participants.Where(p => p.Id == ana.ParticipantId)
                    .ExecuteUpdateAsync(p => p.SetProperty(x => x.NextPromptAtUtc, (DateTime?)null))
        );

    [Fact]
    public Task A_finding_of_settings_that_never_were() =>
        Names(
            Invariants.Settings,
            (db, ana, _) =>
                db
                    .FlagFindings.Where(f => f.FlagId == ana.Id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.ThresholdsVersion, 99))
        );

    [Fact]
    public Task An_altered_record_of_the_audit_log() =>
        Names(
            Invariants.Chain,
            async (db, _, _) =>
            {
                await db.Database.ExecuteSqlRawAsync(
                    provider == DatabaseProvider.Sqlite
                        ? "DROP TRIGGER AuditRecords_NoUpdate; DROP TRIGGER AuditRecords_NoDelete;"
                        : "ALTER TABLE \"AuditRecords\" DISABLE TRIGGER ALL"
                );
                await db
                    .AuditRecords.Where(a => a.Sequence == 3)
                    .ExecuteUpdateAsync(a => a.SetProperty(x => x.ActorName, "Somebody else"));
            }
        );

    [Fact]
    public async Task It_looks_while_others_write_and_is_not_misled_by_them()
    {
        await using var app = await AppFixture.Create(provider);
        var people = new List<Person>();
        for (var i = 0; i < 12; i++)
            people.Add(await app.Cast.AddPatient($"Person {i}", $"person{i}@home.example"));

        using var done = new CancellationTokenSource();
        var looks = Task.Run(async () =>
        {
            var count = 0;
            for (; !done.IsCancellationRequested || count == 0; count++)
                Assert.Empty(await Look(app, everything: true));
            return count;
        });
        await Scenes.AtOnce(
            people.Count,
            async i =>
            {
                await app.Send(people[i].CheckIn(contactMe: true));
                await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, (await app.FlagOf(people[i])).Id));
                return true;
            }
        );
        await done.CancelAsync();

        Assert.True(await looks > 0);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task The_hourly_look_is_kept_for_the_operations_page()
    {
        var (app, ana, _) = await Scene();
        await using var __ = app;
        await app.Db(db =>
            db.Flags.Where(f => f.Id == ana.Id)
                .ExecuteUpdateAsync(f => f.SetProperty(x => x.NextActionAtUtc, (DateTime?)null))
        );
        await Look(app);

        var operations = await app.Send(new GetOperations(app.Cast.Ruth.Actor));
        Assert.Equal(app.Now, operations.CheckedAtUtc);
        Assert.Contains($"{ana.Id}", Assert.Single(operations.Violations).Subject, StringComparison.Ordinal);
        Assert.True(operations.Health is { IsHealthy: true, Broken: true });
    }

    private static async Task TakeStep(WellbeingDb db, Flag flag, DateTime at)
    {
        db.StepRuns.Add(
            new StepRun
            {
                FlagId = flag.Id,
                Cycle = 1,
                Step = 1,
                TakenAtUtc = at,
                Recipients = 1,
            }
        );
        db.Audit(Actor.System, AuditActions.StepTaken, at, flag.ParticipantId, flag.Id, new StepDetail(2, 1, 1));
        await db.SaveChangesAsync();
    }
}
