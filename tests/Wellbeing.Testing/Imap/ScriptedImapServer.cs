using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Wellbeing.Testing.Smtp;

namespace Wellbeing.Testing.Imap;

/// <summary>A mail in the mailbox.</summary>
public sealed class StoredMail(uint uid, byte[] raw)
{
    public uint Uid { get; } = uid;

    public byte[] Raw { get; } = raw;

    public HashSet<string> Flags { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>
/// A mailbox on a loopback port of its own, for tests: as much of IMAP4rev1 as reading and marking takes (LOGIN,
/// SELECT, UID SEARCH, FETCH and STORE, LOGOUT), spoken for real.
/// </summary>
public sealed partial class ScriptedImapServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<StoredMail> _mails = [];
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly Task _accepting;

    private ScriptedImapServer()
    {
        _listener.Start();
        _accepting = AcceptAll();
    }

    public string Host { get; } = "localhost";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public (string User, string Password) Login { get; set; } = ("bounces", "correct horse");

    /// <summary>Whether clients may set marks of their own.</summary>
    public bool TakesKeywords { get; set; } = true;

    /// <summary>With one, TLS from the first byte.</summary>
    public TestCertificate? Certificate { get; init; }

    /// <summary>The only folder beside INBOX.</summary>
    public string Folder { get; set; } = "Returned mail";

    /// <summary>Runs before a command is answered; true breaks the connection off instead.</summary>
    public Func<string, bool> BreaksAt { get; set; } = _ => false;

    /// <summary>What clients asked, without passwords.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    public IReadOnlyList<StoredMail> Mails
    {
        get
        {
            lock (_gate)
                return [.. _mails];
        }
    }

    public static ScriptedImapServer Start(TestCertificate? certificate = null) => new() { Certificate = certificate };

    /// <summary>A mail arrives.</summary>
    public StoredMail Put(string raw)
    {
        lock (_gate)
        {
            var mail = new StoredMail((uint)_mails.Count + 7, Encoding.UTF8.GetBytes(raw.ReplaceLineEndings("\r\n")));
            _mails.Add(mail);
            return mail;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAll()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(Talk(await _listener.AcceptTcpClientAsync(_stopped.Token)));
        }
        catch (Exception e)
            when (e
                    is OperationCanceledException
                        or SocketException
                        or ObjectDisposedException
                        or InvalidOperationException
            )
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (Certificate is { } certificate)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(certificate.Certificate);
                stream = tls;
            }

            using var reader = new StreamReader(stream, Encoding.Latin1);
            await Say(stream, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
            while (await reader.ReadLineAsync(_stopped.Token) is { } line)
            {
                var (tag, command) = line.Split(' ', 2) is [var t, var c] ? (t, c) : (line, "");
                _commands.Enqueue(command.StartsWith("LOGIN", StringComparison.OrdinalIgnoreCase) ? "LOGIN" : command);
                if (BreaksAt(command))
                    return;
                await Answer(stream, tag, command);
                if (command.StartsWith("LOGOUT", StringComparison.OrdinalIgnoreCase))
                    return;
            }
        }
        catch (Exception e)
            when (e
                    is IOException
                        or SocketException
                        or OperationCanceledException
                        or System.Security.Authentication.AuthenticationException
            )
        {
            // The client left, or the test is over.
        }
    }

    private async Task Answer(Stream stream, string tag, string command)
    {
        var words = command.Split(' ');
        var verb =
            words[0].ToUpperInvariant()
            + (words[0].Equals("UID", StringComparison.OrdinalIgnoreCase) ? " " + words[1].ToUpperInvariant() : "");
        switch (verb)
        {
            case "CAPABILITY":
                await Say(stream, $"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n");
                return;
            case "LOGIN":
                var login = Quoted()
                    .Matches(command["LOGIN".Length..])
                    .Select(m => m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Value)
                    .ToList();
                await Say(
                    stream,
                    login is [var user, var password] && (user, password) == Login
                        ? $"{tag} OK signed in\r\n"
                        : $"{tag} NO [AUTHENTICATIONFAILED] Wrong name or password\r\n"
                );
                return;
            case "LIST":
                await Say(
                    stream,
                    command.EndsWith("\"\" \"\"", StringComparison.Ordinal)
                            ? $"* LIST (\\Noselect) \"/\" \"\"\r\n{tag} OK done\r\n"
                        : command.Contains("INBOX", StringComparison.OrdinalIgnoreCase)
                            ? $"* LIST () \"/\" INBOX\r\n{tag} OK done\r\n"
                        : command.Contains(Folder, StringComparison.Ordinal)
                            ? $"* LIST () \"/\" \"{Folder}\"\r\n{tag} OK done\r\n"
                        : $"{tag} OK done\r\n"
                );
                return;
            case "SELECT":
                await Say(
                    stream,
                    $"* {Mails.Count} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen \\Deleted)\r\n* OK [PERMANENTFLAGS (\\Seen \\Deleted{(TakesKeywords ? " \\*" : "")})] ok\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT {Mails.Count + 7}] ok\r\n{tag} OK [READ-WRITE] done\r\n"
                );
                return;
            case "UID SEARCH":
                var mark = command.Contains("UNSEEN", StringComparison.OrdinalIgnoreCase)
                    ? "\\Seen"
                    : Unkeyword().Match(command).Groups[1].Value;
                await Say(
                    stream,
                    $"* SEARCH{string.Concat(Mails.Where(m => !m.Flags.Contains(mark)).Select(m => $" {m.Uid}"))}\r\n{tag} OK done\r\n"
                );
                return;
            case "UID FETCH":
                foreach (var (mail, number) in Of(words[2]))
                {
                    if (command.Contains("RFC822.SIZE", StringComparison.OrdinalIgnoreCase))
                    {
                        await Say(stream, $"* {number} FETCH (UID {mail.Uid} RFC822.SIZE {mail.Raw.Length})\r\n");
                        continue;
                    }

                    await Say(stream, $"* {number} FETCH (UID {mail.Uid} BODY[] {{{mail.Raw.Length}}}\r\n");
                    await stream.WriteAsync(mail.Raw);
                    await Say(stream, ")\r\n");
                }

                await Say(stream, $"{tag} OK done\r\n");
                return;
            case "UID STORE":
                foreach (var (mail, _) in Of(words[2]))
                {
                    lock (_gate)
                        mail.Flags.UnionWith(
                            command[(command.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')').Split(' ')
                        );
                }

                await Say(stream, $"{tag} OK done\r\n");
                return;
            case "LOGOUT":
                await Say(stream, $"* BYE\r\n{tag} OK done\r\n");
                return;
            default:
                await Say(stream, $"{tag} BAD not known here\r\n");
                return;
        }
    }

    /// <summary>"7,9:12": the mails of these numbers.</summary>
    private IEnumerable<(StoredMail Mail, int Number)> Of(string set)
    {
        var ranges = set.Split(',')
            .Select(part => part.Split(':'))
            .Select(ends =>
                (
                    From: uint.Parse(ends[0], CultureInfo.InvariantCulture),
                    To: ends[^1] == "*" ? uint.MaxValue : uint.Parse(ends[^1], CultureInfo.InvariantCulture)
                )
            )
            .ToList();
        return Mails
            .Select((mail, i) => (mail, i + 1))
            .Where(m => ranges.Exists(r => m.mail.Uid >= r.From && m.mail.Uid <= r.To))
            .ToList();
    }

    private static ValueTask Say(Stream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    [GeneratedRegex("\"(?<quoted>[^\"]*)\"|[^ \"]+")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"UNKEYWORD (\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Unkeyword();
}
