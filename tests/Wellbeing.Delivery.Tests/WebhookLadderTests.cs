using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Operations;
using Wellbeing.App.Outbox;
using Wellbeing.Delivery.Webhooks;
using Wellbeing.Testing;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.Delivery.Tests;

/// <summary>A step that tells another system: the outbox, the ladder and a real HTTP server together.</summary>
public abstract class WebhookLadderTests(DatabaseProvider provider) : IAsyncLifetime
{
    public sealed class OnSqlite() : WebhookLadderTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : WebhookLadderTests(DatabaseProvider.Postgres);

    private WebhookReceiver _receiver = null!;
    private WebhookSender _sender = null!;
    private AppFixture _app = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.Start();
        _sender = new WebhookSender(
            Options.Create(new WebhookOptions { AllowPrivateAddresses = true, TimeoutSeconds = 5 }),
            TimeProvider.System,
            NullLogger<WebhookSender>.Instance
        );
        _app = await AppFixture.Create(provider, webhooks: _sender);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _sender.Dispose();
        await _receiver.DisposeAsync();
    }

    /// <summary>A pager in the first step of urgent flags, with these besides.</summary>
    private async Task<Guid> Pager(params EscalationTarget[] besides)
    {
        var id = (
            (SaveWebhookResult.Saved)
                await _app.Send(new SaveWebhook(_app.Cast.Ruth.Actor, null, "Pager", _receiver.Url.AbsoluteUri, true))
        ).Id;
        var plan = EscalationPlan.Default(Severity.Urgent);
        plan = plan with
        {
            Steps =
            [
                plan.Steps[0] with
                {
                    Tell = [.. besides, new EscalationTarget(TargetKind.Webhook, id)],
                },
                .. plan.Steps.Skip(1),
            ],
        };
        Assert.IsType<PublishPolicyResult.Published>(
            await _app.Send(new PublishPolicy(_app.Cast.Ruth.Actor, Severity.Urgent, 1, plan, "The pager wakes people"))
        );
        return id;
    }

    private async Task<Guid> Flag() => Assert.Single(await _app.FlagsOf(_app.Cast.Ana)).Id;

    private Task<Message> Page() =>
        _app.Db(db => db.Messages.AsNoTracking().SingleAsync(n => n.Channel == MessageChannel.Webhook));

    private Task<List<(AttemptOutcome, int?)>> Attempts(Guid message) =>
        _app.Db(async db =>
            (
                await db.MessageAttempts.Where(a => a.MessageId == message).OrderBy(a => a.Number).ToListAsync()
            ).ConvertAll(a => (a.Outcome, a.ReplyCode))
        );

    [Fact]
    public async Task It_is_told_how_soon_and_where_but_never_who_or_why_once_and_again_after_a_503_under_the_same_number()
    {
        await Pager(EscalationTarget.NurseOnCall);
        _receiver.Answer = _ => _receiver.Received.Count == 1 ? (503, "Queue is full") : (200, "");
        await _app.Send(_app.Cast.Ana.CheckIn(intensity: 9, functioning: 8, words: "Purple elephants"));
        await Task.WhenAll(_app.Dispatch("one"), _app.Dispatch("two"));
        _app.Mailbox.Expect(_app.Cast.Priya.Email);
        var flag = await Flag();
        var first = Assert.Single(_receiver.Received);

        var message = await Page();
        Assert.Equal((MessageState.RetryWait, message.Id.ToString("D")), (message.State, first.Id));
        await _app.Dispatch();
        Assert.Single(_receiver.Received); // Not before its time.
        _app.Clock.Advance(Message.BackOff(message.Id, 1));
        await _app.Dispatch();
        var second = _receiver.Received.Last();
        Assert.Equal((2, first.Id, first.Body), (_receiver.Received.Count, second.Id, second.Body));
        Assert.Equal([(AttemptOutcome.Temporary, 503), (AttemptOutcome.Accepted, 200)], await Attempts(message.Id));
        Assert.Equal(MessageState.Accepted, (await Page()).State);

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

        var history = (await _app.Send(new GetFlag(_app.Cast.Priya.Actor, flag)))!.History;
        Assert.Equal(
            [MessageFate.Temporary, MessageFate.Accepted],
            history
                .Select(h => h.What)
                .OfType<FlagEvent.MessageTold>()
                .Where(m => m.Channel == MessageChannel.Webhook)
                .Select(m => m.Fate)
        );
        Assert.Equal(
            ["Priya Nair", "Pager (webhook)"],
            history.Select(h => h.What).OfType<FlagEvent.StepTaken>().Single().Names
        );
    }

    [Theory]
    [InlineData(410)]
    [InlineData(401)]
    public async Task A_step_whose_only_way_out_is_refused_hands_over_to_the_next_at_once(int status)
    {
        await Pager();
        _receiver.Answer = _ => (status, "Gone");
        await _app.Send(_app.Cast.Ana.CheckIn(intensity: 9));
        await _app.Dispatch();
        await _app.Dispatch();
        _app.Mailbox.Expect(_app.Cast.Tom.Email); // The next nurse, fifteen minutes early.
        var message = await Page();
        Assert.Equal((MessageState.Rejected, 1), (message.State, message.Attempts));
        Assert.Equal([(AttemptOutcome.Permanent, status)], await Attempts(message.Id));
        Assert.Contains(
            (await _app.Send(new GetFlag(_app.Cast.Priya.Actor, await Flag())))!.History,
            h => h.What is FlagEvent.LadderPulledForward
        );
        _app.Clock.Advance(TimeSpan.FromMinutes(14));
        await _app.Dispatch();
        Assert.Single(_receiver.Received);
    }

    [Fact]
    public async Task After_an_acknowledgement_or_switched_off_it_is_not_told_any_more()
    {
        var id = await Pager(EscalationTarget.NurseOnCall);
        await _app.Send(_app.Cast.Ana.CheckIn(intensity: 9));
        await _app.Send(new AcknowledgeFlag(_app.Cast.Priya.Actor, await Flag()));
        await _app.Send(_app.Cast.Omar.CheckIn(intensity: 9));
        await _app.Send(new SaveWebhook(_app.Cast.Ruth.Actor, id, "Pager", _receiver.Url.AbsoluteUri, false));
        await _app.Dispatch();
        _app.Mailbox.Expect(_app.Cast.Priya.Email); // Of Omar's flag.
        Assert.Empty(_receiver.Received);

        // Somebody must hear that a step leads nowhere, and it cannot be chosen anew.
        var problems = (await _app.Send(new GetReadiness(_app.Cast.Ruth.Actor))).Problems;
        Assert.Contains(new ReadinessProblem.WebhookOff(Severity.Urgent, 1, "Pager"), problems);
        var soon = EscalationPlan.Default(Severity.Soon);
        await Assert.ThrowsAsync<ValidationException>(() =>
            _app.Send(
                new PublishPolicy(
                    _app.Cast.Ruth.Actor,
                    Severity.Soon,
                    1,
                    soon with
                    {
                        Steps = [soon.Steps[0] with { Tell = [new EscalationTarget(TargetKind.Webhook, id)] }],
                    },
                    "Page them too"
                )
            )
        );
        await _app.Db(db => db.Webhooks.ExecuteDeleteAsync());
        Assert.Contains(
            new ReadinessProblem.WebhookOff(Severity.Urgent, 1, ""),
            (await _app.Send(new GetReadiness(_app.Cast.Ruth.Actor))).Problems
        );
    }

    [Fact]
    public async Task A_ladder_that_tells_machines_alone_is_warned_of()
    {
        var id = await Pager();
        Assert.Empty((await _app.Send(new GetReadiness(_app.Cast.Ruth.Actor))).Problems); // A step may, where another tells a person.
        var plan = EscalationPlan.Default(Severity.Urgent);
        plan = plan with
        {
            Steps =
            [
                plan.Steps[0] with
                {
                    Tell = [new EscalationTarget(TargetKind.Webhook, id), EscalationTarget.SupportContacts],
                },
            ],
        };
        await _app.Send(new PublishPolicy(_app.Cast.Ruth.Actor, Severity.Urgent, 2, plan, "Only the pager now"));
        Assert.Equal(
            [new ReadinessProblem.OnlyMachinesTold(Severity.Urgent)],
            (await _app.Send(new GetReadiness(_app.Cast.Ruth.Actor))).Problems
        );
    }

    [Fact]
    public async Task After_a_new_secret_both_sign_for_a_day()
    {
        var id = await Pager(EscalationTarget.NurseOnCall);
        var secret = await _app.Send(new ChangeWebhookSecret(_app.Cast.Ruth.Actor, id));
        await _app.Send(new TestWebhook(_app.Cast.Ruth.Actor, id));
        var both = _receiver.Received.Last();
        Assert.Equal(2, both.Signature.Split(' ').Length);
        Assert.Equal(WebhookSender.Sign(secret!, both.Id, both.Timestamp, both.Body), both.Signature.Split(' ')[0]);
        _app.Clock.Advance(WebhookEndpoint.HandOver);
        await _app.Send(new TestWebhook(_app.Cast.Ruth.Actor, id));
        Assert.DoesNotContain(' ', _receiver.Received.Last().Signature);
        Assert.DoesNotContain(
            secret!,
            (await _app.Db(db => db.Webhooks.SingleAsync())).SealedSecret,
            StringComparison.Ordinal
        );
    }
}
