using Wellbeing.App.Outbox;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Delivery.Tests;

/// <summary>Who we talk to, who may listen, and who we say we are.</summary>
public sealed class SmtpSecurityTests
{
    private static readonly (string User, string Password) _login = ("wellbeing", "pass word ü \"quoted\"");

    [Fact]
    public async Task With_STARTTLS_nothing_of_the_message_is_said_before_the_line_is_encrypted()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpServerSettings { StartTls = true });
        await using var mailer = Given.Mailer(server, o => o.Tls = MailTls.StartTls, TestCertificate.Localhost);

        Assert.IsType<DeliveryOutcome.Accepted>(await mailer.Send(Given.Mail(), default));

        var session = Assert.Single(server.Sessions);
        Assert.True(session.Encrypted);
        Assert.Equal(["EHLO", "STARTTLS", "EHLO", "MAIL"], session.Commands.Select(c => c.Split(' ')[0]).Take(4));
    }

    [Fact]
    public async Task A_server_that_hides_STARTTLS_gets_nothing()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var mailer = Given.Mailer(server, o => o.Tls = MailTls.StartTls, TestCertificate.Localhost);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));

        Assert.Equal((DeliveryPhase.Tls, null), (outcome.Phase, outcome.ReplyCode));
        Assert.Contains("offers no STARTTLS", outcome.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Assert.Single(server.Sessions).Commands,
            c => c.StartsWith("MAIL", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_server_that_refuses_STARTTLS_gets_nothing()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpServerSettings { StartTls = true });
        server.On(SmtpPhase.StartTls, SmtpAct.Reply(454, "4.7.0 TLS not available"));
        await using var mailer = Given.Mailer(server, o => o.Tls = MailTls.StartTls, TestCertificate.Localhost);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));

        Assert.Equal((DeliveryPhase.Tls, 454), (outcome.Phase, outcome.ReplyCode!.Value));
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task TLS_from_the_first_byte_works_too()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpServerSettings { ImplicitTls = true });
        await using var mailer = Given.Mailer(server, o => o.Tls = MailTls.Implicit, TestCertificate.Localhost);

        Assert.IsType<DeliveryOutcome.Accepted>(await mailer.Send(Given.Mail(), default));
        Assert.True(Assert.Single(server.Sessions).Encrypted);
    }

    [Theory]
    [InlineData(MailTls.StartTls)]
    [InlineData(MailTls.Implicit)]
    public async Task A_certificate_nobody_vouches_for_is_refused(MailTls tls)
    {
        await using var server = ScriptedSmtpServer.Start(
            new SmtpServerSettings { StartTls = tls == MailTls.StartTls, ImplicitTls = tls == MailTls.Implicit }
        );
        // No check of ours: the machine's trust store decides, as in production.
        await using var mailer = Given.Mailer(server, o => o.Tls = tls);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));

        Assert.Equal(DeliveryPhase.Tls, outcome.Phase);
        Assert.Contains("certificate was refused", outcome.Detail, StringComparison.Ordinal);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        var other = new TestCertificate("mail.other.example");
        await using var server = ScriptedSmtpServer.Start(
            new SmtpServerSettings { StartTls = true, Certificate = other }
        );
        await using var mailer = Given.Mailer(server, o => o.Tls = MailTls.StartTls, other);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));

        Assert.Equal(DeliveryPhase.Tls, outcome.Phase);
        Assert.Contains("another name than localhost", outcome.Detail, StringComparison.Ordinal);
        Assert.Empty(server.Received);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("PLAIN LOGIN")]
    public async Task The_right_password_signs_in(string mechanisms)
    {
        await using var server = ScriptedSmtpServer.Start(
            new SmtpServerSettings
            {
                StartTls = true,
                Login = _login,
                Mechanisms = mechanisms,
            }
        );
        await using var mailer = Given.Mailer(server, SignIn(_login.Password), TestCertificate.Localhost);

        Assert.IsType<DeliveryOutcome.Accepted>(await mailer.Send(Given.Mail(), default));
        Assert.Equal("wellbeing", Assert.Single(server.Sessions).User);
    }

    [Fact]
    public async Task A_wrong_password_is_temporary_for_the_message_and_clear_to_the_operator()
    {
        var log = new LogLines();
        await using var server = ScriptedSmtpServer.Start(new SmtpServerSettings { StartTls = true, Login = _login });
        await using var mailer = Given.Mailer(server, SignIn("wrong-secret"), TestCertificate.Localhost, log: log);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));

        Assert.Equal((DeliveryPhase.Auth, 535), (outcome.Phase, outcome.ReplyCode!.Value));
        Assert.Equal(
            "The mail server refused the sign-in: 5.7.8 bad credentials. Check Mail:User and Mail:Password.",
            outcome.Detail
        );
        Assert.DoesNotContain("wrong-secret", string.Join(' ', log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_wants_a_sign_in_we_do_not_have_is_a_setting_to_correct_not_a_lost_message()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpServerSettings { Login = _login });
        await using var mailer = Given.Mailer(server);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));

        Assert.Equal((DeliveryPhase.Auth, 530), (outcome.Phase, outcome.ReplyCode!.Value));
        Assert.Contains("Set Mail:User and Mail:Password", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_for_a_server_that_asks_for_none_is_a_setting_to_correct()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpServerSettings { StartTls = true });
        await using var mailer = Given.Mailer(server, SignIn("x"), TestCertificate.Localhost);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default));

        Assert.Equal(DeliveryPhase.Auth, outcome.Phase);
        Assert.Contains("offers no sign-in", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_lost_while_signing_in_is_temporary()
    {
        await using var server = ScriptedSmtpServer.Start(new SmtpServerSettings { StartTls = true, Login = _login });
        server.On(SmtpPhase.Auth, SmtpAct.Drop(), times: 1);
        await using var mailer = Given.Mailer(server, SignIn(_login.Password), TestCertificate.Localhost);

        Assert.Equal(
            DeliveryPhase.Auth,
            Assert.IsType<DeliveryOutcome.Temporary>(await mailer.Send(Given.Mail(), default)).Phase
        );
        Assert.IsType<DeliveryOutcome.Accepted>(await mailer.Send(Given.Mail(), default));
    }

    private static Action<MailOptions> SignIn(string password) =>
        o => (o.Tls, o.User, o.Password) = (MailTls.StartTls, _login.User, password);
}
