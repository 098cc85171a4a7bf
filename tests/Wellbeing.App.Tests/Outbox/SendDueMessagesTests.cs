using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.SupportContacts;
using Wellbeing.Detection;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Outbox;

public abstract class SendDueMessagesTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : SendDueMessagesTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : SendDueMessagesTests(DatabaseProvider.Postgres);

    private static readonly DeliveryOutcome _accepted = new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");
    private static readonly DeliveryOutcome _temporary = new DeliveryOutcome.Temporary(
        DeliveryPhase.Connect,
        null,
        "No route to host"
    );
    private static readonly DeliveryOutcome _unknown = new DeliveryOutcome.Unknown(
        DeliveryPhase.Data,
        null,
        "Connection lost"
    );

    private static async Task<Message> OneMessage(AppFixture app)
    {
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        return Assert.Single(await app.Messages());
    }

    [Fact]
    public async Task Waits_one_five_fifteen_thirty_then_sixty_minutes_between_attempts_that_all_carry_the_same_message_id()
    {
        await using var app = await AppFixture.Create(provider);
        var message = await OneMessage(app);
        // The ladder goes on meanwhile; this is about the one message.
        await app.Db(db => db.Messages.ExecuteUpdateAsync(n => n.SetProperty(x => x.PulledForwardAtUtc, app.Now)));
        app.Mailbox.Answer = _ => _temporary;
        await app.Dispatch();
        foreach (var minutes in new[] { 1, 5, 15, 30, 60 })
        {
            var before = app.Mailbox.Attempts.Count;
            app.Clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            await app.Dispatch();
            Assert.Equal(before, app.Mailbox.Attempts.Count);
            app.Clock.Advance(TimeSpan.FromSeconds(1) + (TimeSpan.FromMinutes(minutes) * Message.MostJitter));
            if (minutes == 60)
                app.Mailbox.Answer = _ => _accepted;
            await app.Dispatch();
            Assert.Equal(before + 1, app.Mailbox.Attempts.Count);
        }

        app.Mailbox.Expect(app.Cast.Priya.Email);
        Assert.Equal([message.InternetMessageId], app.Mailbox.Attempts.Select(m => m.MessageId).Distinct());
        var sent = Assert.Single(await app.Messages());
        Assert.Equal((MessageState.Accepted, 6, app.Now), (sent.State, sent.Attempts, sent.AcceptedAtUtc));
        Assert.Equal(
            [.. Enumerable.Repeat(AttemptOutcome.Temporary, 5), AttemptOutcome.Accepted],
            (await app.Attempts(message.Id)).Select(a => a.Outcome)
        );
        await app.EscalateAfter(TimeSpan.FromMinutes(1));
        Assert.Equal(6, app.Mailbox.Attempts.Count);
    }

    [Fact]
    public async Task An_attempt_whose_outcome_is_unknown_is_made_again_under_the_same_message_id()
    {
        await using var app = await AppFixture.Create(provider);
        await OneMessage(app);
        app.Mailbox.Answer = _ => _unknown;
        await app.Dispatch();
        app.Mailbox.Answer = _ => _accepted;
        app.Clock.Advance(TimeSpan.FromMinutes(1.2));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email);
        Assert.Single(app.Mailbox.Attempts.Select(m => m.MessageId).Distinct());
    }

    [Fact]
    public async Task A_permanent_refusal_is_never_tried_again()
    {
        await using var app = await AppFixture.Create(provider);
        var message = await OneMessage(app);
        app.Mailbox.Answer = mail =>
            mail.MessageId == message.InternetMessageId
                ? new DeliveryOutcome.Permanent(DeliveryPhase.Data, 554, "554 spam", false)
                : _accepted;
        for (var i = 0; i < 5; i++)
        {
            await app.Dispatch();
            app.Clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.Single(app.Mailbox.Attempts, m => m.MessageId == message.InternetMessageId);
        Assert.Equal(MessageState.Rejected, (await app.Messages()).Single(n => n.Id == message.Id).State);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task A_claim_whose_server_died_is_released_after_its_lease_and_sent_under_the_same_message_id()
    {
        await using var app = await AppFixture.Create(provider);
        var message = await OneMessage(app);
        // What a crash leaves: a row being sent, an attempt begun.
        await app.Db(async db =>
        {
            await db.Messages.ExecuteUpdateAsync(n =>
                n.SetProperty(x => x.State, MessageState.Sending)
                    .SetProperty(x => x.Attempts, 1)
                    .SetProperty(x => x.LeaseOwner, "dead")
                    .SetProperty(x => x.LeaseUntilUtc, app.Now + Message.Lease)
            );
            db.MessageAttempts.Add(
                new MessageAttempt
                {
                    MessageId = message.Id,
                    Number = 1,
                    BeganAtUtc = app.Now,
                    Outcome = AttemptOutcome.Begun,
                }
            );
            await db.SaveChangesAsync();
        });

        app.Clock.Advance(Message.Lease);
        await app.Dispatch();
        Assert.Empty(app.Mailbox.Attempts);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app.Dispatch();

        Assert.Equal(message.InternetMessageId, Assert.Single(app.Mailbox.Expect(app.Cast.Priya.Email)).MessageId);
        Assert.Equal(
            [AttemptOutcome.Unknown, AttemptOutcome.Accepted],
            (await app.Attempts(message.Id)).Select(a => a.Outcome)
        );
    }

    [Fact]
    public async Task A_server_that_slept_beyond_its_lease_does_not_overwrite_what_came_after()
    {
        await using var app = await AppFixture.Create(provider);
        var message = await OneMessage(app);
        var first = true;
        app.Mailbox.BeforeAnswer = async _ =>
        {
            if (!first)
                return;
            first = false; // While the first server sleeps, a second one takes over and succeeds.
            app.Clock.Advance(Message.Lease + TimeSpan.FromSeconds(1));
            await app.Dispatch("second");
        };
        app.Mailbox.Answer = _ =>
            app.Mailbox.Attempts.Count == 2 && app.Mailbox.Read().Count == 0
                ? _accepted
                : new DeliveryOutcome.Permanent(DeliveryPhase.Data, 554, "stale", false);
        await app.Dispatch("first");

        var sent = Assert.Single(await app.Messages());
        Assert.Equal((message.Id, MessageState.Accepted, 2), (sent.Id, sent.State, sent.Attempts));
        Assert.DoesNotContain(await app.AuditTrail(), a => a.Action == AuditActions.MessageRejected);
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Servers_that_send_at_once_never_both_send_one_message()
    {
        await using var app = await AppFixture.Create(provider);
        for (var i = 0; i < 12; i++)
            await app.Send((await app.Cast.AddPatient($"P{i}", $"p{i}@home.example")).CheckIn(contactMe: true));
        app.Mailbox.BeforeAnswer = _ => Task.Delay(2);

        var accepted = await Scenes.AtOnce(3, i => app.Dispatch($"server-{i}"));
        Assert.Equal(12, accepted.Sum());
        Assert.Equal(12, app.Mailbox.Attempts.Select(m => m.MessageId).Distinct().Count());
        Assert.Equal(12, app.Mailbox.Attempts.Count);
        Assert.All(await app.Messages(), n => Assert.Equal((MessageState.Accepted, 1), (n.State, n.Attempts)));
        app.Mailbox.Ignore();
    }

    [Fact]
    public async Task Trying_stops_at_the_deadline()
    {
        await using var app = await AppFixture.Create(provider);
        var message = await OneMessage(app);
        app.Mailbox.Answer = _ => _temporary;
        app.Clock.Advance(TimeSpan.FromHours(24));
        await app.Dispatch();
        Assert.Single(app.Mailbox.Attempts);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Dispatch();
        Assert.Equal(MessageState.Expired, (await app.Messages()).Single(n => n.Id == message.Id).State);
        Assert.Single(app.Mailbox.Attempts, m => m.MessageId == message.InternetMessageId);
    }

    [Fact]
    public async Task Consent_withdrawn_between_the_writing_and_the_sending_stops_the_message()
    {
        await using var app = await AppFixture.Create(provider);
        var bea = await app.Cast.AddConfirmedContact(app.Cast.Ana, "Bea", "bea@home.example");
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        Assert.True(await app.Send(new WithdrawContact(app.Cast.Ana.Actor, bea)));
        await app.Dispatch();

        app.Mailbox.Expect(app.Cast.Priya.Email);
        Assert.Equal(MessageState.Cancelled, (await app.Messages()).Single(n => n.SupportContactId == bea).State);
    }

    [Fact]
    public async Task The_most_urgent_leave_first()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(
            new NominateContact(app.Cast.Ana.Actor, "Bea", "bea@home.example", null, "sister", Severity.Soon)
        );
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));
        await app.Send(app.Cast.Ana.CheckIn(intensity: 9));
        await app.Dispatch();
        Assert.Equal(
            [
                "Urgent: a flag needs an answer now",
                "A flag needs an answer soon",
                "Ana would like you as a support contact",
            ],
            app.Mailbox.Read().Select(m => m.Subject)
        );
    }

    [Fact]
    public async Task A_message_that_cannot_be_written_does_not_hold_back_the_others()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Db(db => db.Messages.ExecuteUpdateAsync(n => n.SetProperty(x => x.Kind, "NoSuchKind")));
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email);
        Assert.Contains(await app.Messages(), n => n.State == MessageState.RetryWait);
    }

    [Fact]
    public async Task A_refusal_stands_even_if_a_nurse_acknowledges_at_the_same_moment()
    {
        await using var app = await AppFixture.Create(provider);
        for (var race = 0; race < 6; race++)
        {
            var person = await app.Cast.AddPatient($"P{race}", $"p{race}@home.example");
            await app.Send(person.CheckIn(intensity: 9));
            var flag = await app.FlagOf(person);
            var acknowledged = Task.CompletedTask;
            app.Mailbox.BeforeAnswer = _ =>
            {
                acknowledged = Task.Run(() => app.Send(new AcknowledgeFlag(app.Cast.Tom.Actor, flag.Id)));
                return Task.Delay(race); // Let them meet at a different point each time.
            };
            app.Mailbox.Answer = _ => new DeliveryOutcome.Permanent(DeliveryPhase.RcptTo, 550, "gone", true);
            await app.Dispatch();
            await acknowledged;

            Assert.Equal(FlagState.Acknowledged, (await app.FlagOf(person)).State);
            app.Mailbox.BeforeAnswer = _ => Task.CompletedTask;
            app.Clock.Advance(Message.RefusedAgainAfter);
            await app.Dispatch(); // What was refused is not wanted any more.
            Assert.DoesNotContain(
                await app.Messages(),
                n => n.FlagId == flag.Id && n.State is MessageState.Sending or MessageState.RetryWait
            );
        }
    }
}
