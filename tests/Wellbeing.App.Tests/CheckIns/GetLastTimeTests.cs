using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.CheckIns;

public sealed class GetLastTimeTests
{
    private static readonly Dictionary<Emotion, int?> _fear = new() { [Emotion.Fear] = null };

    [Fact]
    public async Task Ratings_and_feelings_may_be_confirmed_but_never_words_or_a_wish_for_contact()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(5, 3, words: "Long nights", emotions: _fear));
        app.Clock.Advance(TimeSpan.FromDays(7));

        var last = await app.Send(new GetLastTime(app.Cast.Ana.Actor));

        Assert.Equal(
            (5, 3, PerceivedChange.Same),
            (last!.Unchanged.Intensity, last.Unchanged.Functioning, last.Unchanged.Change)
        );
        Assert.Equal([Emotion.Fear], last.Unchanged.Emotions.Keys);
        Assert.Null(last.Unchanged.Words);
        Assert.False(last.Unchanged.ContactMe);
        Assert.Null(await app.Send(new GetLastTime(app.Cast.Omar.Actor))); // Nobody's but their own.
    }

    [Theory]
    [InlineData(9, 3)]
    [InlineData(null, 3)]
    [InlineData(5, null)]
    public async Task What_was_very_high_or_not_said_is_asked_again(int? intensity, int? functioning)
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(intensity, functioning));
        app.Mailbox.Ignore();

        Assert.Null(await app.Send(new GetLastTime(app.Cast.Ana.Actor)));
    }

    [Fact]
    public async Task What_is_long_ago_is_asked_again()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(5, 3));

        app.Clock.Advance(TimeSpan.FromDays(15)); // She is asked every week.
        Assert.NotNull(await app.Send(new GetLastTime(app.Cast.Ana.Actor)));
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null(await app.Send(new GetLastTime(app.Cast.Ana.Actor)));
    }

    [Fact]
    public async Task After_three_in_a_row_every_question_is_asked_again()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(5, 3));
        for (var week = 1; week <= LastTime.MostInARow; week++)
        {
            app.Clock.Advance(TimeSpan.FromDays(7));
            await Confirm(app);
        }

        app.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Null(await app.Send(new GetLastTime(app.Cast.Ana.Actor)));

        await app.Send(app.Cast.Ana.CheckIn(5, 3));
        Assert.NotNull(await app.Send(new GetLastTime(app.Cast.Ana.Actor)));
    }

    [Fact]
    public async Task A_steady_high_answer_that_is_confirmed_counts_like_any_other()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn(8, 8));
        for (var week = 1; week <= LastTime.MostInARow; week++)
        {
            app.Clock.Advance(TimeSpan.FromDays(7));
            await Confirm(app);
        }

        app.Clock.Advance(TimeSpan.FromDays(7));
        await app.Send(app.Cast.Ana.CheckIn(8, 8));

        Assert.Contains((await app.FlagOf(app.Cast.Ana)).Findings, f => f.Rule == Rule.Persistent);
        var confirmed = await app.Db(db => db.CheckIns.CountAsync(c => c.ConfirmedFromId != null));
        Assert.Equal(LastTime.MostInARow, confirmed);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task How_long_a_device_kept_it_is_told_unless_it_is_no_time_at_all()
    {
        await using var app = await AppFixture.Create();
        await app.Send(app.Cast.Ana.CheckIn() with { KeptFor = TimeSpan.FromHours(3) });
        await app.Send(app.Cast.Ana.CheckIn() with { KeptFor = TimeSpan.FromSeconds(20) });
        await app.Send(app.Cast.Ana.CheckIn() with { KeptFor = TimeSpan.FromDays(4000) }); // A clock that jumped.

        var written = await app.Db(db => db.CheckIns.OrderBy(c => c.Id).Select(c => c.WrittenAtUtc).ToListAsync());
        Assert.Single(written, app.Now.AddHours(-3));
        Assert.Equal(2, written.Count(w => w is null));
    }

    private static async Task Confirm(AppFixture app)
    {
        var last = await app.Send(new GetLastTime(app.Cast.Ana.Actor));
        await app.Send(
            new SubmitCheckIn(app.Cast.Ana.Actor, Guid.CreateVersion7(), last!.Unchanged)
            {
                ConfirmedFromId = last.CheckIn.Id,
            }
        );
    }
}
