using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Wellbeing.App.Outbox;
using Wellbeing.Delivery.Tests.Harness;

namespace Wellbeing.Delivery.Tests;

/// <summary>The rules of a real mail server, and whom each of its refusals is about.</summary>
public sealed class PostfixTests : IAsyncLifetime
{
    private PostfixServer? _server;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostfixServer.IsThere, "No Postfix, or not root.");
        _server = await PostfixServer.Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_bare_name_in_the_greeting_is_refused_for_everybody_and_blames_nobodys_address()
    {
        await using var mailer = Mailer(o => o.HelloName = "vm");
        foreach (var nurse in new[] { "priya@team.example", "tom@team.example" })
        {
            var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(nurse), default));
            Assert.Equal((DeliveryPhase.RcptTo, 504), (outcome.Phase, outcome.ReplyCode));
            Assert.Contains("Helo command rejected", outcome.Detail, StringComparison.Ordinal);
        }

        await using var named = Mailer();
        Assert.IsType<DeliveryOutcome.Accepted>(await named.Send(Given.Mail("priya@team.example"), default));
    }

    [Fact]
    public async Task Only_a_mailbox_that_is_not_there_blames_the_address()
    {
        await using var mailer = Mailer();
        Assert.True(Permanent(await mailer.Send(Given.Mail("nobody@team.example"), default)).AddressRefused);
        var relay = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail("x@other.example"), default));
        Assert.Contains("Relay access denied", relay.Detail, StringComparison.Ordinal);
        var size = Assert.IsType<DeliveryOutcome.Temporary>(
            await mailer.Send(
                Given.Mail("priya@team.example") with
                {
                    Text = string.Join('\n', Enumerable.Repeat("a line of words", 5_000)),
                },
                default
            )
        );
        Assert.Equal(552, size.ReplyCode);

        await using var ours = Mailer(o => o.From = "support@localhost");
        var sender = Assert.IsType<DeliveryOutcome.Temporary>(
            await ours.Send(Given.Mail("priya@team.example"), default)
        );
        Assert.Contains("Sender address rejected", sender.Detail, StringComparison.Ordinal);
        Assert.IsType<DeliveryOutcome.Accepted>(await mailer.Send(Given.Mail("tom@team.example"), default));
    }

    private static DeliveryOutcome.Permanent Permanent(DeliveryOutcome outcome) =>
        Assert.IsType<DeliveryOutcome.Permanent>(outcome);

    private SmtpMailer Mailer(Action<MailOptions>? change = null)
    {
        var options = new MailOptions
        {
            Transport = MailTransport.Smtp,
            Host = PostfixServer.Host,
            Port = _server!.Port,
            Tls = MailTls.None,
            From = "support@wellbeing.example",
            HelloName = "support.wellbeing.example",
            TimeoutSeconds = 10,
        };
        change?.Invoke(options);
        var clock = new FakeTimeProvider(Given.Now);
        var given = Options.Create(options);
        return new SmtpMailer(given, new MimeBuilder(given, clock), clock, new LogLines());
    }
}
