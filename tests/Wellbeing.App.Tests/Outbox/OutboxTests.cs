using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.Testing;

namespace Wellbeing.App.Tests.Outbox;

/// <summary>The administrator's view of the outbox, and trying again.</summary>
public abstract class OutboxTests(DatabaseProvider provider)
{
    public sealed class OnSqlite() : OutboxTests(DatabaseProvider.Sqlite);

    public sealed class OnPostgres() : OutboxTests(DatabaseProvider.Postgres);

    private static readonly DeliveryOutcome _temporary = new DeliveryOutcome.Temporary(
        DeliveryPhase.RcptTo,
        451,
        "451 4.7.1 Greylisted"
    );

    private static async Task<Message> Failed(AppFixture app)
    {
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        app.Mailbox.Answer = _ => _temporary;
        await app.Dispatch();
        return Assert.Single(await app.Messages());
    }

    private static Task<RetryMessageResult> Retry(AppFixture app, Guid message) =>
        app.Send(new RetryMessage(app.Cast.Ruth.Actor, message));

    [Fact]
    public async Task Trying_again_makes_a_waiting_message_due_at_once_and_keeps_its_deadline_and_message_id()
    {
        await using var app = await AppFixture.Create(provider);
        var failed = await Failed(app);
        app.Mailbox.Answer = _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");
        await app.Dispatch();
        Assert.Single(app.Mailbox.Attempts); // Its minute has not passed.

        Assert.IsType<RetryMessageResult.Queued>(await Retry(app, failed.Id));
        await app.Dispatch();

        app.Mailbox.Expect(app.Cast.Priya.Email);
        var sent = Assert.Single(await app.Messages());
        Assert.Equal(
            (MessageState.Accepted, 2, failed.DeadlineUtc, failed.InternetMessageId),
            (sent.State, sent.Attempts, sent.DeadlineUtc, sent.InternetMessageId)
        );
        Assert.Single(
            await app.Db(db => db.AuditRecords.Where(a => a.Action == AuditActions.MessageRetried).ToListAsync())
        );
    }

    [Fact]
    public async Task A_message_that_was_given_up_gets_another_day()
    {
        await using var app = await AppFixture.Create(provider);
        var failed = await Failed(app);
        await app.Db(db =>
            db.Messages.ExecuteUpdateAsync(n => n.SetProperty(x => x.DeadlineUtc, app.Now.AddMinutes(-1)))
        );
        await app.Dispatch();
        Assert.Equal(MessageState.Expired, (await app.Messages()).Single(n => n.Id == failed.Id).State);

        Assert.IsType<RetryMessageResult.Queued>(await Retry(app, failed.Id));

        var again = (await app.Messages()).Single(n => n.Id == failed.Id);
        Assert.Equal(
            (MessageState.RetryWait, app.Now, app.Now.AddHours(24)),
            (again.State, again.NotBeforeUtc, again.DeadlineUtc)
        );
    }

    [Fact]
    public async Task A_retried_message_that_nobody_needs_any_more_does_not_leave()
    {
        await using var app = await AppFixture.Create(provider);
        var failed = await Failed(app);
        await app.Db(db => db.Messages.ExecuteUpdateAsync(n => n.SetProperty(x => x.State, MessageState.Expired)));
        var flag = Assert.Single(await app.FlagsOf(app.Cast.Ana));
        await app.Send(new AcknowledgeFlag(app.Cast.Priya.Actor, flag.Id));

        await Retry(app, failed.Id);
        await app.Dispatch();

        Assert.Single(app.Mailbox.Attempts);
        Assert.Equal(MessageState.Cancelled, Assert.Single(await app.Messages()).State);
    }

    [Fact]
    public async Task What_was_accepted_is_not_sent_twice()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Dispatch();
        app.Mailbox.Expect(app.Cast.Priya.Email);
        var accepted = Assert.Single(await app.Messages());

        Assert.Equal(new RetryMessageResult.NothingToRetry(MessageState.Accepted), await Retry(app, accepted.Id));
        Assert.IsType<RetryMessageResult.NotFound>(await Retry(app, Guid.CreateVersion7()));

        await app.Dispatch();
        Assert.Empty(
            await app.Db(db => db.AuditRecords.Where(a => a.Action == AuditActions.MessageRetried).ToListAsync())
        );
    }

    [Fact]
    public async Task The_list_counts_every_state_and_tells_what_the_server_said()
    {
        await using var app = await AppFixture.Create(provider);
        var failed = await Failed(app);
        app.Clock.Advance(TimeSpan.FromMinutes(3));

        var page = await app.Send(new ListMessages(app.Cast.Ruth.Actor, MessageFilter.Retrying));

        var row = Assert.Single(page.Rows);
        Assert.Equal((failed.Id, true, 1, 451), (row.Id, row.CanRetry, row.Attempts.Count, row.Attempts[0].ReplyCode));
        Assert.Equal(
            (1, 1, 0, 1),
            (
                page.Counts[MessageFilter.All],
                page.Counts[MessageFilter.Retrying],
                page.Counts[MessageFilter.Accepted],
                page.DueNow
            )
        );
        Assert.Equal(failed.NotBeforeUtc, page.OldestDueAtUtc);
        Assert.Empty((await app.Send(new ListMessages(app.Cast.Ruth.Actor, MessageFilter.Rejected))).Rows);
    }

    [Fact]
    public async Task Only_administrators_see_and_retry_messages()
    {
        await using var app = await AppFixture.Create(provider);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => app.Send(new ListMessages(app.Cast.Priya.Actor)));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() =>
            app.Send(new RetryMessage(app.Cast.Ana.Actor, Guid.CreateVersion7()))
        );
    }

    [Fact]
    public async Task New_flags_and_new_reasons_are_counted_since_the_list_was_drawn()
    {
        await using var app = await AppFixture.Create(provider);
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        var drawn = app.Now;
        Assert.Null(await app.Send(new FindNewFlags(app.Cast.Priya.Actor, drawn)));

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        await app.Send(app.Cast.Omar.CheckIn(contactMe: true));

        var fresh = (await app.Send(new FindNewFlags(app.Cast.Priya.Actor, drawn)))!;
        Assert.Equal((1, 1), (fresh.Raised, fresh.Grown));
        Assert.Single(fresh.First);
        Assert.Null(await app.Send(new FindNewFlags(app.Cast.Priya.Actor, drawn, Known: 2))); // The page shows it already.
    }
}
