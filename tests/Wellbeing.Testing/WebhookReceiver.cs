using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Wellbeing.Testing;

/// <summary>What came, as it came.</summary>
public sealed record ReceivedWebhook(string Id, string Timestamp, string Signature, string Body, string ContentType);

/// <summary>Another system, over a real connection of this machine: keeps what it is sent and answers as the test
/// says.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly IHost _host;

    private WebhookReceiver(IHost host) => _host = host;

    public ConcurrentQueue<ReceivedWebhook> Received { get; } = new();

    /// <summary>Takes it by default. 0 breaks the connection off, negative ones never answer.</summary>
    public Func<ReceivedWebhook, (int Status, string Words)> Answer { get; set; } = _ => (204, "");

    public Uri Url { get; private set; } = null!;

    public static async Task<WebhookReceiver> Start()
    {
        WebhookReceiver? receiver = null;
        var host = new HostBuilder()
            .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Critical))
            .ConfigureWebHost(web =>
                web.UseKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0))
                    .Configure(app => app.Run(context => receiver!.Take(context)))
            )
            .Build();
        receiver = new WebhookReceiver(host);
        await host.StartAsync();
        var address = host
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        receiver.Url = new Uri(new Uri(address), "/in?token=only-for-us");
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.Zero);
        await _host.StopAsync(impatient.Token);
        _host.Dispose();
    }

    private async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers;
        var webhook = new ReceivedWebhook(
            headers["webhook-id"].ToString(),
            headers["webhook-timestamp"].ToString(),
            headers["webhook-signature"].ToString(),
            await reader.ReadToEndAsync(),
            context.Request.ContentType ?? ""
        );
        Received.Enqueue(webhook);
        var (status, words) = Answer(webhook);
        switch (status)
        {
            case 0:
                context.Abort();
                return;
            case < 0:
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return;
        }

        context.Response.StatusCode = status;
        if (status is >= 300 and < 400)
            context.Response.Headers.Location = "/elsewhere";
        if (words.Length > 0)
            await context.Response.WriteAsync(words);
    }
}
