using Microsoft.Extensions.Time.Testing;
using Wellbeing.App.Outbox;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Delivery.Tests;

/// <summary>One connection for a batch, and no message that pays for a connection's age.</summary>
public sealed class SmtpConnectionTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = ScriptedSmtpServer.Start();
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private SmtpMailer _mailer = null!;

    public ValueTask InitializeAsync()
    {
        _mailer = Given.Mailer(_server, clock: _clock);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _mailer.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_goes_through_one_connection()
    {
        for (var i = 0; i < 20; i++)
            Assert.IsType<DeliveryOutcome.Accepted>(await Send(i));

        Assert.Single(_server.Sessions);
        Assert.Equal(20, _server.Accepted.Select(m => m.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Many_at_once_take_turns_on_it()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(Send));

        Assert.All(outcomes, o => Assert.IsType<DeliveryOutcome.Accepted>(o));
        Assert.Single(_server.Sessions);
        Assert.Equal(30, _server.Accepted.Select(m => m.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task A_long_batch_changes_connections_before_the_server_asks_for_it()
    {
        for (var i = 0; i < 101; i++)
            await Send(i);

        Assert.Equal(101, _server.Accepted.Count);
        Assert.Equal(3, _server.Sessions.Count);
        Assert.Equal("QUIT", _server.Sessions[0].Commands[^1]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("421 4.4.2 idle for too long")]
    public async Task A_server_that_closed_the_idle_connection_costs_the_next_message_nothing(string? farewell)
    {
        await Send(1);
        await _server.CloseConnections(farewell);

        Assert.IsType<DeliveryOutcome.Accepted>(await Send(2));
        Assert.Equal(2, _server.Sessions.Count);
        Assert.Equal(2, _server.Accepted.Count);
    }

    [Theory]
    [InlineData(SmtpPhase.MailFrom)]
    [InlineData(SmtpPhase.RcptTo)]
    [InlineData(SmtpPhase.Data)]
    public async Task An_old_connection_that_breaks_before_the_body_is_replaced(SmtpPhase at)
    {
        await Send(1);
        _server.On(at, SmtpAct.Drop(), times: 1);

        Assert.IsType<DeliveryOutcome.Accepted>(await Send(2));
        Assert.Equal(2, _server.Sessions.Count);
    }

    [Fact]
    public async Task An_old_connection_that_breaks_in_the_body_is_not_used_to_send_twice()
    {
        await Send(1);
        _server.On(SmtpPhase.AfterDot, SmtpAct.AcceptThenDrop(), times: 1);

        Assert.IsType<DeliveryOutcome.Unknown>(await Send(2));
        Assert.Equal(2, _server.Received.Count);
    }

    [Fact]
    public async Task A_refusal_on_an_old_connection_is_not_asked_again()
    {
        await Send(1);
        _server.On(SmtpPhase.RcptTo, SmtpAct.Reply(451, "4.7.1 greylisted"));

        Assert.IsType<DeliveryOutcome.Temporary>(await Send(2));
        Assert.Single(_server.Sessions);
    }

    [Fact]
    public async Task A_server_that_is_really_down_is_tried_once_more_and_then_reported()
    {
        await Send(1);
        await _server.Refuse();
        await _server.CloseConnections();

        Assert.Equal(DeliveryPhase.Connect, Assert.IsType<DeliveryOutcome.Temporary>(await Send(2)).Phase);
    }

    [Fact]
    public async Task Idle_for_a_few_seconds_the_connection_is_closed_with_a_goodbye()
    {
        var goodbye = Goodbye();
        await Send(1);

        _clock.Advance(SmtpMailer.IdleTime - TimeSpan.FromMilliseconds(1));
        Assert.False(goodbye.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await goodbye;

        Assert.IsType<DeliveryOutcome.Accepted>(await Send(2));
        Assert.Equal(2, _server.Sessions.Count);
    }

    [Fact]
    public async Task Closing_the_mailer_says_goodbye_and_a_closed_mailer_sends_nothing()
    {
        var goodbye = Goodbye();
        await Send(1);

        await _mailer.DisposeAsync();

        await goodbye;
        Assert.Contains(
            "shutting down",
            Assert.IsType<DeliveryOutcome.Temporary>(await Send(2)).Detail,
            StringComparison.Ordinal
        );
        Assert.Single(_server.Accepted);
    }

    private Task<DeliveryOutcome> Send(int number) =>
        _mailer.Send(Given.Mail(id: $"mail-{number}@wellbeing.example"), default);

    private Task Goodbye()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.OnMoment = moment =>
        {
            if (moment.Phase == SmtpPhase.Quit)
                heard.TrySetResult();
            return Task.CompletedTask;
        };
        return heard.Task;
    }
}
