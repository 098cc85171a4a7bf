using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Records;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Flags;

public abstract class GetFlagTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : GetFlagTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : GetFlagTests(DatabaseProvider.Postgres);

    [Fact]
    public async Task The_gravest_reason_stands_first_whenever_it_came()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, tom) = (app.Cast.Ana, app.Cast.Tom);
        await app.Send(new RaiseNotSafe(ana.Actor, Guid.CreateVersion7()));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(ana.CheckIn(intensity: 9));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(ana.CheckIn(contactMe: true));
        var id = (await app.FlagOf(ana)).Id;
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(new RaiseFlag(tom.Actor, ana.Id, Guid.CreateVersion7(), Severity.Urgent, "Her sister rang us"));
        Assert.Equal(
            [Rule.NotSafe, Rule.Acute, Rule.ContactRequested, Rule.RaisedByNurse],
            (await app.Send(new GetFlag(tom.Actor, id)))!.Findings.Select(f => f.Rule)
        );
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Opening_it_marks_the_check_ins_as_read_once_and_the_participant_can_see_so()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9, words: "Please ring."));
        var id = (await app.FlagOf(app.Cast.Ana)).Id;
        Assert.Null(Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).ReadAtUtc);

        var read = app.Now;
        var view = (await app.Send(new GetFlag(app.Cast.Priya.Actor, id)))!;
        Assert.Equal("Please ring.", Assert.Single(view.CheckIns).Words);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(new GetFlag(app.Cast.Tom.Actor, id));
        Assert.Equal(read, Assert.Single(await app.Send(new GetMyCheckIns(app.Cast.Ana.Actor))).ReadAtUtc);
        Assert.Null(await app.Send(new GetFlag(app.Cast.Tom.Actor, Guid.CreateVersion7())));
    }

    [Fact]
    public async Task Only_what_the_page_shows_in_full_is_read_by_opening_it()
    {
        await using var app = await AppFixture.Create(provider);
        var (ana, priya) = (app.Cast.Ana, app.Cast.Priya);
        foreach (var words in new[] { "The oldest.", "An older one.", null, "Two back.", "One back." })
        {
            await app.Send(ana.CheckIn(intensity: 3, words: words));
            app.Clock.Advance(TimeSpan.FromDays(1));
        }

        await app.Send(ana.CheckIn(intensity: 9, words: "Please ring."));
        var page = (await app.Send(new GetFlag(priya.Actor, (await app.FlagOf(ana)).Id)))!;
        Assert.Equal(6, page.CheckIns.Count);
        Assert.Equal(["An older one.", "The oldest."], await Waiting());
        Assert.Equal(
            ["An older one.", "The oldest."],
            page.CheckIns.Where(c => c.ReadAtUtc is null).Select(c => c.Words)
        );

        // The person's own page folds them, too.
        await app.Send(new GetPersonChart(priya.Actor, ana.Id, null));
        Assert.Equal(["An older one.", "The oldest."], await Waiting());
        app.Mailbox.Ignore();

        async Task<IEnumerable<string?>> Waiting() =>
            (await app.Send(new GetMyCheckIns(ana.Actor))).Where(c => c.ReadAtUtc is null).Select(c => c.Words);
    }

    [Fact]
    public async Task History_tells_every_step_every_mail_and_the_servers_reply()
    {
        await using var app = await AppFixture.Create(provider);
        app.Mailbox.Answer = _ => new DeliveryOutcome.Temporary(DeliveryPhase.RcptTo, 451, "451 try later");
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        app.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 queued");
        await app.EscalateAfter(TimeSpan.FromMinutes(15));
        app.Mailbox.Ignore();
        var id = (await app.FlagOf(app.Cast.Ana)).Id;
        await app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, id));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Send(
            new RecordContactAttempt(app.Cast.Tom.Actor, id, Guid.CreateVersion7(), ContactChannel.Phone, true, null)
        );
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Send(new ResolveFlag(app.Cast.Tom.Actor, id, FlagOutcome.Supported, null));

        var view = (await app.Send(new GetFlag(app.Cast.Priya.Actor, id)))!;
        var history = view.History;
        Assert.Equal(history.OrderBy(h => h.AtUtc), history);
        Assert.Contains(history, h => h.What is FlagEvent.Raised { Severity: Severity.Urgent });
        Assert.Equal(2, history.Count(h => h.What is FlagEvent.StepTaken));
        Assert.Contains(
            history,
            h =>
                h.What is FlagEvent.MessageTold { Fate: MessageFate.Temporary, Reply: "451" }
                && h.ActorName == "Priya Nair"
        );
        Assert.Contains(
            history,
            h =>
                h.What is FlagEvent.MessageTold { Fate: MessageFate.Accepted, Reply: "250", Words: { } words }
                && words.Contains("queued", StringComparison.Ordinal)
                && h.ActorName == "Tom Walker"
        );
        Assert.Contains(history, h => h is { What: FlagEvent.Acknowledged, ActorName: "Tom Walker" });
        Assert.Contains(history, h => h.What is FlagEvent.ContactAttempted);
        Assert.Contains(history, h => h.What is FlagEvent.Resolved { Outcome: FlagOutcome.Supported });
        Assert.Equal(
            (FlagState.Resolved, FlagOutcome.Supported, "Tom Walker"),
            (view.State, view.Outcome, view.ResolvedByName)
        );
    }

    [Fact]
    public async Task Explains_each_finding_in_words_and_names_the_settings_that_made_it()
    {
        await using var app = await AppFixture.Create(provider);
        var flag = await app.RaiseUrgent(app.Cast.Ana);
        var finding = Assert.Single((await app.Send(new GetFlag(app.Cast.Priya.Actor, flag.Id)))!.Findings);
        Assert.Equal(1, finding.ThresholdsVersion);
        Assert.Contains("9", finding.Explanation.Headline, StringComparison.Ordinal);
        Assert.DoesNotContain("Acute.", finding.Explanation.Headline, StringComparison.Ordinal);
        Assert.All(finding.Explanation.Sentences, s => Assert.DoesNotContain("Acute.", s, StringComparison.Ordinal));
        Assert.Equal(Rule.Acute, finding.Rule);
    }
}
