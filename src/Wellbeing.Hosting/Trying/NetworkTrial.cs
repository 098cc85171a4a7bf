using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Configuration;

namespace Wellbeing.Hosting.Trying;

/// <summary>Whether the server can listen where it is told to, and reach the monitor that watches over it.</summary>
internal static class NetworkTrial
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Takes each address for a moment. One that a Wellbeing server answers on is right: the check may run
    /// while it works.</summary>
    public static async IAsyncEnumerable<Tried> Addresses(IConfiguration configuration)
    {
        foreach (var url in ListeningAddresses.Urls(configuration).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!TryRead(url, out var host, out var port))
            {
                yield return new Tried(
                    $"address {url}",
                    "It cannot be read. Set ASPNETCORE_URLS to an address such as http://localhost:5080."
                );
                continue;
            }

            var refused = Endpoints(host, port).Select(Refused).FirstOrDefault(r => r is not null);
            yield return refused switch
            {
                null => new Tried($"address {url}"),
                SocketError.AddressAlreadyInUse when await IsOurs(url, host, port) => new Tried(
                    $"address {url}",
                    Note: "a Wellbeing server runs there."
                ),
                SocketError.AddressAlreadyInUse => new Tried(
                    $"address {url}",
                    "Another program listens there. Stop it, or set ASPNETCORE_URLS to another port, such as http://localhost:5081."
                ),
                SocketError.AccessDenied => new Tried(
                    $"address {url}",
                    "Whoever runs this check may not listen there. Run it as the server's user, or set ASPNETCORE_URLS to a port from 1024 on."
                ),
                _ => new Tried(
                    $"address {url}",
                    "It is no address of this machine. Set ASPNETCORE_URLS to one, such as http://localhost:5080."
                ),
            };
        }
    }

    /// <summary>Connects, and calls nothing: a call would tell the monitor that the server is well. Never names more
    /// than the host, since whoever knows the address can silence the alarm.</summary>
    /// <param name="url">Of <c>Watch:PingUrl</c>.</param>
    public static async Task<string?> Monitor(string url, CancellationToken cancellationToken)
    {
        var uri = new Uri(url);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new DnsEndPoint(uri.IdnHost.Trim('[', ']'), uri.Port), limit.Token);
            if (uri.Scheme == "http")
                return null;
            await using var tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = uri.IdnHost },
                limit.Token
            );
            return null;
        }
        catch (AuthenticationException fault)
        {
            return $"The certificate of {uri.Host} was refused ({fault.Message.TrimEnd('.')}). Correct Watch:PingUrl, or have it mended there.";
        }
        catch (Exception fault)
            when (fault is SocketException or IOException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            var why =
                fault is OperationCanceledException
                    ? string.Create(CultureInfo.InvariantCulture, $"within {_patience.TotalSeconds} seconds")
                    : $"({fault.Message.TrimEnd('.')})";
            return $"No connection to {uri.Host} {why}. Correct Watch:PingUrl, or let this machine reach it.";
        }
    }

    /// <summary>As the web server reads them: a host of * or + means every address.</summary>
    private static bool TryRead(string url, out string host, out int port)
    {
        (host, port) = ("", 0);
        if (
            !Uri.TryCreate(
                url.Replace("//*", "//any.invalid", StringComparison.Ordinal)
                    .Replace("//+", "//any.invalid", StringComparison.Ordinal),
                UriKind.Absolute,
                out var uri
            ) || uri.Scheme is not ("http" or "https")
        )
            return false;
        (host, port) = (uri.IdnHost.Trim('[', ']'), uri.Port);
        return true;
    }

    private static IEnumerable<IPEndPoint> Endpoints(string host, int port) =>
        host == "localhost" ? [new(IPAddress.Loopback, port)]
        : IPAddress.TryParse(host, out var address) ? [new(address, port)]
        : [new(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, port)];

    private static SocketError? Refused(IPEndPoint endpoint)
    {
        try
        {
            using var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endpoint);
            socket.Listen();
            return null;
        }
        catch (SocketException fault)
        {
            return fault.SocketErrorCode;
        }
    }

    /// <summary>It says that it lives, as ours does.</summary>
    private static async Task<bool> IsOurs(string url, string host, int port)
    {
        using var http = new HttpClient(
            new HttpClientHandler
            {
                AllowAutoRedirect = false,
                // Nothing is told to whoever answers, and its name is that of the site, not of this machine.
                ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
                UseProxy = false,
            }
        )
        {
            Timeout = _patience,
        };
        var at =
            IPAddress.TryParse(host, out var address)
            && !address.Equals(IPAddress.Any)
            && !address.Equals(IPAddress.IPv6Any)
                ? new UriBuilder(url) { Path = "/health/live" }.Uri
                : new UriBuilder(
                    url.StartsWith("https", StringComparison.OrdinalIgnoreCase) ? "https" : "http",
                    "localhost",
                    port,
                    "/health/live"
                ).Uri;
        try
        {
            using var answer = await http.GetAsync(at);
            return answer.IsSuccessStatusCode && await answer.Content.ReadAsStringAsync() == "Healthy";
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
