using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Domain;
using Wellbeing.App.Features.Flags;
using Wellbeing.App.Features.Screens;
using Wellbeing.App.Options;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Features.Screens;

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
        var results = await Scenes.AtOnce(3, _ => app.Send(new SendScreen(priya, ana.Id, Guid.CreateVersion7(), flag.Id)));
        Assert.Single(results, r => r is SendScreenResult.Sent);
        Assert.Equal(2, results.Count(r => r is SendScreenResult.AlreadyAsked));
        await app.Dispatch();
        var mail = Assert.Single(app.Mailbox.Read(), m => m.ToAddress == ana.Email && m.Text.Contains("/Questions", StringComparison.Ordinal));
        Assert.DoesNotContain("PHQ", mail.Text, StringComparison.Ordinal);
        app.Mailbox.Ignore();

        var mine = (await app.Send(new GetMyScreen(ana.Actor)))!;
        Assert.Null(await app.Send(new GetMyScreen(app.Cast.Omar.Actor)));
        Assert.IsType<AnswerMyScreenResult.Gone>(await app.Send(new AnswerMyScreen(app.Cast.Omar.Actor, mine.Id, new Phq4(0, 0, 0, 0))));
        await Assert.ThrowsAsync<FluentValidation.ValidationException>(() => app.Send(new AnswerMyScreen(ana.Actor, mine.Id, new Phq4(0, 0, 0, 4))));
        var answered = await Scenes.AtOnce(2, _ => app.Send(new AnswerMyScreen(ana.Actor, mine.Id, new Phq4(3, 3, 2, 2))));
        Assert.NotNull(Assert.Single(answered.OfType<AnswerMyScreenResult.Saved>()).SomeoneLooksByUtc);

        flag = await app.FlagOf(ana);
        Assert.Equal((FlagState.Open, Severity.Urgent), (flag.State, flag.Severity));
        var view = (await app.Send(new GetFlag(priya, flag.Id)))!;
        var finding = Assert.Single(view.Findings, f => f.Rule == Rule.Screen);
        Assert.Equal(new ScreenEvidence(10, 6, 4), finding.Evidence);
        Assert.Contains("10 of 12", finding.Explanation.Headline, StringComparison.Ordinal);
        Assert.DoesNotContain("10", string.Join(" ", finding.ForPerson.Sentences), StringComparison.Ordinal);
        Assert.Contains(view.History, h => h.Action == AuditActions.ScreenAnswered);
        Assert.Equal(10, Assert.Single(await app.Send(new ListScreens(priya, ana.Id))).Answers!.Total);
        app.Mailbox.Ignore();
        await app.HoldsItsInvariants();
    }

    [Fact]
    public async Task A_lower_result_waits_for_the_nurse_a_skip_is_no_zero_and_time_ends_the_asking()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, omar, priya) = (app.Cast.Ana, app.Cast.Omar, app.Cast.Priya.Actor);
        var call = new RecordScreen(priya, ana.Id, Guid.CreateVersion7(), new Phq4(2, 2, 2, 2));
        Assert.All(await Scenes.AtOnce(2, _ => app.Send(call)), Assert.True);
        Assert.Empty(await app.FlagsOf(ana));
        var row = Assert.Single(await app.Send(new ListScreens(priya, ana.Id)));
        Assert.Equal(("Priya Nair", ScreenBand.Moderate), (row.EnteredByName, row.Answers!.Band));

        await app.Send(new SendScreen(priya, omar.Id, Guid.CreateVersion7()));
        await app.Send(new AnswerMyScreen(omar.Actor, (await app.Send(new GetMyScreen(omar.Actor)))!.Id, null));
        Assert.Equal((ScreenState.Declined, null), Assert.Single((await app.Send(new ListScreens(priya, omar.Id))).Select(s => (s.State, s.Answers))));

        await app.Send(new SendScreen(priya, omar.Id, Guid.CreateVersion7()));
        app.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Null(await app.Send(new GetMyScreen(omar.Actor)));
        Assert.IsType<SendScreenResult.Sent>(await app.Send(new SendScreen(priya, omar.Id, Guid.CreateVersion7())));
        app.Mailbox.Ignore();
    }
}
