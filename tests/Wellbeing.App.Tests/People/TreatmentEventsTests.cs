using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.People;
using Wellbeing.App.Site;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.People;

public abstract class TreatmentEventsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : TreatmentEventsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : TreatmentEventsTests(DatabaseProvider.Postgres);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task From_a_new_phase_on_what_is_usual_is_learned_anew(bool newPhase)
    {
        await using var app = await AppFixture.Create(provider);
        await Weeks(app, 2, 2, 2, 2, 2, 2);
        await Record(app, TreatmentEventKind.Relapse, Today(app), newPhase);
        await Weeks(app, 6, 6, 6);
        Assert.Equal(
            newPhase,
            !(await app.FlagsOf(app.Cast.Ana)).SelectMany(f => f.Findings).Any(f => f.Rule == Rule.Worsening)
        );
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task An_event_that_was_taken_back_no_longer_counts_and_is_shown_no_more()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        await Weeks(app, 2, 2, 2, 2, 2, 2);
        var id = await Record(app, TreatmentEventKind.Relapse, Today(app), newPhase: true);
        Assert.True(await app.Send(new RemoveTreatmentEvent(priya, ana.Id, id)));
        Assert.True(await app.Send(new RemoveTreatmentEvent(priya, ana.Id, id)));
        Assert.False(await app.Send(new RemoveTreatmentEvent(priya, app.Cast.Omar.Id, id)));
        Assert.Empty(await app.Send(new ListTreatmentEvents(priya, ana.Id)));
        await Weeks(app, 6, 6, 6);
        Assert.Contains((await app.FlagsOf(ana)).SelectMany(f => f.Findings), f => f.Rule == Rule.Worsening);
        Assert.Equal(1, (await app.AuditTrail()).Count(a => a.Action == AuditActions.TreatmentEventRemoved));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_nurse_who_resolves_may_ask_that_what_is_usual_be_learned_anew()
    {
        await using var app = await AppFixture.Create(provider);
        await Weeks(app, 2, 2, 2, 2, 2, 2);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 2, contactMe: true));
        await app.Reach((await app.FlagOf(app.Cast.Ana)).Id);
        await app.Send(
            new ResolveFlag(
                app.Cast.Priya.Actor,
                (await app.FlagOf(app.Cast.Ana)).Id,
                FlagOutcome.Supported,
                "New home.",
                LearnUsualAnew: true
            )
        );
        app.Clock.Advance(TimeSpan.FromDays(7));
        await Weeks(app, 6, 6, 6);
        Assert.DoesNotContain(
            (await app.FlagsOf(app.Cast.Ana)).SelectMany(f => f.Findings),
            f => f.Rule == Rule.Worsening
        );
        Assert.Contains(
            await app.AuditTrail(),
            a => a.ReadDetail() is ResolutionDetail { Outcome: FlagOutcome.Supported, LearnUsualAnew: true }
        );
        app.Mailbox.Ignore();
    }

    [Theory]
    [InlineData(null, 2.0)]
    [InlineData(4, 4.0)]
    public async Task Feelings_are_compared_with_the_time_of_diagnosis(int? told, double level)
    {
        await using var app = await AppFixture.Create(provider);
        var diagnosed = Today(app);
        await Weeks(app, 1, 3, 2);
        await Record(app, TreatmentEventKind.Diagnosis, diagnosed, newPhase: false, told);
        await Weeks(app, 2, 2, 2, 2, 7, 7, 7);
        var worsening = (await app.FlagsOf(app.Cast.Ana))
            .SelectMany(f => f.Findings)
            .Select(f => f.Evidence)
            .OfType<WorseningEvidence>()
            .First();
        // Six weeks after the diagnosis count: 1, 3, 2, 2, 2, 2.
        Assert.Equal(level, worsening.LevelAtDiagnosis);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task The_person_sees_kind_and_day_of_their_own_and_nothing_of_the_note()
    {
        await using var app = await AppFixture.Create(provider);
        await Record(app, TreatmentEventKind.Transplant, Today(app), newPhase: true, note: "Spoke with the ward.");
        Assert.Equal(
            [new MyTreatmentEvent(TreatmentEventKind.Transplant, Today(app))],
            await app.Send(new GetMyTreatmentEvents(app.Cast.Ana.Actor))
        );
        Assert.Empty(await app.Send(new GetMyTreatmentEvents(app.Cast.Omar.Actor)));
        var seen = Assert.Single(await app.Send(new ListTreatmentEvents(app.Cast.Priya.Actor, app.Cast.Ana.Id)));
        Assert.Equal(
            ("Spoke with the ward.", "Priya Nair", true),
            (seen.Note, seen.RecordedByName, seen.StartsNewPhase)
        );
        Assert.DoesNotContain(
            "ward",
            await app.Db(db => db.TreatmentEvents.Select(e => e.SealedNote!).SingleAsync()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Sent_twice_it_is_recorded_once()
    {
        await using var app = await AppFixture.Create(provider);
        var request = new RecordTreatmentEvent(
            app.Cast.Priya.Actor,
            app.Cast.Ana.Id,
            Guid.CreateVersion7(),
            TreatmentEventKind.Scan,
            Today(app),
            false,
            null,
            null
        );
        Assert.All(await Scenes.AtOnce(3, _ => app.Send(request)), Assert.True);
        Assert.Equal(1, await app.Db(db => db.TreatmentEvents.CountAsync()));
    }

    [Fact]
    public async Task A_day_to_come_and_a_level_without_a_diagnosis_are_refused()
    {
        await using var app = await AppFixture.Create(provider);
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() =>
            Record(app, TreatmentEventKind.Scan, Today(app).AddDays(3), false)
        );
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() =>
            Record(app, TreatmentEventKind.Scan, Today(app), false, level: 3)
        );
    }

    [Fact]
    public async Task Answers_corrected_later_are_looked_at_again_and_what_was_found_stays()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        await app.Send(ana.CheckIn(intensity: 9));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await Weeks(app, 3, 3);
        var second = (await app.Db(db => db.CheckIns.AsNoTracking().OrderBy(c => c.SubmittedAtUtc).ToListAsync()))[1];

        // The nine becomes a three, and the check-in after it a nine.
        await app.Db(db =>
            db.CheckIns.Where(c => c.Intensity == 9).ExecuteUpdateAsync(c => c.SetProperty(x => x.Intensity, 3))
        );
        await app.Db(db =>
            db.CheckIns.Where(c => c.Id == second.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Intensity, 9))
        );
        // Where nobody has answered, it would be promised anew.
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, (await app.FlagOf(ana)).Id));
        for (var times = 0; times < 2; times++)
        {
            await app.Use<Reassessment, Flag?>(
                async (again, db) =>
                {
                    var flag = await again.From(
                        await db.Participants.SingleAsync(p => p.Id == ana.Id),
                        AppFixture.Start.UtcDateTime,
                        app.Now,
                        default
                    );
                    await db.SaveChangesAsync();
                    return flag;
                }
            );
        }

        // What was found stays; the same again in the flag is noted once, at the check-in that says so now.
        Assert.Equal(Rule.Acute, Assert.Single((await app.FlagOf(ana)).Findings).Rule);
        var again = Assert.Single(await app.Db(db => db.FindingRepeats.AsNoTracking().ToListAsync()));
        Assert.Equal((Rule.Acute, second.Id, RepeatReason.StillHolds), (again.Rule, again.SourceId, again.Reason));
        app.Mailbox.Ignore();
    }

    private static DateOnly Today(AppFixture app) => TimeZones.LocalDate(app.Now, "Australia/Hobart");

    private static async Task<Guid> Record(
        AppFixture app,
        TreatmentEventKind kind,
        DateOnly on,
        bool newPhase,
        int? level = null,
        string? note = null
    )
    {
        var id = Guid.CreateVersion7();
        Assert.True(
            await app.Send(
                new RecordTreatmentEvent(app.Cast.Priya.Actor, app.Cast.Ana.Id, id, kind, on, newPhase, level, note)
            )
        );
        return id;
    }

    private static async Task Weeks(AppFixture app, params int[] intensities)
    {
        foreach (var intensity in intensities)
        {
            await app.Send(app.Cast.Ana.CheckIn(intensity: intensity));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }
    }
}
