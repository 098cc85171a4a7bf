using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Wellbeing.Delivery.Tests.Harness;

/// <summary>
/// A real Postfix on a port of its own, with the rules a careful operator sets: a full name in the greeting, no relaying,
/// known recipients alone. It takes mail for <c>priya@</c> and <c>tom@team.example</c>, and throws it away.
/// </summary>
/// <remarks>It starts as root only, and <c>tests/run</c> installs it; elsewhere its tests are skipped.</remarks>
public sealed class PostfixServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-postfix-").FullName;

    private PostfixServer(int port) => Port = port;

    public static bool IsThere => Environment.UserName == "root" && File.Exists("/usr/sbin/postfix");

    public static string Host => "127.0.0.1";

    public int Port { get; }

    public static async Task<PostfixServer> Start()
    {
        var server = new PostfixServer(FreePort());
        await server.Configure();
        await server.Postfix("start");
        for (var tries = 0; tries < 100; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(Host, server.Port);
                return server;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException($"Postfix did not start: {server.Log()}");
    }

    public string Log() =>
        File.Exists(Path.Combine(_folder, "log")) ? File.ReadAllText(Path.Combine(_folder, "log")) : "";

    public async ValueTask DisposeAsync()
    {
        await Postfix("abort");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Configure()
    {
        await Run("chmod", "755", _folder);
        foreach (var part in new[] { "etc", "queue", "data" })
            Directory.CreateDirectory(Path.Combine(_folder, part));
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "etc/main.cf"),
            $$"""
            compatibility_level = 3.6
            queue_directory = {{_folder}}/queue
            data_directory = {{_folder}}/data
            mail_owner = postfix
            setgid_group = postdrop
            maillog_file = {{_folder}}/log
            maillog_file_prefixes = {{_folder}}
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = mx.team.example
            mydestination =
            virtual_mailbox_domains = team.example
            virtual_mailbox_maps = inline:{priya@team.example=x, tom@team.example=x}
            virtual_transport = discard:
            smtpd_helo_required = yes
            smtpd_helo_restrictions = reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname
            smtpd_sender_restrictions = reject_non_fqdn_sender
            smtpd_recipient_restrictions = reject_unauth_destination, permit
            message_size_limit = 60000

            """
        );
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "etc/master.cf"),
            $"""
            {Host}:{Port} inet n - n - - smtpd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            anvil unix - - n - 1 anvil
            discard unix - - n - - discard
            error unix - - n - - error
            retry unix - - n - - error
            showq unix n - n - - showq
            postlog unix-dgram n - n - 1 postlogd

            """
        );
        await Run("chown", "-R", "postfix", Path.Combine(_folder, "queue"), Path.Combine(_folder, "data"));
        await Run("chown", "root", Path.Combine(_folder, "queue"));
    }

    private Task Postfix(string command) => Run("/usr/sbin/postfix", "-c", Path.Combine(_folder, "etc"), command);

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: exit code {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
