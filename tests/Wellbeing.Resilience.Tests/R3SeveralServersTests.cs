using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.Testing;

namespace Wellbeing.Resilience.Tests;

/// <summary>R3: three servers on one database; one of them stops in the middle of a sending until long after its
/// lease.</summary>
public sealed class R3SeveralServersTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Three_servers_claim_each_message_once(DatabaseProvider provider)
    {
        var people = Row.Volume(10_000, 60);
        await using var app = await AppFixture.Create(provider);
        foreach (var person in await app.AddPeople(people))
            await app.Send(person.CheckIn(contactMe: true));

        while (
            (await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(() => app.Dispatch($"server-{i}"))))).Sum()
            > 0
        )
        {
            // Until the queue is empty.
        }

        await app.HoldsEverything();
        var sent = app.Mailbox.Read().GroupBy(m => m.MessageId).ToDictionary(g => g.Key, g => g.Count());
        var messages = await app.Db(db => db.Messages.AsNoTracking().ToListAsync());
        var row = new Row("R3", $"three servers on one {provider}");
        row.Add(
            messages.Count,
            lost: messages.Count(n => !sent.ContainsKey(n.InternetMessageId)),
            duplicated: sent.Values.Sum(c => c - 1)
        );
        row.Close();
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_server_that_was_stopped_beyond_its_lease_overwrites_nothing(DatabaseProvider provider)
    {
        var pauses = Row.Volume(100, 4);
        var row = new Row("R3", $"a server stopped beyond its lease, {provider}");
        for (var i = 0; i < pauses; i++)
        {
            var (state, arrivals) = await Pause(provider, null);
            row.Add(1, lost: state == MessageState.Accepted ? 0 : 1, duplicated: arrivals - 1);
        }

        row.Close(unknown: pauses); // What the stopped one had handed over, nobody could know.
    }

    [Fact]
    public async Task Control_without_the_fence_it_would()
    {
        var weakened = Weakened.Fence();
        var (state, _) = await Pause(DatabaseProvider.Sqlite, weakened);
        Assert.True(weakened.Taken > 0, "The fence is written otherwise by now: the control controls nothing.");
        Assert.NotEqual(MessageState.Accepted, state); // An accepted message would be sent again, and again.
    }

    /// <returns>The message's state in the end, and how often it arrived.</returns>
    private static async Task<(MessageState State, int Arrivals)> Pause(DatabaseProvider provider, Weakened? weakened)
    {
        await using var app = await AppFixture.Create(
            provider,
            options =>
            {
                if (weakened is not null)
                    options.AddInterceptors(weakened);
            }
        );
        await app.Send(app.Cast.Ana.CheckIn(contactMe: true));
        var (stopped, resume) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = 1;
        app.Mailbox.BeforeAnswer = async _ =>
        {
            if (Interlocked.Exchange(ref first, 0) == 0)
                return;
            stopped.SetResult();
            await resume.Task;
        };
        var answers = new ConcurrentQueue<DeliveryOutcome>([
            new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK"),
            new DeliveryOutcome.Temporary(DeliveryPhase.Data, 451, "later"),
        ]);
        app.Mailbox.Answer = _ =>
            answers.TryDequeue(out var answer) ? answer : new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "OK");

        var slow = Task.Run(() => app.Dispatch("slow"));
        await stopped.Task;
        app.Clock.Advance(Message.Lease + TimeSpan.FromMinutes(1));
        await app.Dispatch("other");
        resume.SetResult(); // It comes back, and was told "later".
        await slow;

        var message = await app.Db(db => db.Messages.AsNoTracking().SingleAsync());
        return (message.State, app.Mailbox.Read().Count);
    }
}
