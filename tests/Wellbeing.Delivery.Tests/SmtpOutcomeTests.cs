using Wellbeing.App.Outbox;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Delivery.Tests;

/// <summary>Every way an attempt can end, in a real conversation: what is said about it decides whether somebody is
/// told twice, or not at all.</summary>
public sealed class SmtpOutcomeTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = ScriptedSmtpServer.Start();
    private readonly LogLines _log = new();
    private SmtpMailer _mailer = null!;

    public ValueTask InitializeAsync()
    {
        _mailer = Given.Mailer(_server, log: _log);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _mailer.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(SmtpPhase.Connect, 421, DeliveryPhase.Connect)]
    [InlineData(SmtpPhase.Connect, 554, DeliveryPhase.Connect)]
    [InlineData(SmtpPhase.MailFrom, 451, DeliveryPhase.MailFrom)]
    [InlineData(SmtpPhase.MailFrom, 421, DeliveryPhase.MailFrom)]
    [InlineData(SmtpPhase.RcptTo, 450, DeliveryPhase.RcptTo)]
    [InlineData(SmtpPhase.RcptTo, 452, DeliveryPhase.RcptTo)]
    [InlineData(SmtpPhase.Data, 451, DeliveryPhase.Data)]
    [InlineData(SmtpPhase.AfterDot, 451, DeliveryPhase.Data)]
    [InlineData(SmtpPhase.AfterDot, 421, DeliveryPhase.Data)]
    public async Task A_refusal_that_may_pass_is_temporary(SmtpPhase at, int code, DeliveryPhase phase)
    {
        _server.On(at, SmtpAct.Reply(code, "4.3.0 come back later"), times: 1);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await _mailer.Send(Given.Mail(), default));

        Assert.Equal((phase, code), (outcome.Phase, outcome.ReplyCode!.Value));
        Assert.Contains("come back later", outcome.Detail, StringComparison.Ordinal);
        Assert.Empty(_server.Accepted);
        Assert.IsType<DeliveryOutcome.Accepted>(await _mailer.Send(Given.Mail(), default));
    }

    [Theory]
    [InlineData(SmtpPhase.MailFrom, 550, "5.1.3 never", DeliveryPhase.MailFrom, false)] // The sender's, not the reader's.
    [InlineData(SmtpPhase.RcptTo, 550, "5.1.1 never", DeliveryPhase.RcptTo, true)]
    [InlineData(SmtpPhase.RcptTo, 553, "5.1.3 never", DeliveryPhase.RcptTo, true)]
    [InlineData(SmtpPhase.RcptTo, 504, "5.5.2 <vm>: Helo command rejected", DeliveryPhase.RcptTo, false)]
    [InlineData(SmtpPhase.RcptTo, 550, "5.7.1 never", DeliveryPhase.RcptTo, false)]
    [InlineData(SmtpPhase.Data, 554, "5.7.1 never", DeliveryPhase.Data, false)]
    [InlineData(SmtpPhase.AfterDot, 552, "5.3.4 too big", DeliveryPhase.Data, false)]
    [InlineData(SmtpPhase.AfterDot, 550, "5.1.1 never", DeliveryPhase.Data, true)]
    public async Task A_refusal_is_for_good_only_where_it_is_about_the_readers_address(
        SmtpPhase at,
        int code,
        string words,
        DeliveryPhase phase,
        bool forGood
    )
    {
        _server.On(at, SmtpAct.Reply(code, words), times: 1);

        var outcome = await _mailer.Send(Given.Mail(), default);

        Assert.Equal(forGood, outcome is DeliveryOutcome.Permanent { AddressRefused: true });
        Assert.Equal(!forGood, outcome is DeliveryOutcome.Temporary);
        Assert.Equal((phase, code), (outcome.Phase, outcome.ReplyCode!.Value));
        Assert.Empty(_server.Accepted);
        Assert.IsType<DeliveryOutcome.Accepted>(await _mailer.Send(Given.Mail(), default));
        Assert.Single(_server.Sessions);
    }

    [Theory]
    [InlineData(SmtpPhase.Connect, DeliveryPhase.Connect)]
    [InlineData(SmtpPhase.Ehlo, DeliveryPhase.Connect)]
    [InlineData(SmtpPhase.MailFrom, DeliveryPhase.MailFrom)]
    [InlineData(SmtpPhase.RcptTo, DeliveryPhase.RcptTo)]
    [InlineData(SmtpPhase.Data, DeliveryPhase.Data)]
    public async Task A_line_lost_before_the_body_is_temporary(SmtpPhase at, DeliveryPhase phase)
    {
        _server.On(at, SmtpAct.Drop(), times: 1);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await _mailer.Send(Given.Mail(), default));

        Assert.Equal((phase, null), (outcome.Phase, outcome.ReplyCode));
        Assert.NotEmpty(outcome.Detail);
        Assert.IsType<DeliveryOutcome.Accepted>(await _mailer.Send(Given.Mail(), default));
    }

    [Fact]
    public async Task A_line_lost_in_the_body_leaves_it_unknown()
    {
        _server.On(SmtpPhase.Body, SmtpAct.Drop());

        var outcome = Assert.IsType<DeliveryOutcome.Unknown>(
            await _mailer.Send(Given.Mail() with { Text = Lines(40_000) }, default)
        );

        Assert.Equal((DeliveryPhase.Data, null), (outcome.Phase, outcome.ReplyCode));
        Assert.Empty(_server.Received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_line_lost_after_the_final_dot_leaves_it_unknown_and_the_second_copy_has_the_same_id(bool taken)
    {
        _server.On(SmtpPhase.AfterDot, taken ? SmtpAct.AcceptThenDrop() : SmtpAct.Drop(), times: 1);

        var outcome = Assert.IsType<DeliveryOutcome.Unknown>(await _mailer.Send(Given.Mail(), default));
        Assert.Equal((DeliveryPhase.Data, null), (outcome.Phase, outcome.ReplyCode));
        // Not sent again behind the back of whoever keeps the count.
        Assert.Single(_server.Received);

        Assert.IsType<DeliveryOutcome.Accepted>(await _mailer.Send(Given.Mail(), default));
        Assert.Equal([Given.MessageId, Given.MessageId], _server.Received.Select(m => m.MessageId));
        Assert.Equal(taken ? 2 : 1, _server.Accepted.Count);
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_the_body_is_the_servers_word()
    {
        _server.On(SmtpPhase.Body, SmtpAct.Reply(452, "4.3.1 disk full"));

        var outcome = await _mailer.Send(Given.Mail() with { Text = Lines(10) }, default);

        // Whether the reply is read or the reset comes first is the network's choice; "accepted" or "permanent" never
        // is.
        Assert.True(
            outcome is DeliveryOutcome.Temporary { ReplyCode: 452 } or DeliveryOutcome.Unknown,
            outcome.ToString()
        );
    }

    [Theory]
    [InlineData(SmtpPhase.Connect, DeliveryPhase.Connect, false)]
    [InlineData(SmtpPhase.RcptTo, DeliveryPhase.RcptTo, false)]
    [InlineData(SmtpPhase.AfterDot, DeliveryPhase.Data, true)]
    public async Task A_silent_server_is_given_up(SmtpPhase at, DeliveryPhase phase, bool unknown)
    {
        _server.On(at, SmtpAct.Stall());
        await using var hasty = Given.Mailer(_server, o => o.TimeoutSeconds = 1);

        var outcome = await hasty.Send(Given.Mail(), default);

        Assert.Equal(unknown ? typeof(DeliveryOutcome.Unknown) : typeof(DeliveryOutcome.Temporary), outcome.GetType());
        Assert.Equal((phase, null), (outcome.Phase, outcome.ReplyCode));
        Assert.Contains("Mail:TimeoutSeconds is 1", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_greeting_is_waited_for()
    {
        _server.On(SmtpPhase.Connect, SmtpAct.Delay(TimeSpan.FromMilliseconds(300)));

        Assert.IsType<DeliveryOutcome.Accepted>(await _mailer.Send(Given.Mail(), default));
    }

    [Fact]
    public async Task Nobody_listening_is_temporary_and_names_the_place()
    {
        await _server.Refuse();

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await _mailer.Send(Given.Mail(), default));

        Assert.Equal((DeliveryPhase.Connect, null), (outcome.Phase, outcome.ReplyCode));
        Assert.Contains($"localhost, port {_server.Port}", outcome.Detail, StringComparison.Ordinal);
        _server.Listen();
        Assert.IsType<DeliveryOutcome.Accepted>(await _mailer.Send(Given.Mail(), default));
    }

    [Fact]
    public async Task The_tidying_up_after_a_refusal_is_no_verdict()
    {
        // After 451 the client says RSET: neither its 250 nor its failure may replace the server's word on the message.
        _server.On(SmtpPhase.AfterDot, SmtpAct.Reply(451, "4.3.0 later"), times: 1);
        Assert.Equal(
            451,
            Assert.IsType<DeliveryOutcome.Temporary>(await _mailer.Send(Given.Mail(), default)).ReplyCode
        );

        _server
            .On(SmtpPhase.RcptTo, SmtpAct.Reply(550, "5.1.1 nobody here"), times: 1)
            .On(SmtpPhase.Rset, SmtpAct.Drop(), times: 1);
        var refused = Assert.IsType<DeliveryOutcome.Permanent>(await _mailer.Send(Given.Mail(), default));

        Assert.Equal((550, true), (refused.ReplyCode!.Value, refused.AddressRefused));
        Assert.Empty(_server.Accepted);
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_is_not_taken_for_a_refusal_and_ends_the_connection()
    {
        _server
            .On(SmtpPhase.Data, SmtpAct.Reply(250, "what?"), times: 1)
            .On(SmtpPhase.Rset, SmtpAct.Reply(500, "what?"), times: 1);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await _mailer.Send(Given.Mail(), default));

        Assert.Equal(DeliveryPhase.Data, outcome.Phase);
        Assert.IsType<DeliveryOutcome.Accepted>(await _mailer.Send(Given.Mail(), default));
        Assert.Equal(2, _server.Sessions.Count);
    }

    [Fact]
    public async Task Cancelling_throws_and_the_next_message_gets_a_clean_start()
    {
        using var cancel = new CancellationTokenSource();
        _server.On(SmtpPhase.AfterDot, SmtpAct.Stall(), times: 1);
        _server.OnDataReceived = _ =>
        {
            cancel.CancelAfter(TimeSpan.FromSeconds(1)); // While the server stalls, and not before it does.
            return Task.CompletedTask;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _mailer.Send(Given.Mail(id: "first@wellbeing.example"), cancel.Token)
        );

        _server.OnDataReceived = null;
        Assert.IsType<DeliveryOutcome.Accepted>(
            await _mailer.Send(Given.Mail(id: "second@wellbeing.example"), default)
        );
        Assert.Equal(["second@wellbeing.example"], _server.Accepted.Select(m => m.MessageId));
    }

    [Fact]
    public async Task Neither_the_log_nor_the_outcome_names_the_reader_or_repeats_the_message()
    {
        _server.On(SmtpPhase.RcptTo, SmtpAct.Reply(550, "5.1.1 <Nurse@team.example>: unknown\tuser"));

        var outcome = await _mailer.Send(Given.Mail(), default);
        _server.Clear();
        await _mailer.Send(Given.Mail(), default);

        Assert.Equal("5.1.1 <(the address)>: unknown user", outcome.Detail);
        Assert.Equal(2, _log.Lines.Count);
        Assert.All(_log.Lines, line => Assert.Contains(Given.MessageId, line, StringComparison.Ordinal));
        Assert.All(_log.Lines, line => Assert.DoesNotContain("team.example", line, StringComparison.OrdinalIgnoreCase));
        Assert.All(_log.Lines, line => Assert.DoesNotContain("Nadia", line, StringComparison.Ordinal));
    }

    private static string Lines(int count) =>
        string.Concat(Enumerable.Repeat("one more line of a message that never ends\n", count));
}
