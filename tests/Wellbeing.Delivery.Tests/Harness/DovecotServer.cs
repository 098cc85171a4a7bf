using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wellbeing.Delivery.Tests.Harness;

/// <summary>A real Dovecot on a port of its own, with one mailbox as files: <c>bounces</c>, password "correct
/// horse".</summary>
/// <remarks>It starts as root only, and <c>tests/run</c> installs it; elsewhere its tests are skipped.</remarks>
public sealed class DovecotServer : IAsyncDisposable
{
    // Not below /dev/shm or the like: Dovecot keeps sockets there, whose paths must be short.
    private readonly string _folder = Directory.CreateTempSubdirectory("wb-dovecot-").FullName;
    private int _mails;

    private DovecotServer(int port) => Port = port;

    public static bool IsThere => Environment.UserName == "root" && File.Exists("/usr/sbin/dovecot");

    public static string Host => "127.0.0.1";

    public static (string User, string Password) Login => ("bounces", "correct horse");

    public int Port { get; }

    public static async Task<DovecotServer> Start()
    {
        var server = new DovecotServer(FreePort());
        await server.Configure();
        await server.Dovecot();
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

        throw new InvalidOperationException($"Dovecot did not start: {server.Log()}");
    }

    public string Log() =>
        File.Exists(Path.Combine(_folder, "log")) ? File.ReadAllText(Path.Combine(_folder, "log")) : "";

    /// <summary>A mail arrives.</summary>
    public async Task Put(byte[] raw)
    {
        var file = Path.Combine(_folder, "mail/new", $"{++_mails:D6}.wellbeing");
        await File.WriteAllBytesAsync(file, raw);
        await Run("chown", "mail:mail", file);
    }

    public Task Put(string raw) => Put(Encoding.UTF8.GetBytes(raw));

    public async ValueTask DisposeAsync()
    {
        await Dovecot("stop");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Configure()
    {
        foreach (var part in new[] { "run", "state", "mail/new", "mail/cur", "mail/tmp" })
            Directory.CreateDirectory(Path.Combine(_folder, part));
        await File.WriteAllTextAsync(Path.Combine(_folder, "users"), $"{Login.User}:{{PLAIN}}{Login.Password}\n");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "dovecot.conf"),
            $$"""
            base_dir = {{_folder}}/run
            state_dir = {{_folder}}/state
            log_path = {{_folder}}/log
            protocols = imap
            listen = {{Host}}
            ssl = no
            disable_plaintext_auth = no
            mail_location = maildir:{{_folder}}/mail
            first_valid_uid = 1
            mail_uid = mail
            mail_gid = mail
            passdb {
              driver = passwd-file
              args = {{_folder}}/users
            }
            userdb {
              driver = static
              args = uid=mail gid=mail home={{_folder}}/mail
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = 0
              }
            }

            """
        );
        await Run("chmod", "755", _folder);
        await Run("chmod", "644", Path.Combine(_folder, "users"));
        await Run("chown", "-R", "mail:mail", Path.Combine(_folder, "mail"));
    }

    private Task Dovecot(params string[] command) =>
        Run("/usr/sbin/dovecot", ["-c", Path.Combine(_folder, "dovecot.conf"), .. command]);

    private static async Task Run(string program, params string[] arguments)
    {
        // What it writes goes nowhere: it stays, and would hold a pipe open.
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
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
