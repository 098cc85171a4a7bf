using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Prompts;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.Tests.CheckIns;

public abstract class SubmitCheckInTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : SubmitCheckInTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SubmitCheckInTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Strong_feelings_week_after_week_with_daily_life_affected_open_one_flag_and_tell_the_nurse_on_call_once()
    {
        await using var app = await AppFixture.Create(provider);
        var ana = app.Cast.Ana;
        for (var week = 1; week <= 3; week++)
        {
            await app.Send(ana.CheckIn(intensity: 8, functioning: 8));
            await app.Dispatch();
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        var flag = await app.FlagOf(ana);
        Assert.Equal(FlagState.Open, flag.State);
        Assert.Equal(Severity.Soon, flag.Severity);
        var finding = Assert.Single(flag.Findings);
        Assert.Equal(Rule.Persistent, finding.Rule);
        Assert.Equal(3, Assert.IsType<PersistentEvidence>(finding.Evidence).Count);
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    [Fact]
    public async Task One_rating_near_the_top_opens_an_urgent_flag_with_its_evidence_and_tells_the_nurse_on_call_at_once()
    {
        await using var app = await AppFixture.Create(provider);
        var result = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(app.Cast.Ana.CheckIn(intensity: 9)));
        await app.Dispatch();

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(Severity.Urgent, flag.Severity);
        var finding = Assert.Single(flag.Findings);
        Assert.Equal(
            (Rule.Acute, Severity.Urgent, result.CheckInId, 1),
            (finding.Rule, finding.Severity, finding.SourceId, finding.ThresholdsVersion)
        );
        Assert.Equal(new AcuteEvidence(9, 9, 28) { FirstRating = true }, finding.Evidence);
        Assert.Equal(1, (await app.Db(db => db.CheckIns.SingleAsync())).ThresholdsVersion);
        Assert.Equal(app.Now.AddMinutes(60), result.SomeoneLooksByUtc);
        Assert.Equal(result.SomeoneLooksByUtc, flag.RespondByUtc);
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    [Fact]
    public async Task A_request_for_contact_opens_a_flag_however_calm_the_ratings_are()
    {
        await using var app = await AppFixture.Create(provider);
        var result = Assert.IsType<SubmitCheckInResult.Saved>(
            await app.Send(app.Cast.Ana.CheckIn(intensity: 0, functioning: 0, contactMe: true))
        );
        await app.Dispatch();

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(Severity.Soon, flag.Severity);
        Assert.Equal(new ContactRequestedEvidence(0), Assert.Single(flag.Findings).Evidence);
        Assert.True(result.AskedForContact);
        // Monday in Brisbane: by the close of Tuesday.
        Assert.Equal(new DateTime(2026, 2, 3, 7, 0, 0, DateTimeKind.Utc), result.SomeoneLooksByUtc);
        app.Mailbox.Expect(app.Cast.Priya.Email);
    }

    [Fact]
    public async Task Feelings_that_grow_beyond_the_persons_own_usual_open_a_flag_that_says_by_how_much()
    {
        await using var app = await AppFixture.Create(provider);
        foreach (var intensity in new[] { 1, 1, 1, 1, 5, 6, 7 })
        {
            await app.Send(app.Cast.Ana.CheckIn(intensity, change: intensity > 1 ? PerceivedChange.Growing : null));
            app.Clock.Advance(TimeSpan.FromDays(7));
        }

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(Severity.Soon, flag.Severity);
        var evidence = Assert.IsType<WorseningEvidence>(Assert.Single(flag.Findings).Evidence);
        Assert.Equal(1, evidence.Baseline);
        Assert.Equal(PerceivedChange.Growing, evidence.Change);
        Assert.True(evidence.Rise >= 2);
    }

    [Fact]
    public async Task An_everyday_check_in_raises_nothing_and_writes_to_nobody()
    {
        await using var app = await AppFixture.Create(provider);
        var result = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(app.Cast.Ana.CheckIn(intensity: 3)));
        await app.Dispatch();

        Assert.Null(result.SomeoneLooksByUtc);
        Assert.Empty(await app.FlagsOf(app.Cast.Ana));
        Assert.Empty(await app.Messages());
    }

    [Fact]
    public async Task A_repeat_of_the_same_submission_returns_the_first_result_and_changes_nothing()
    {
        await using var app = await AppFixture.Create(provider);
        var id = Guid.CreateVersion7();
        var first = Assert.IsType<SubmitCheckInResult.Saved>(
            await app.Send(app.Cast.Ana.CheckIn(intensity: 9, submissionId: id))
        );
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = Assert.IsType<SubmitCheckInResult.Saved>(
            await app.Send(app.Cast.Ana.CheckIn(intensity: 0, submissionId: id))
        );

        Assert.Equal(first with { Repeated = true }, second);
        Assert.Equal(9, (await app.Db(db => db.CheckIns.SingleAsync())).Intensity);
        Assert.Single(await app.Messages());
    }

    [Fact]
    public async Task Eight_copies_of_one_submission_at_once_make_one_check_in_one_flag_and_one_set_of_messages()
    {
        await using var app = await AppFixture.Create(provider);
        var request = app.Cast.Ana.CheckIn(intensity: 9, submissionId: Guid.CreateVersion7());
        var results = await Scenes.AtOnce(8, _ => app.Send(request));

        Assert.Single(results.Cast<SubmitCheckInResult.Saved>().Select(r => r.CheckInId).Distinct());
        Assert.Single(results.Cast<SubmitCheckInResult.Saved>(), r => !r.Repeated);
        Assert.Equal(1, await app.Db(db => db.CheckIns.CountAsync()));
        Assert.Single((await app.FlagOf(app.Cast.Ana)).Findings);
        Assert.Single(await app.Messages());
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task Different_check_ins_of_one_person_at_once_are_all_kept_and_join_one_flag()
    {
        await using var app = await AppFixture.Create(provider);
        var results = await Scenes.AtOnce(8, i => app.Send(app.Cast.Ana.CheckIn(intensity: i, contactMe: true)));

        Assert.Equal(8, results.Cast<SubmitCheckInResult.Saved>().Select(r => r.CheckInId).Distinct().Count());
        Assert.Equal(8, await app.Db(db => db.CheckIns.CountAsync()));
        Assert.Equal(8, (await app.FlagOf(app.Cast.Ana)).Findings.Count(f => f.Rule == Rule.ContactRequested));
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task A_skipped_answer_stays_a_skip_and_never_becomes_zero()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(
            app.Cast.Ana.CheckIn(
                intensity: null,
                functioning: null,
                emotions: new Dictionary<Emotion, int?> { [Emotion.Fear] = null, [Emotion.Anger] = 0 }
            )
        );

        var seen = Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor)));
        Assert.Null(seen.Intensity);
        Assert.Null(seen.Functioning);
        Assert.Null(seen.Change);
        Assert.Null(seen.Words);
        Assert.Null(seen.Emotions[Emotion.Fear]);
        Assert.Equal(0, seen.Emotions[Emotion.Anger]);
    }

    [Fact]
    public async Task What_is_wrong_is_said_by_field_and_nothing_is_stored()
    {
        await using var app = await AppFixture.Create(provider);
        var answers = new Answers(
            11,
            -1,
            (PerceivedChange)9,
            new Dictionary<Emotion, int?> { [Emotion.Fear] = 11 },
            new string('a', 2001),
            false
        );
        var refused = await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new SubmitCheckIn(app.Cast.Ana.Actor, Guid.Empty, answers))
        );

        Assert.Equal(
            ["change", "emotions", "functioning", "intensity", "submissionId", "words"],
            refused.Errors.Select(e => e.PropertyName).Order(StringComparer.Ordinal)
        );
        Assert.Contains(
            refused.Errors,
            e => e.ErrorMessage == "Choose a number from 0 to 10, or choose \"I would rather not say\"."
        );
        Assert.Equal(0, await app.Db(db => db.CheckIns.CountAsync()));
    }

    [Fact]
    public async Task Words_are_unreadable_in_the_database_and_come_back_to_their_author()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(words: "  The nights are long.  "));

        var stored = await app.Db(db =>
            db.Database.SqlQueryRaw<string>("SELECT \"SealedWords\" AS \"Value\" FROM \"CheckIns\"").SingleAsync()
        );
        Assert.DoesNotContain("nights", stored, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            "The nights are long.",
            Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).Words
        );
    }

    [Fact]
    public async Task Nothing_is_stored_for_somebody_whose_participation_has_ended()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Db(async db =>
        {
            (await db.Participants.SingleAsync(p => p.Id == app.Cast.Ana.Id)).Close(app.Now);
            await db.SaveChangesAsync();
        });

        Assert.IsType<SubmitCheckInResult.Closed>(await app.Send(app.Cast.Ana.CheckIn(intensity: 9)));
        Assert.Equal(0, await app.Db(db => db.CheckIns.CountAsync()));
    }

    [Fact]
    public async Task A_check_in_answers_the_prompt_that_waited_for_it()
    {
        await using var app = await AppFixture.Create(provider);
        app.Clock.Advance(TimeSpan.FromHours(24));
        await app.Tick();
        app.Mailbox.Expect(app.Cast.Ana.Email, app.Cast.Omar.Email);
        Assert.True((await app.Send(new GetMyHome(app.Cast.Ana.Actor))).DueNow);

        var result = Assert.IsType<SubmitCheckInResult.Saved>(await app.Send(app.Cast.Ana.CheckIn()));

        var prompt = await app.Db(db => db.Prompts.SingleAsync(p => p.ParticipantId == app.Cast.Ana.Id));
        Assert.Equal(
            (PromptState.Answered, result.CheckInId, (DateTime?)null),
            (prompt.State, prompt.CheckInId, prompt.NextActionAtUtc)
        );
        Assert.False((await app.Send(new GetMyHome(app.Cast.Ana.Actor))).DueNow);
    }

    [Fact]
    public async Task Sending_the_draft_makes_it_disappear()
    {
        await using var app = await AppFixture.Create(provider);
        var draft = await app.Send(new StartCheckIn(app.Cast.Ana.Actor));
        await app.Send(app.Cast.Ana.CheckIn(submissionId: draft.Id));

        Assert.Null(await app.Send(new GetDraft(app.Cast.Ana.Actor)));
    }

    [Fact]
    public async Task Nobody_can_use_up_or_read_what_belongs_to_another_participant()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar) = (app.Cast.Ana, app.Cast.Omar);
        var draft = await app.Send(new StartCheckIn(ana.Actor));
        await app.Send(
            new SaveDraft(ana.Actor, draft.Id, Answers.None with { Words = "mine" }, new HashSet<string> { "words" })
        );

        var his = Assert.IsType<SubmitCheckInResult.Saved>(
            await app.Send(omar.CheckIn(intensity: 1, submissionId: draft.Id))
        );
        Assert.Equal("mine", (await app.Send(new GetDraft(ana.Actor)))?.Answers.Words);

        var hers = Assert.IsType<SubmitCheckInResult.Saved>(
            await app.Send(ana.CheckIn(intensity: 4, submissionId: draft.Id))
        );
        Assert.False(hers.Repeated);
        Assert.NotEqual(his.CheckInId, hers.CheckInId);
        Assert.Equal(1, Assert.Single(await app.Send(new GetMyCheckIns(omar.Actor))).Intensity);
    }

    [Fact]
    public async Task The_day_of_a_check_in_is_the_persons_own()
    {
        await using var app = await AppFixture.Create(provider);
        app.Clock.Advance(TimeSpan.FromHours(13.5)); // 13:30 UTC on Monday: half past midnight on Tuesday in Hobart.
        await app.Send(app.Cast.Ana.CheckIn());
        Assert.Equal(
            new DateOnly(2026, 2, 3),
            Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).LocalDate
        );
    }
}
