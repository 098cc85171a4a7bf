using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.CheckIns;

public abstract class CorrectCheckInTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : CorrectCheckInTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : CorrectCheckInTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task What_nobody_had_read_is_replaced_and_nothing_of_it_is_kept()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Send(app, app.Cast.Ana.CheckIn(3, 3, words: "A slip of the thumb"));

        Assert.Equal(
            CorrectCheckInResult.Done,
            await app.Send(new CorrectCheckIn(app.Cast.Ana.Actor, id, Said(4, words: "As it is")))
        );

        var mine = Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor)));
        Assert.Equal((4, "As it is", app.Now), (mine.Intensity, mine.Words, mine.CorrectedAtUtc));
        Assert.Equal(0, await app.Db(db => db.CheckInOriginals.CountAsync()));
        Assert.Contains(await app.AuditTrail(), a => a.Action == AuditActions.CheckInCorrected);
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task What_a_nurse_acted_on_stays_in_the_flag_with_the_correction_beside_it()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Send(app, app.Cast.Ana.CheckIn(9, 8, words: "I cannot go on"));
        app.Mailbox.Ignore();
        var raised = await app.FlagOf(app.Cast.Ana);
        await app.Send(new GetFlag(app.Cast.Priya.Actor, raised.Id));

        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(new CorrectCheckIn(app.Cast.Ana.Actor, id, Said(3)));

        var flag = await app.Send(new GetFlag(app.Cast.Tom.Actor, raised.Id));
        Assert.NotEqual(FlagState.Resolved, flag!.State); // A correction closes nothing.
        Assert.Contains(flag.Findings, f => f.Rule == Rule.Acute);
        Assert.Equal(3, Assert.Single(flag.CheckIns).Intensity);
        var before = Assert.Single(flag.Replaced);
        Assert.Equal((9, "I cannot go on", false), (before.Before.Intensity, before.Before.Words, before.Removed));
        Assert.Contains(flag.History, h => h.What is FlagEvent.CheckInCorrected);
        Assert.DoesNotContain(
            "cannot",
            (await app.Db(db => db.CheckInOriginals.SingleAsync())).SealedAnswers,
            StringComparison.Ordinal
        );
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task A_corrected_check_in_is_unread_again()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Send(app, app.Cast.Ana.CheckIn());
        await app.Send(new GetPersonChart(app.Cast.Priya.Actor, app.Cast.Ana.Id, 90));
        Assert.NotNull((await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor)))[0].ReadAtUtc);

        await app.Send(new CorrectCheckIn(app.Cast.Ana.Actor, id, Said(5)));

        Assert.Null((await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor)))[0].ReadAtUtc);
    }

    [Fact]
    public async Task A_correction_is_assessed_with_the_whole_series_and_can_raise_a_flag()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Send(app, app.Cast.Ana.CheckIn(2, 2));
        app.Clock.Advance(TimeSpan.FromHours(2));
        await Send(app, app.Cast.Ana.CheckIn(2, 2)); // Not the last one any more.
        Assert.Empty(await app.FlagsOf(app.Cast.Ana));

        await app.Send(new CorrectCheckIn(app.Cast.Ana.Actor, id, Said(10, contactMe: true)));
        app.Mailbox.Ignore();

        var flag = await app.FlagOf(app.Cast.Ana);
        Assert.Equal(
            [Rule.ContactRequested, Rule.Acute],
            flag.Findings.Select(f => f.Rule).OrderByDescending(r => r == Rule.ContactRequested)
        );
        Assert.All(flag.Findings, f => Assert.Equal(id, f.SourceId));

        // The same once more adds nothing: it is already in the flag.
        await app.Send(new CorrectCheckIn(app.Cast.Ana.Actor, id, Said(10, contactMe: true)));
        Assert.Equal(2, (await app.FlagOf(app.Cast.Ana)).Findings.Count);
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task A_removed_check_in_counts_for_nothing_and_its_late_repeat_does_not_bring_it_back()
    {
        await using var app = await AppFixture.Create(provider);
        await Send(app, app.Cast.Ana.CheckIn(2, 2));
        app.Clock.Advance(TimeSpan.FromHours(1));
        var sent = app.Cast.Ana.CheckIn(
            5,
            5,
            words: "Not meant for here",
            emotions: new Dictionary<Emotion, int?> { [Emotion.Fear] = null }
        );
        var id = await Send(app, sent);

        Assert.Equal(CorrectCheckInResult.Done, await app.Send(new RemoveCheckIn(app.Cast.Ana.Actor, id)));

        Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor)));
        Assert.Equal(2, (await app.Send(new GetMyHome(app.Cast.Ana.Actor))).Last!.Intensity);
        Assert.True(((SubmitCheckInResult.Saved)await app.Send(sent)).Repeated);
        Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor)));
        var row = await app.Db(db => db.CheckIns.IgnoreQueryFilters().SingleAsync(c => c.Id == id));
        Assert.Equal((null, null, null, 0), (row.Intensity, row.Functioning, row.SealedWords, row.Emotions.Count));
        Assert.Equal(CorrectCheckInResult.NotFound, await app.Send(new RemoveCheckIn(app.Cast.Ana.Actor, id)));
    }

    [Fact]
    public async Task After_a_day_or_by_somebody_else_or_with_impossible_answers_nothing_changes()
    {
        await using var app = await AppFixture.Create(provider);
        var id = await Send(app, app.Cast.Ana.CheckIn(3, 3));

        Assert.Equal(
            CorrectCheckInResult.NotFound,
            await app.Send(new CorrectCheckIn(app.Cast.Omar.Actor, id, Said(1)))
        );
        Assert.Equal(CorrectCheckInResult.NotFound, await app.Send(new RemoveCheckIn(app.Cast.Omar.Actor, id)));
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(new CorrectCheckIn(app.Cast.Ana.Actor, id, Said(11)))
        );
        app.Clock.Advance(CheckIn.CorrectableFor + TimeSpan.FromSeconds(1));
        Assert.Equal(CorrectCheckInResult.TooLate, await app.Send(new CorrectCheckIn(app.Cast.Ana.Actor, id, Said(1))));
        Assert.Equal(CorrectCheckInResult.TooLate, await app.Send(new RemoveCheckIn(app.Cast.Ana.Actor, id)));
        Assert.Equal(3, Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).Intensity);
    }

    [Fact]
    public async Task The_trail_tells_what_became_of_it_and_not_why()
    {
        await using var app = await AppFixture.Create(provider);
        await Send(app, app.Cast.Ana.CheckIn());
        app.Clock.Advance(TimeSpan.FromDays(1));
        var id = await Send(app, app.Cast.Ana.CheckIn(contactMe: true));
        app.Mailbox.Ignore();
        var flag = await app.FlagOf(app.Cast.Ana);
        var since = app.Now.AddDays(-7);
        Assert.Equal(new Trail(null, null, null), (await app.Send(new GetMyTrail(app.Cast.Ana.Actor, since)))[id]);

        app.Clock.Advance(TimeSpan.FromHours(1));
        var taken = app.Now;
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Reach(flag.Id);
        await app.Send(new ResolveFlag(app.Cast.Priya.Actor, flag.Id, FlagOutcome.Supported, "Talked for an hour."));

        var trail = Assert.Single(await app.Send(new GetMyTrail(app.Cast.Ana.Actor, since))); // The quiet one before led to nothing.
        Assert.Equal((id, new Trail(taken, app.Now, null)), (trail.Key, trail.Value));
    }

    private static async Task<Guid> Send(AppFixture app, SubmitCheckIn checkIn) =>
        ((SubmitCheckInResult.Saved)await app.Send(checkIn)).CheckInId;

    private static Answers Said(int? intensity, string? words = null, bool contactMe = false) =>
        new(intensity, 3, null, new Dictionary<Emotion, int?>(), words, contactMe);
}
