using Microsoft.Extensions.Time.Testing;
using Wellbeing.App.Outbox;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Delivery.Tests;

/// <summary>How fast one mail server is written to, and the rest it is given.</summary>
public sealed class SendingPaceTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = ScriptedSmtpServer.Start();
    private readonly FakeTimeProvider _clock = new(Given.Now);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task So_many_messages_a_minute_and_urgent_ones_are_not_held_up()
    {
        await using var mailer = Given.Mailer(_server, o => o.MessagesPerMinute = 3, clock: _clock);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.Zero, mailer.WaitBefore(urgent: false));
            await mailer.Send(Given.Mail(id: $"mail-{i}@wellbeing.example"), default);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(TimeSpan.FromSeconds(57), mailer.WaitBefore(urgent: false));
        Assert.Equal(TimeSpan.Zero, mailer.WaitBefore(urgent: true));
        _clock.Advance(TimeSpan.FromSeconds(57));
        Assert.Equal(TimeSpan.Zero, mailer.WaitBefore(urgent: false));
    }

    [Fact]
    public async Task Without_a_limit_nobody_waits()
    {
        await using var mailer = Given.Mailer(_server, clock: _clock);
        for (var i = 0; i < 60; i++)
            await mailer.Send(Given.Mail(id: $"mail-{i}@wellbeing.example"), default);
        Assert.Equal(TimeSpan.Zero, mailer.WaitBefore(urgent: false));
    }

    [Theory]
    [InlineData(SmtpPhase.Connect)]
    [InlineData(SmtpPhase.MailFrom)]
    [InlineData(SmtpPhase.AfterDot)]
    public async Task A_server_that_says_421_gets_a_rest_that_grows_until_it_answers_again(SmtpPhase phase)
    {
        await using var mailer = Given.Mailer(_server, clock: _clock);
        _server.On(phase, SmtpAct.Reply(421, "4.3.2 too many messages"), times: 2);
        foreach (var seconds in new[] { 15, 30 })
        {
            Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));
            Assert.Equal(TimeSpan.FromSeconds(seconds), mailer.WaitBefore(urgent: false));
            Assert.Equal(TimeSpan.FromSeconds(15), mailer.WaitBefore(urgent: true));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(TimeSpan.Zero, mailer.WaitBefore(urgent: false));
        }

        Assert.IsType<DeliveryOutcome.Accepted>(await mailer.Send(Given.Mail(), default));
        Assert.Equal(TimeSpan.Zero, mailer.WaitBefore(urgent: false));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_asked_message_by_message_for_longer_than_five_minutes()
    {
        await using var mailer = Given.Mailer(_server, clock: _clock);
        await _server.Refuse();
        for (var i = 0; i < 8; i++)
            await mailer.Send(Given.Mail(), default);
        Assert.Equal(SendingPace.LongestRest, mailer.WaitBefore(urgent: false));
        Assert.Equal(SendingPace.UrgentRest, mailer.WaitBefore(urgent: true));
    }

    [Fact]
    public async Task A_relay_that_denies_us_says_nothing_about_the_address()
    {
        await using var mailer = Given.Mailer(_server, clock: _clock);
        _server.On(SmtpPhase.RcptTo, SmtpAct.Reply(554, "5.7.1 Relay access denied"), times: 1);
        Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));
        _server.On(SmtpPhase.RcptTo, SmtpAct.Reply(550, "5.1.1 No such user"), times: 1);
        Assert.True(Assert.IsType<DeliveryOutcome.Permanent>(await mailer.Send(Given.Mail(), default)).AddressRefused);
    }
}
