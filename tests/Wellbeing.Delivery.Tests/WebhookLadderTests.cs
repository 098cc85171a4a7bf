using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wellbeing.App.Audit;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.Delivery.Webhooks;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Delivery.Tests;

/// <summary>A step that tells another system: the outbox, the ladder and a real HTTP server together.</summary>
public abstract class WebhookLadderTests(DatabaseProvider provider) : IAsyncLifetime
{
    public sealed class OnSqlite() : WebhookLadderTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : WebhookLadderTests(DatabaseProvider.Postgres);

    private WebhookReceiver receiver = null!;
    private WebhookSender sender = null!;
    private AppFixture app = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await WebhookReceiver.Start();
        sender = new WebhookSender(
            Options.Create(new WebhookOptions { AllowPrivateAddresses = true, TimeoutSeconds = 5 }),
            TimeProvider.System,
            NullLogger<WebhookSender>.Instance
        );
        app = await AppFixture.Create(provider, webhooks: sender);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        sender.Dispose();
        await receiver.DisposeAsync();
    }

    /// <summary>A pager in the first step of urgent flags, with these besides.</summary>
    private async Task<Guid> Pager(params Tell[] besides)
    {
        var id = (
            (SaveWebhookResult.Saved)
                await app.Send(new SaveWebhook(app.Cast.Ruth.Actor, null, "Pager", receiver.Url.AbsoluteUri, true))
        ).Id;
        var plan = EscalationPlan.Default(Severity.Urgent);
        plan = plan with
        {
            Steps = [plan.Steps[0] with { Tell = [.. besides, new Tell(TellKind.Webhook, id)] }, .. plan.Steps.Skip(1)],
        };
        Assert.IsType<PublishPolicyResult.Published>(
            await app.Send(new PublishPolicy(app.Cast.Ruth.Actor, Severity.Urgent, 1, plan, "The pager wakes people"))
        );
        return id;
    }

    private async Task<Guid> Flag() => Assert.Single(await app.FlagsOf(app.Cast.Ana)).Id;

    private Task<Notice> Page() =>
        app.Db(db => db.Notices.AsNoTracking().SingleAsync(n => n.Channel == NoticeChannel.Webhook));

    private Task<List<(AttemptOutcome, int?)>> Attempts(Guid notice) =>
        app.Db(async db =>
            (await db.NoticeAttempts.Where(a => a.NoticeId == notice).OrderBy(a => a.Number).ToListAsync()).ConvertAll(
                a => (a.Outcome, a.ReplyCode)
            )
        );

    [Fact]
    public async Task It_is_told_how_soon_and_where_but_never_who_or_why_once_and_again_after_a_503_under_the_same_number()
    {
        await Pager(Tell.NurseOnCall);
        receiver.Answer = _ => receiver.Received.Count == 1 ? (503, "Queue is full") : (200, "");
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9, functioning: 8, words: "Purple elephants"));
        await Task.WhenAll(app.Dispatch("one"), app.Dispatch("two"));
        app.Mailbox.Expect(app.Cast.Priya.Email);
        var flag = await Flag();
        var first = Assert.Single(receiver.Received);

        var notice = await Page();
        Assert.Equal((NoticeState.RetryWait, notice.Id.ToString("D")), (notice.State, first.Id));
        await app.Dispatch();
        Assert.Single(receiver.Received); // Not before its time.
        app.Clock.Advance(Notice.BackOff(notice.Id, 1));
        await app.Dispatch();
        var second = receiver.Received.Last();
        Assert.Equal((2, first.Id, first.Body), (receiver.Received.Count, second.Id, second.Body));
        Assert.Equal([(AttemptOutcome.Temporary, 503), (AttemptOutcome.Accepted, 200)], await Attempts(notice.Id));
        Assert.Equal(NoticeState.Accepted, (await Page()).State);

        var body = JsonDocument
            .Parse(first.Body)
            .RootElement.EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.ToString());
        Assert.Equal(["createdAt", "flag", "id", "link", "type", "urgency"], body.Keys.Order());
        Assert.Equal(
            ("flag.needs-answer", "now", $"http://localhost:5080/Staff/Flags/{flag:D}"),
            (body["type"], body["urgency"], body["link"])
        );
        Assert.DoesNotContain("Ana", first.Body, StringComparison.Ordinal);

        var history = (await app.Send(new GetFlag(app.Cast.Priya.Actor, flag)))!.History;
        Assert.Equal(
            ["notice.temporary", "notice.accepted"],
            history.Where(h => h.Channel == NoticeChannel.Webhook).Select(h => h.Action)
        );
        Assert.Equal(["Priya Nair", "Pager (webhook)"], history.Single(h => h.Action == AuditActions.StepTaken).Told!);
    }

    [Theory]
    [InlineData(410)]
    [InlineData(401)]
    public async Task A_step_whose_only_way_out_is_refused_hands_over_to_the_next_at_once(int status)
    {
        await Pager();
        receiver.Answer = _ => (status, "Gone");
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Tom.Email); // The next nurse, fifteen minutes early.
        var notice = await Page();
        Assert.Equal((NoticeState.Rejected, 1), (notice.State, notice.Attempts));
        Assert.Equal([(AttemptOutcome.Permanent, status)], await Attempts(notice.Id));
        Assert.Contains(
            (await app.Send(new GetFlag(app.Cast.Priya.Actor, await Flag())))!.History,
            h => h.Action == AuditActions.LadderPulledForward
        );
        app.Clock.Advance(TimeSpan.FromMinutes(14));
        await app.Dispatch();
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task After_an_acknowledgement_or_switched_off_it_is_not_told_any_more()
    {
        var id = await Pager(Tell.NurseOnCall);
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, await Flag()));
        await app.Send(app.Cast.Omar.CheckIn(intensity: 9));
        await app.Send(new SaveWebhook(app.Cast.Ruth.Actor, id, "Pager", receiver.Url.AbsoluteUri, false));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email); // Of Omar's flag.
        Assert.Empty(receiver.Received);

        // Somebody must hear that a step leads nowhere, and it cannot be chosen anew.
        var problems = (await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems;
        Assert.Contains(new ReadinessProblem.WebhookOff(Severity.Urgent, 1, "Pager"), problems);
        var soon = EscalationPlan.Default(Severity.Soon);
        await Assert.ThrowsAsync<ValidationException>(() =>
            app.Send(
                new PublishPolicy(
                    app.Cast.Ruth.Actor,
                    Severity.Soon,
                    1,
                    soon with
                    {
                        Steps = [soon.Steps[0] with { Tell = [new Tell(TellKind.Webhook, id)] }],
                    },
                    "Page them too"
                )
            )
        );
        await app.Db(db => db.Webhooks.ExecuteDeleteAsync());
        Assert.Contains(
            new ReadinessProblem.WebhookOff(Severity.Urgent, 1, ""),
            (await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems
        );
    }

    [Fact]
    public async Task A_ladder_that_tells_machines_alone_is_warned_of()
    {
        var id = await Pager();
        Assert.Empty((await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems); // A step may, where another tells a person.
        var plan = EscalationPlan.Default(Severity.Urgent);
        plan = plan with
        {
            Steps = [plan.Steps[0] with { Tell = [new Tell(TellKind.Webhook, id), Tell.SupportContacts] }],
        };
        await app.Send(new PublishPolicy(app.Cast.Ruth.Actor, Severity.Urgent, 2, plan, "Only the pager now"));
        Assert.Equal(
            [new ReadinessProblem.OnlyMachinesTold(Severity.Urgent)],
            (await app.Send(new GetReadiness(app.Cast.Ruth.Actor))).Problems
        );
    }

    [Fact]
    public async Task After_a_new_secret_both_sign_for_a_day()
    {
        var id = await Pager(Tell.NurseOnCall);
        var secret = await app.Send(new ChangeWebhookSecret(app.Cast.Ruth.Actor, id));
        await app.Send(new TestWebhook(app.Cast.Ruth.Actor, id));
        var both = receiver.Received.Last();
        Assert.Equal(2, both.Signature.Split(' ').Length);
        Assert.Equal(WebhookSender.Sign(secret!, both.Id, both.Timestamp, both.Body), both.Signature.Split(' ')[0]);
        app.Clock.Advance(WebhookEndpoint.HandOver);
        await app.Send(new TestWebhook(app.Cast.Ruth.Actor, id));
        Assert.DoesNotContain(' ', receiver.Received.Last().Signature);
        Assert.DoesNotContain(
            secret!,
            (await app.Db(db => db.Webhooks.SingleAsync())).SealedSecret,
            StringComparison.Ordinal
        );
    }
}
