using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery.Webhooks;

/// <summary>
/// Posts signed requests in the form of the Standard Webhooks specification: <c>webhook-id</c>,
/// <c>webhook-timestamp</c> and
/// <c>webhook-signature</c>, the last one an HMAC-SHA256 over the two and the body. Follows no redirect, and connects
/// only to the addresses it has looked at itself.
/// </summary>
public sealed class WebhookSender : IWebhookSender, IDisposable
{
    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<WebhookSender> _logger;
    private readonly HttpClient _http;

    public WebhookSender(IOptions<WebhookOptions> options, TimeProvider clock, ILogger<WebhookSender> logger)
    {
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false, // A proxy would choose the address; whoever needs one allows private addresses and names it as the endpoint.
            ConnectTimeout = TimeSpan.FromSeconds(_options.TimeoutSeconds * 0.6),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = Connect,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Wellbeing", "1"));
    }

    /// <summary>Finds the addresses of a name; only tests replace it.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <inheritdoc />
    public string? Refusal(string url)
    {
        if (
            !Uri.TryCreate(url?.Trim(), UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http")
            || uri.Host.Length == 0
        )
            return "Enter an address like https://hooks.example.org/wellbeing.";
        // Unencrypted only to this very machine.
        if (uri.Scheme == "http" && !(_options.AllowPrivateAddresses && uri.IsLoopback))
            return "Enter an address that begins with https://.";
        if (uri.UserInfo.Length > 0)
            return "Leave the name and password out of the address: requests carry a signature instead.";
        if (
            !_options.AllowPrivateAddresses
            && (
                uri.IsLoopback
                || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && !PublicAddresses.IsPublic(address))
            )
        )
            return "Enter an address outside this network, or have Webhooks:AllowPrivateAddresses set to true.";
        return null;
    }

    /// <inheritdoc />
    public async Task<DeliveryOutcome> Send(OutgoingWebhook webhook, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        var outcome = Refusal(webhook.Url.AbsoluteUri) is { } refusal
            ? new DeliveryOutcome.Permanent(DeliveryPhase.Connect, null, refusal, AddressRefused: false)
            : await Post(webhook, cancellationToken);
        // The address may hold a secret: its host only.
        _logger.Log(
            outcome is DeliveryOutcome.Accepted ? LogLevel.Debug : LogLevel.Warning,
            "Webhook {Id} to {Host}: {Outcome} at {Phase}, reply {ReplyCode}",
            webhook.Id,
            webhook.Url.Host,
            outcome.GetType().Name,
            outcome.Phase.Name(),
            outcome.ReplyCode
        );
        return outcome;
    }

    /// <summary>Connects to an endpoint as for a request, its certificate included, and asks nothing of it.</summary>
    /// <returns>One line that says what is wrong and the fix; null when nothing is. Without the address, which may hold
    /// a secret.</returns>
    public async Task<string?> Try(string url, CancellationToken cancellationToken)
    {
        if (Refusal(url) is { } refusal)
            return refusal;
        var uri = new Uri(url.Trim());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        try
        {
            await using var stream = await Connect(new DnsEndPoint(uri.IdnHost.Trim('[', ']'), uri.Port), limit.Token);
            if (uri.Scheme == "http")
                return null;
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = uri.IdnHost },
                limit.Token
            );
            return null;
        }
        catch (PrivateAddressException fault)
        {
            return fault.Message;
        }
        catch (AuthenticationException fault)
        {
            return $"The certificate of {uri.Host} was refused ({fault.Message.TrimEnd('.')}). Have it mended there, or change the address under Administration, Webhooks.";
        }
        catch (Exception fault)
            when (fault is SocketException or IOException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            var why =
                fault is OperationCanceledException
                    ? string.Create(CultureInfo.InvariantCulture, $"within {_options.TimeoutSeconds} seconds")
                    : $"({fault.Message.TrimEnd('.')})";
            return $"No connection to {uri.Host} {why}. Check that it runs, and its address under Administration, Webhooks.";
        }
    }

    /// <summary>The signature of a request: base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
    public static string Sign(string secret, string id, string timestamp, string body)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var key = Convert.FromBase64String(
            secret.StartsWith(WebhookEndpoint.SecretPrefix, StringComparison.Ordinal)
                ? secret[WebhookEndpoint.SecretPrefix.Length..]
                : secret
        );
        return "v1,"
            + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<DeliveryOutcome> Post(OutgoingWebhook webhook, CancellationToken cancellationToken)
    {
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new StringContent(webhook.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("webhook-id", webhook.Id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add(
            "webhook-signature",
            string.Join(' ', webhook.Secrets.Select(s => Sign(s, webhook.Id, timestamp, webhook.Body)))
        );

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return Judge((int)response.StatusCode, await Words(response, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The connection's own limit ran out: nothing was said yet.
            if (!limit.IsCancellationRequested)
                return new DeliveryOutcome.Temporary(DeliveryPhase.Connect, null, "No connection in time.");
            // It may have been taken before the answer was lost: sent again under the same id.
            return new DeliveryOutcome.Unknown(
                DeliveryPhase.Response,
                null,
                string.Create(CultureInfo.InvariantCulture, $"No answer within {_options.TimeoutSeconds} seconds.")
            );
        }
        catch (HttpRequestException fault)
        {
            return Explain(fault);
        }
    }

    /// <summary>The endpoint's own words, for whoever looks for what is wrong: one short line, whatever it
    /// sends.</summary>
    private static async Task<string> Words(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[300];
        var read = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status has said what became of it.
        }

        var words = MailAddresses.OneLine(Encoding.UTF8.GetString(buffer, 0, read));
        return words.Length == 0 ? "" : $" It said: {words}";
    }

    private static DeliveryOutcome Judge(int status, string words) =>
        status switch
        {
            >= 200 and < 300 => new DeliveryOutcome.Accepted(DeliveryPhase.Done, status, $"Accepted.{words}"),
            >= 300 and < 400 => new DeliveryOutcome.Permanent(
                DeliveryPhase.Response,
                status,
                "The endpoint sent us elsewhere, and that is not followed. Set its final address.",
                AddressRefused: false
            ),
            408 or 425 or 429 or >= 500 => new DeliveryOutcome.Temporary(
                DeliveryPhase.Response,
                status,
                $"The endpoint could not take it now.{words}"
            ),
            _ => new DeliveryOutcome.Permanent(
                DeliveryPhase.Response,
                status,
                $"The endpoint refused the request.{words}",
                AddressRefused: false
            ),
        };

    private static DeliveryOutcome Explain(HttpRequestException fault)
    {
        for (Exception? inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is PrivateAddressException)
                return new DeliveryOutcome.Permanent(DeliveryPhase.Connect, null, inner.Message, AddressRefused: false);
            if (inner is AuthenticationException)
                return new DeliveryOutcome.Temporary(
                    DeliveryPhase.Tls,
                    null,
                    "The endpoint's certificate was refused."
                );
        }

        return fault.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            ? new DeliveryOutcome.Temporary(DeliveryPhase.Connect, null, $"No connection ({fault.HttpRequestError}).")
            : new DeliveryOutcome.Unknown(
                DeliveryPhase.Response,
                null,
                $"The connection was lost ({fault.HttpRequestError})."
            );
    }

    // The name is looked up here and connected to by number: a name that changes its mind between the two gets nowhere.
    private ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        Connect(context.DnsEndPoint, cancellationToken);

    private async ValueTask<Stream> Connect(DnsEndPoint to, CancellationToken cancellationToken)
    {
        var addresses = await Resolve(to.Host, cancellationToken);
        if (!_options.AllowPrivateAddresses && Array.Exists(addresses, a => !PublicAddresses.IsPublic(a)))
            throw new PrivateAddressException(
                "The endpoint's name leads into a private network. Have Webhooks:AllowPrivateAddresses set to true if that is meant."
            );
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class PrivateAddressException(string message) : IOException(message);
}
