using MimeKit;
using Wellbeing.App.Outbox;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Delivery.Tests;

/// <summary>What arrives at the other end, byte for byte where it matters.</summary>
public sealed class SmtpMessageTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = ScriptedSmtpServer.Start();
    private SmtpMailer _mailer = null!;

    public ValueTask InitializeAsync()
    {
        _mailer = Given.Mailer(_server);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _mailer.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_server_gets_both_parts_and_the_outcome_is_its_own_reply()
    {
        var outcome = Assert.IsType<DeliveryOutcome.Accepted>(await _mailer.Send(Given.Mail(), default));

        Assert.Equal(
            (DeliveryPhase.Done, 250, "2.0.0 queued"),
            (outcome.Phase, outcome.ReplyCode!.Value, outcome.Detail)
        );
        var mail = Assert.Single(_server.Accepted);
        Assert.Equal("support@wellbeing.example", mail.From);
        Assert.Equal(["nurse@team.example"], mail.To);
        Assert.Equal("multipart/alternative", mail.Mime.Body!.ContentType.MimeType);
        var parts = ((Multipart)mail.Mime.Body).Cast<TextPart>().ToList();
        Assert.Equal(["text/plain", "text/html"], parts.Select(p => p.ContentType.MimeType));
        Assert.All(parts, p => Assert.Equal("utf-8", p.ContentType.Charset));
        Assert.Equal("Hello Nadia,\nplease have a look.", mail.Text.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal("<p>Hello Nadia, please have a look.</p>", mail.Html.TrimEnd());
    }

    [Fact]
    public async Task The_headers_are_the_ones_that_receivers_and_their_robots_look_for()
    {
        await _mailer.Send(Given.Mail() with { Language = "mi-NZ" }, default);

        var mime = Assert.Single(_server.Accepted).Mime;
        Assert.Equal(Given.MessageId, mime.MessageId);
        Assert.Equal("\"Wellbeing team\" <support@wellbeing.example>", mime.From.ToString());
        Assert.Equal("\"Nadia Nurse\" <nurse@team.example>", mime.To.ToString());
        Assert.Equal("Somebody may welcome a call", mime.Subject);
        Assert.Equal(Given.Now, mime.Date);
        Assert.Equal("auto-generated", mime.Headers["Auto-Submitted"]);
        Assert.Equal("mi-NZ", mime.Body!.Headers[HeaderId.ContentLanguage]);
        Assert.Equal("1.0", mime.Headers[HeaderId.MimeVersion]);
    }

    [Fact]
    public async Task The_sender_is_called_as_the_site_is_unless_the_operator_has_set_another_name()
    {
        await using var neutral = Given.Mailer(_server, options => options.FromName = "Harbour");
        await neutral.Send(Given.Mail(), default);

        Assert.Equal("\"Harbour\" <support@wellbeing.example>", Assert.Single(_server.Accepted).Mime.From.ToString());
    }

    [Fact]
    public async Task Only_a_message_one_can_opt_out_of_carries_the_unsubscribe_button()
    {
        var url = new Uri("https://wellbeing.example/stop?t=" + new string('a', 120));
        await _mailer.Send(Given.Mail(id: "with@wellbeing.example") with { UnsubscribeUrl = url }, default);
        await _mailer.Send(Given.Mail(id: "without@wellbeing.example"), default);

        var with = _server.Accepted.Single(m => m.MessageId == "with@wellbeing.example").Mime;
        Assert.Equal($"<{url}>", with.Headers[HeaderId.ListUnsubscribe]?.Trim());
        Assert.Equal("List-Unsubscribe=One-Click", with.Headers["List-Unsubscribe-Post"]);
        var without = _server.Accepted.Single(m => m.MessageId == "without@wellbeing.example").Mime;
        Assert.DoesNotContain(without.Headers, h => h.Field.StartsWith("List-", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Zoë Ngāti-Whātua", "Kia ora — someone may welcome a call")]
    [InlineData("李小龙", "有人可能希望接到电话")]
    [InlineData("O'Brien, \"Pat\" <x>", "Reminder: 100% = sure?")]
    [InlineData(
        "Ünal 🌻",
        "A long subject that goes on and on, so that it has to be folded over several lines of the header, ångström by ångström"
    )]
    public async Task Names_and_subjects_in_any_script_arrive_as_they_were(string name, string subject)
    {
        await _mailer.Send(
            Given.Mail(name: name) with
            {
                Subject = subject,
                Text = name + "\n",
                Html = $"<p>{subject}</p>",
            },
            default
        );

        var mail = Assert.Single(_server.Accepted);
        Assert.Equal(name, Assert.Single(mail.Mime.To.Mailboxes).Name);
        Assert.Equal(subject, mail.Mime.Subject);
        Assert.Equal(name, mail.Text.TrimEnd());
        Assert.Equal($"<p>{subject}</p>", mail.Html.TrimEnd());
        Assert.All(mail.Raw, b => Assert.InRange(b, (byte)0, (byte)127));
    }

    [Theory]
    [InlineData("Nadia\r\nBcc: spy@evil.example")]
    [InlineData("Nadia\nBcc: spy@evil.example")]
    [InlineData("Nadia\r\n\r\n<p>another body</p>")]
    [InlineData("Nadia\u2028Bcc: spy@evil.example\0")]
    public async Task A_line_break_in_a_name_or_subject_starts_no_header(string evil)
    {
        await _mailer.Send(
            Given.Mail(name: evil) with
            {
                Subject = evil,
                Language = "en\r\nBcc: spy@evil.example",
            },
            default
        );

        var mail = Assert.Single(_server.Accepted);
        Assert.Equal(["nurse@team.example"], mail.To);
        Assert.DoesNotContain(mail.Mime.Headers.Concat(mail.Mime.Body!.Headers), h => h.Id == HeaderId.Bcc);
        Assert.DoesNotContain(mail.Mime.Subject!, char.IsControl);
        Assert.StartsWith("Nadia", mail.Mime.Subject, StringComparison.Ordinal);
        Assert.Equal(mail.Mime.Subject, Assert.Single(mail.Mime.To.Mailboxes).Name);
    }

    [Fact]
    public async Task An_encoded_word_in_a_name_is_shown_as_typed_not_decoded()
    {
        await _mailer.Send(
            Given.Mail(name: "=?utf-8?q?Your=20doctor?=") with
            {
                Subject = "=?utf-8?q?From=20your=20doctor?=",
            },
            default
        );

        var mail = Assert.Single(_server.Accepted);
        Assert.DoesNotContain(
            "doctor",
            Assert.Single(mail.Mime.To.Mailboxes).Name!.Replace("=20doctor", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains("=20your=20doctor", mail.Mime.Subject!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nurse")]
    [InlineData("nurse@")]
    [InlineData("@team.example")]
    [InlineData("nurse@team.example, spy@evil.example")]
    [InlineData("nurse@team.example>\r\nRCPT TO:<spy@evil.example")]
    [InlineData("Nadia <nurse@team.example>")]
    public async Task What_is_not_one_address_is_refused_before_anybody_is_asked(string address)
    {
        var outcome = Assert.IsType<DeliveryOutcome.Permanent>(await _mailer.Send(Given.Mail(address), default));

        Assert.True(outcome.AddressRefused);
        Assert.Equal(DeliveryPhase.RcptTo, outcome.Phase);
        Assert.Empty(_server.Sessions);
    }

    [Theory]
    [InlineData("no-host")]
    [InlineData("<a@b.example>")]
    [InlineData("a@b.example\r\nBcc: spy@evil.example")]
    public async Task A_message_id_that_is_none_is_a_fault_of_ours(string id) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _mailer.Send(Given.Mail(id: id), default));

    [Fact]
    public async Task Lines_that_begin_with_a_dot_and_long_lines_arrive_whole()
    {
        var text = ".\n..two\n.\n" + new string('x', 2000) + "\nend\n";
        await _mailer.Send(Given.Mail() with { Text = text }, default);

        var mail = Assert.Single(_server.Accepted);
        Assert.Equal(text, mail.Text.ReplaceLineEndings("\n"));
        Assert.All(
            System.Text.Encoding.ASCII.GetString(mail.Raw).Split("\r\n"),
            line => Assert.True(line.Length <= 998)
        );
    }

    [Fact]
    public async Task An_address_in_another_script_is_written_to_where_the_server_can()
    {
        await _mailer.Send(Given.Mail("жанна@пример.example"), default);

        Assert.Equal(["жанна@пример.example"], Assert.Single(_server.Accepted).To);
        Assert.Contains(
            _server.Sessions[0].Commands,
            c => c.StartsWith("MAIL", StringComparison.Ordinal) && c.Contains("SMTPUTF8", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_host_in_another_script_needs_nothing_from_the_server()
    {
        await using var plain = ScriptedSmtpServer.Start(new SmtpServerSettings { Extensions = [] });
        await using var sender = Given.Mailer(plain);

        Assert.IsType<DeliveryOutcome.Accepted>(await sender.Send(Given.Mail("zoe@bücher.example"), default));
        Assert.Equal(["zoe@xn--bcher-kva.example"], Assert.Single(plain.Accepted).To);
    }

    [Fact]
    public async Task An_address_in_another_script_waits_where_our_server_cannot()
    {
        await using var plain = ScriptedSmtpServer.Start(new SmtpServerSettings { Extensions = [] });
        await using var sender = Given.Mailer(plain);

        var outcome = Assert.IsType<DeliveryOutcome.Temporary>(
            await sender.Send(Given.Mail("жанна@team.example"), default)
        );

        Assert.Contains("SMTPUTF8", outcome.Detail, StringComparison.Ordinal);
        Assert.IsType<DeliveryOutcome.Accepted>(await sender.Send(Given.Mail(), default));
        Assert.Single(plain.Sessions);
    }
}
