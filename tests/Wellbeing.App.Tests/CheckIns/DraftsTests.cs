using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.CheckIns;

public abstract class DraftsTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : DraftsTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : DraftsTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task Four_tabs_opened_at_once_fill_the_same_check_in()
    {
        await using var app = await AppFixture.Create(provider);
        var drafts = await Scenes.AtOnce(4, _ => app.Send(new StartCheckIn(app.Cast.Ana.Actor)));
        Assert.Single(drafts.Select(d => d.Id).Distinct());
    }

    [Fact]
    public async Task What_was_answered_is_there_again_later_and_unreadable_in_the_database()
    {
        await using var app = await AppFixture.Create(provider);
        var draft = await app.Send(new StartCheckIn(app.Cast.Ana.Actor));
        var answers = new Answers(
            7,
            null,
            null,
            new Dictionary<Emotion, int?> { [Emotion.Sadness] = 6 },
            "Nobody sleeps here",
            true
        );
        Assert.Equal(
            SaveDraftResult.Saved,
            await app.Send(
                new SaveDraft(app.Cast.Ana.Actor, draft.Id, answers, new HashSet<string> { "intensity", "functioning" })
            )
        );

        var again = await app.Send(new GetDraft(app.Cast.Ana.Actor));
        Assert.Equal(
            (7, null, "Nobody sleeps here", true),
            (again!.Answers.Intensity, again.Answers.Functioning, again.Answers.Words, again.Answers.ContactMe)
        );
        Assert.Equal(6, again.Answers.Emotions[Emotion.Sadness]);
        Assert.Equal(["functioning", "intensity"], again.Answered.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(
            "sleeps",
            (await app.Db(db => db.CheckInDrafts.SingleAsync())).SealedAnswers,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nothing_is_assessed_before_it_is_sent()
    {
        await using var app = await AppFixture.Create(provider);
        var draft = await app.Send(new StartCheckIn(app.Cast.Ana.Actor));
        await app.Send(
            new SaveDraft(
                app.Cast.Ana.Actor,
                draft.Id,
                Answers.None with
                {
                    Intensity = 10,
                    ContactMe = true,
                },
                new HashSet<string>()
            )
        );
        await app.Tick();
        Assert.Empty(await app.FlagsOf(app.Cast.Ana));
    }

    [Fact]
    public async Task A_second_tab_that_saves_after_the_first_one_sent_is_told_so()
    {
        await using var app = await AppFixture.Create(provider);
        var draft = await app.Send(new StartCheckIn(app.Cast.Ana.Actor));
        await app.Send(app.Cast.Ana.CheckIn(submissionId: draft.Id));
        Assert.Equal(
            SaveDraftResult.Gone,
            await app.Send(new SaveDraft(app.Cast.Ana.Actor, draft.Id, Answers.None, new HashSet<string>()))
        );
    }

    [Fact]
    public async Task Nobody_saves_into_or_discards_another_persons_draft()
    {
        await using var app = await AppFixture.Create(provider);
        var draft = await app.Send(new StartCheckIn(app.Cast.Ana.Actor));
        Assert.Equal(
            SaveDraftResult.Gone,
            await app.Send(
                new SaveDraft(app.Cast.Omar.Actor, draft.Id, Answers.None with { Intensity = 1 }, new HashSet<string>())
            )
        );
        await app.Send(new DiscardDraft(app.Cast.Omar.Actor));
        Assert.Null((await app.Send(new GetDraft(app.Cast.Ana.Actor)))!.Answers.Intensity);

        await app.Send(new DiscardDraft(app.Cast.Ana.Actor));
        Assert.Null(await app.Send(new GetDraft(app.Cast.Ana.Actor)));
    }
}
