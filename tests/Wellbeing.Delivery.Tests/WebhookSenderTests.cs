using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Wellbeing.App.Outbox;
using Wellbeing.Delivery.Webhooks;
using Wellbeing.Testing;

namespace Wellbeing.Delivery.Tests;

/// <summary>Requests to other systems, in a real conversation: signed, judged by the answer, and never to the
/// neighbours.</summary>
public sealed class WebhookSenderTests : IAsyncLifetime
{
    private readonly SenderLog _log = new();
    private WebhookReceiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await WebhookReceiver.Start();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private WebhookSender Sender(bool allowPrivate = true, params IPAddress[] resolvesTo) =>
        new(
            Options.Create(new WebhookOptions { AllowPrivateAddresses = allowPrivate, TimeoutSeconds = 5 }),
            new FakeTimeProvider(Given.Now),
            _log
        )
        {
            Resolve = resolvesTo.Length == 0 ? Dns.GetHostAddressesAsync : (_, _) => Task.FromResult(resolvesTo),
        };

    private OutgoingWebhook Webhook(string? url = null, params string[] secrets) =>
        new(
            "msg-7",
            new Uri(url ?? _receiver.Url.AbsoluteUri),
            secrets.Length == 0 ? [WebhookEndpoint.NewSecret()] : secrets,
            """{"type":"test","näme":"ü"}"""
        );

    [Fact]
    public void The_signature_is_the_one_of_the_specification()
    {
        // The example that the Standard Webhooks specification publishes.
        Assert.Equal(
            "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
            WebhookSender.Sign(
                "whsec_plJ3nmyCDGBKInavdOK15jsl",
                "msg_loFOjxBNrRLzqYUf",
                "1731705121",
                """{"event_type":"ping","data":{"success":true}}"""
            )
        );
    }

    [Fact]
    public async Task A_receiver_can_verify_what_it_got_with_either_secret_and_a_changed_body_fails()
    {
        string[] secrets = [WebhookEndpoint.NewSecret(), WebhookEndpoint.NewSecret()];
        using var sender = Sender();
        var outcome = Assert.IsType<DeliveryOutcome.Accepted>(await sender.Send(Webhook(null, secrets), default));
        Assert.Equal(204, outcome.ReplyCode);

        var got = Assert.Single(_receiver.Received);
        Assert.Equal(
            ("msg-7", Given.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            (got.Id, got.Timestamp)
        );
        Assert.StartsWith("application/json", got.ContentType, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.Contains(Expected(secret, got, got.Body), got.Signature.Split(' ')));
        Assert.DoesNotContain(Expected(secrets[0], got, got.Body + " "), got.Signature.Split(' '));

        // As a receiver does, by other means than ours.
        static string Expected(string secret, ReceivedWebhook got, string body)
        {
            using var hmac = IncrementalHash.CreateHMAC(
                HashAlgorithmName.SHA256,
                Convert.FromBase64String(secret["whsec_".Length..])
            );
            foreach (var part in new[] { got.Id, ".", got.Timestamp, ".", body })
                hmac.AppendData(Encoding.UTF8.GetBytes(part));
            return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
        }
    }

    [Theory]
    [InlineData(200, typeof(DeliveryOutcome.Accepted))]
    [InlineData(202, typeof(DeliveryOutcome.Accepted))]
    [InlineData(500, typeof(DeliveryOutcome.Temporary))]
    [InlineData(503, typeof(DeliveryOutcome.Temporary))]
    [InlineData(408, typeof(DeliveryOutcome.Temporary))]
    [InlineData(429, typeof(DeliveryOutcome.Temporary))]
    [InlineData(400, typeof(DeliveryOutcome.Permanent))]
    [InlineData(401, typeof(DeliveryOutcome.Permanent))]
    [InlineData(404, typeof(DeliveryOutcome.Permanent))]
    [InlineData(410, typeof(DeliveryOutcome.Permanent))]
    [InlineData(302, typeof(DeliveryOutcome.Permanent))]
    [InlineData(0, typeof(DeliveryOutcome.Unknown))]
    [InlineData(-1, typeof(DeliveryOutcome.Unknown))]
    public async Task An_answer_says_whether_to_try_again(int status, Type outcome)
    {
        _receiver.Answer = _ => (status, status is 200 or 302 ? "" : "not\r\nnow " + new string('x', 5000));
        using var sender = Sender();
        var got = await sender.Send(Webhook(), default);
        Assert.IsType(outcome, got);
        Assert.Equal(status > 0 ? status : null, got.ReplyCode);
        Assert.InRange(got.Detail.Length, 1, 400);
        Assert.DoesNotContain('\n', got.Detail);
        Assert.Single(_receiver.Received); // Nobody is followed elsewhere, nothing sent twice.
        Assert.DoesNotContain(_log.Lines, line => line.Contains("token", StringComparison.Ordinal)); // The address may hold a secret.
    }

    [Fact]
    public async Task Nobody_there_is_tried_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var sender = Sender();
        Assert.Equal(
            DeliveryPhase.Connect,
            Assert
                .IsType<DeliveryOutcome.Temporary>(await sender.Send(Webhook($"http://127.0.0.1:{port}/"), default))
                .Phase
        );
        // What speaks no TLS, or shows a certificate nobody knows, gets nothing and is tried again.
        Assert.IsType<DeliveryOutcome.Temporary>(
            await sender.Send(Webhook($"https://127.0.0.1:{_receiver.Url.Port}/"), default)
        );
        Assert.Empty(_receiver.Received);
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://10.1.2.3/")]
    [InlineData("https://172.20.0.1/")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://0.0.0.0/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[64:ff9b::a00:1]/")]
    [InlineData("http://hooks.example.org/")]
    [InlineData("https://user:password@hooks.example.org/")]
    [InlineData("ftp://hooks.example.org/")]
    [InlineData("hooks.example.org")]
    [InlineData("")]
    public async Task An_address_that_is_not_somebody_elses_or_not_encrypted_is_refused_when_it_is_entered_and_when_it_is_used(
        string url
    )
    {
        using var sender = Sender(allowPrivate: false);
        Assert.NotNull(sender.Refusal(url));
        if (Uri.TryCreate(url, UriKind.Absolute, out _))
            Assert.IsType<DeliveryOutcome.Permanent>(await sender.Send(Webhook(url), default));
    }

    [Fact]
    public async Task A_name_that_leads_into_the_private_network_gets_no_connection_though_one_of_its_addresses_is_public()
    {
        using var knocks = new TcpListener(IPAddress.Loopback, 0);
        knocks.Start();
        var url = $"https://hooks.example.org:{((IPEndPoint)knocks.LocalEndpoint).Port}/";
        foreach (
            var addresses in new IPAddress[][]
            {
                [IPAddress.Loopback],
                [IPAddress.Parse("93.184.216.34"), IPAddress.Loopback],
            }
        )
        {
            using var sender = Sender(allowPrivate: false, addresses);
            Assert.Null(sender.Refusal(url));
            var refused = Assert.IsType<DeliveryOutcome.Permanent>(await sender.Send(Webhook(url), default));
            Assert.Contains("Webhooks:AllowPrivateAddresses", refused.Detail, StringComparison.Ordinal);
        }

        Assert.False(knocks.Pending());
        using var allowed = Sender(allowPrivate: true, IPAddress.Loopback);
        _ = allowed.Send(Webhook(url), default);
        using var _2 = await knocks.AcceptTcpClientAsync();
    }

    private sealed class SenderLog : ILogger<WebhookSender>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add(formatter(state, exception) + exception);
    }
}
