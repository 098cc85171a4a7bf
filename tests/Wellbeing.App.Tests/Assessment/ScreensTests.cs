using Wellbeing.App.Assessment;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Assessment;

public abstract class ScreensTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : ScreensTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : ScreensTests(DatabaseProvider.Postgres);

    [Theory]
    [InlineData(0, 0, 0, 2, ScreenBand.Normal)]
    [InlineData(1, 0, 0, 2, ScreenBand.Mild)]
    [InlineData(2, 1, 1, 1, ScreenBand.Mild)]
    [InlineData(2, 2, 1, 1, ScreenBand.Moderate)]
    [InlineData(2, 2, 2, 2, ScreenBand.Moderate)]
    [InlineData(3, 2, 2, 2, ScreenBand.Severe)]
    [InlineData(3, 3, 3, 3, ScreenBand.Severe)]
    public void Bands_are_those_of_the_authors(int nervous, int worrying, int interest, int down, ScreenBand band)
    {
        var answers = new Phq4(nervous, worrying, interest, down);
        Assert.Equal(band, answers.Band);
        Assert.Equal((nervous + worrying, interest + down), (answers.Anxiety, answers.Depression));
    }

    [Fact]
    public async Task Sent_once_answered_once_and_a_severe_result_raises_an_urgent_flag_at_once_even_one_in_hand()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        var flag = await app.RaiseSoon(ana);
        await app.Send(new AcknowledgeFlag(priya, flag.Id));
        var results = await Scenes.AtOnce(
            3,
            _ => app.Send(new SendScreen(priya, ana.Id, Guid.CreateVersion7(), flag.Id))
        );
        Assert.Single(results, r => r is SendScreenResult.Sent);
        Assert.Equal(2, results.Count(r => r is SendScreenResult.AlreadyAsked));
        await app.Dispatch();
        var mail = Assert.Single(
            app.Mailbox.Read(),
            m => m.ToAddress == ana.Email && m.Text.Contains("/Questions", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("PHQ", mail.Text, StringComparison.Ordinal);
        app.Mailbox.Ignore();

        var mine = (await app.Send(new GetMyScreen(ana.Actor)))!;
        Assert.Null(await app.Send(new GetMyScreen(app.Cast.Omar.Actor)));
        Assert.IsType<AnswerMyScreenResult.Gone>(
            await app.Send(new AnswerMyScreen(app.Cast.Omar.Actor, mine.Id, new Phq4(0, 0, 0, 0)))
        );
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() =>
            app.Send(new AnswerMyScreen(ana.Actor, mine.Id, new Phq4(0, 0, 0, 4)))
        );
        var answered = await Scenes.AtOnce(
            2,
            _ => app.Send(new AnswerMyScreen(ana.Actor, mine.Id, new Phq4(3, 3, 2, 2)))
        );
        Assert.NotNull(Assert.Single(answered.OfType<AnswerMyScreenResult.Saved>()).SomeoneLooksByUtc);

        flag = await app.FlagOf(ana);
        Assert.Equal((FlagState.Open, Severity.Urgent), (flag.State, flag.Severity));
        var view = (await app.Send(new GetFlag(priya, flag.Id)))!;
        var finding = Assert.Single(view.Findings, f => f.Rule == Rule.Screen);
        Assert.Equal(new ScreenEvidence(10, 6, 4), finding.Evidence);
        Assert.Contains("10 of 12", finding.Explanation.Headline, StringComparison.Ordinal);
        Assert.DoesNotContain("10", string.Join(" ", finding.ForPerson.Sentences), StringComparison.Ordinal);
        Assert.Contains(view.History, h => h.What is FlagEvent.ScreenAnswered);
        Assert.Equal(10, Assert.Single(await app.Send(new ListScreens(priya, ana.Id))).Answers!.Total);
        app.Mailbox.Ignore();
        await app.HoldsItsInvariants();
    }

    // The row: PHQ-4 of 8 of 12, both parts raised, after "your nurse will read them and may call you".
    [Theory]
    [InlineData(2, 2, 2, 2)]
    [InlineData(2, 1, 0, 0)] // A part of 3.
    [InlineData(0, 0, 1, 2)]
    [InlineData(1, 1, 2, 2)]
    public async Task A_raised_result_is_a_flag_for_the_next_working_day_and_the_nurse_who_asked_is_told(
        int nervous,
        int worrying,
        int interest,
        int down
    )
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(new SendScreen(tom.Actor, ana.Id, Guid.CreateVersion7()));
        var answered = Assert.IsType<AnswerMyScreenResult.Saved>(
            await app.Send(
                new AnswerMyScreen(
                    ana.Actor,
                    (await app.Send(new GetMyScreen(ana.Actor)))!.Id,
                    new Phq4(nervous, worrying, interest, down)
                )
            )
        );
        await app.Dispatch();

        var flag = await app.FlagOf(ana);
        Assert.Equal((Severity.Soon, Rule.Screen), (flag.Severity, Assert.Single(flag.Findings).Rule));
        Assert.Equal(flag.RespondByUtc, answered.SomeoneLooksByUtc);
        var mails = app.Mailbox.Read();
        Assert.Contains(
            mails,
            m =>
                m.ToAddress == app.Cast.Priya.Email
                && m.Text.Contains($"/Staff/Flags/{flag.Id:D}", StringComparison.Ordinal)
        ); // Who is on call.
        var told = Assert.Single(mails, m => m.ToAddress == tom.Email);
        Assert.Contains($"/Staff/People/{ana.Id:D}", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("PHQ", told.Subject + told.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"{nervous + worrying + interest + down} of 12",
            Assert.Single((await app.Send(new GetFlag(tom.Actor, flag.Id)))!.Findings).Explanation.Headline,
            StringComparison.Ordinal
        );
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_raised_result_joins_the_flag_in_hand_and_disturbs_nobody_but_its_nurse()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya);
        var flag = await app.RaiseSoon(ana);
        await app.Send(new AcknowledgeFlag(priya.Actor, flag.Id));
        await app.Send(new SendScreen(priya.Actor, ana.Id, Guid.CreateVersion7(), flag.Id));
        await app.Dispatch();
        app.Mailbox.Ignore();
        await app.Send(
            new AnswerMyScreen(ana.Actor, (await app.Send(new GetMyScreen(ana.Actor)))!.Id, new Phq4(2, 2, 2, 2))
        );
        await app.Dispatch();
        flag = await app.FlagOf(ana);
        Assert.Equal(FlagState.Acknowledged, flag.State);
        Assert.Contains(flag.Findings, f => f.Rule == Rule.Screen);
        Assert.All(app.Mailbox.Read(), m => Assert.Equal(priya.Email, m.ToAddress));
    }

    [Fact]
    public async Task Unanswered_for_a_week_they_stand_with_those_not_heard_from_until_a_nurse_rang()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya.Actor);
        await app.Send(new SendScreen(priya, ana.Id, Guid.CreateVersion7()));
        app.Clock.Advance(TimeSpan.FromDays(6.9));
        Assert.Empty((await app.Send(new ListNotHeardFrom(priya))).Screens);
        app.Clock.Advance(TimeSpan.FromDays(0.1));
        var row = Assert.Single((await app.Send(new ListNotHeardFrom(priya))).Screens);
        Assert.Equal((ana.Id, 7, "Priya Nair"), (row.ParticipantId, row.DaysSince, row.AskedByName));
        app.Clock.Advance(TimeSpan.FromDays(10)); // Its time to answer is over: somebody still has to ring.
        Assert.Single((await app.Send(new ListNotHeardFrom(priya))).Screens);
        await app.Send(new RecordScreen(priya, ana.Id, Guid.CreateVersion7(), null));
        Assert.Empty((await app.Send(new ListNotHeardFrom(priya))).Screens);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_lower_result_waits_for_the_nurse_a_skip_is_no_zero_and_time_ends_the_asking()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar, priya) = (app.Cast.Ana, app.Cast.Omar, app.Cast.Priya.Actor);
        var call = new RecordScreen(priya, ana.Id, Guid.CreateVersion7(), new Phq4(1, 1, 2, 0));
        Assert.All(await Scenes.AtOnce(2, _ => app.Send(call)), Assert.True);
        Assert.Empty(await app.FlagsOf(ana));
        var row = Assert.Single(await app.Send(new ListScreens(priya, ana.Id)));
        Assert.Equal(("Priya Nair", ScreenBand.Mild), (row.EnteredByName, row.Answers!.Band));

        await app.Send(new SendScreen(priya, omar.Id, Guid.CreateVersion7()));
        await app.Send(new AnswerMyScreen(omar.Actor, (await app.Send(new GetMyScreen(omar.Actor)))!.Id, null));
        Assert.Equal(
            (ScreenState.Declined, null),
            Assert.Single((await app.Send(new ListScreens(priya, omar.Id))).Select(s => (s.State, s.Answers)))
        );

        await app.Send(new SendScreen(priya, omar.Id, Guid.CreateVersion7()));
        app.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Null(await app.Send(new GetMyScreen(omar.Actor)));
        Assert.IsType<SendScreenResult.Sent>(await app.Send(new SendScreen(priya, omar.Id, Guid.CreateVersion7())));
        app.Mailbox.Ignore();
    }
}
