using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace Wellbeing.Testing.Smtp;

/// <summary>How a <see cref="ScriptedSmtpServer"/> answers when no rule says otherwise.</summary>
public sealed record SmtpServerSettings
{
    /// <summary>Whether STARTTLS is offered.</summary>
    public bool StartTls { get; init; }

    /// <summary>Whether TLS begins with the first byte.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The certificate for either.</summary>
    public TestCertificate Certificate { get; init; } = TestCertificate.Localhost;

    /// <summary>The sign-in that is accepted; with one set, mail without a sign-in is refused with 530.</summary>
    public (string User, string Password)? Login { get; init; }

    /// <summary>The sign-in mechanisms offered, of PLAIN and LOGIN.</summary>
    public string Mechanisms { get; init; } = "PLAIN LOGIN";

    /// <summary>The other extensions offered.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = ["PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 10485760"];
}

/// <summary>
/// A mail server on a loopback port of its own, for tests: it speaks SMTP for real, takes every message and remembers
/// it, unless a rule (<see cref="On"/>) makes it answer, hang up, stall or wait at an exact step.
/// </summary>
/// <example><code>
/// await using var server = ScriptedSmtpServer.Start();
/// server.On(SmtpPhase.RcptTo, SmtpAct.Reply(450, "4.2.1 later"), times: 1);
/// server.On(SmtpPhase.AfterDot, SmtpAct.AcceptThenDrop(), when: m => m.Message == 3);
/// server.OnDataReceived = mail => KillTheProcess();
/// </code></example>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly SmtpServerSettings _settings;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<SmtpConnection, Task> _connections = new();
    private readonly ConcurrentQueue<SmtpSession> _sessions = new();
    private readonly ConcurrentQueue<ReceivedMail> _received = new();
    private readonly ConcurrentQueue<ReceivedMail> _accepted = new();
    private readonly List<Rule> _rules = [];
    private readonly Lock _rulesLock = new();
    private TcpListener? _listener;
    private Task _listening = Task.CompletedTask;
    private int _sessionNumber;
    private int _messageNumber;

    private ScriptedSmtpServer(SmtpServerSettings settings) => _settings = settings;

    /// <summary>The name the certificate is for.</summary>
    public string Host { get; } = "localhost";

    /// <summary>The port it listens on, the same after <see cref="Refuse"/> and <see cref="Listen"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Every connection so far.</summary>
    public IReadOnlyList<SmtpSession> Sessions => [.. _sessions];

    /// <summary>Every message whose final dot arrived.</summary>
    public IReadOnlyList<ReceivedMail> Received => [.. _received];

    /// <summary>Every message the server took responsibility for, told the client or not.</summary>
    public IReadOnlyList<ReceivedMail> Accepted => [.. _accepted];

    /// <summary>Called when a message's final dot has come, before anything is decided or answered.</summary>
    public Func<ReceivedMail, Task>? OnDataReceived { get; set; }

    /// <summary>Called when the answer to a message's final dot has been written.</summary>
    public Func<ReceivedMail, Task>? OnAnswered { get; set; }

    /// <summary>Called at every step, before rules are looked at.</summary>
    public Func<SmtpMoment, Task>? OnMoment { get; set; }

    /// <summary>Starts a server on a free port.</summary>
    public static ScriptedSmtpServer Start(SmtpServerSettings? settings = null)
    {
        var server = new ScriptedSmtpServer(settings ?? new SmtpServerSettings());
        server.Listen();
        return server;
    }

    /// <summary>Adds a rule. At each step the first rule that fits and is not used up is followed.</summary>
    /// <param name="phase">The step.</param>
    /// <param name="act">What to do there.</param>
    /// <param name="times">How often, unlimited by default.</param>
    /// <param name="when">Further conditions: a session, a recipient, a message number.</param>
    public ScriptedSmtpServer On(
        SmtpPhase phase,
        SmtpAct act,
        int times = int.MaxValue,
        Func<SmtpMoment, bool>? when = null
    )
    {
        lock (_rulesLock)
            _rules.Add(new Rule(phase, act, when) { Left = times });
        return this;
    }

    /// <summary>Forgets every rule.</summary>
    public void Clear()
    {
        lock (_rulesLock)
            _rules.Clear();
    }

    /// <summary>Listens (again) on <see cref="Port"/>.</summary>
    public void Listen()
    {
        if (_listener is not null)
            return;
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _listening = AcceptAll(_listener);
    }

    /// <summary>Refuses new connections until <see cref="Listen"/>; open ones go on.</summary>
    public async Task Refuse()
    {
        _listener?.Stop();
        _listener = null;
        await _listening;
    }

    /// <summary>Closes every open connection, as a server does with idle ones; with a reply first if given (usually
    /// 421).</summary>
    public async Task CloseConnections(string? reply = null)
    {
        foreach (var (connection, task) in _connections.ToArray())
        {
            await connection.Close(reply);
            await task;
        }
    }

    /// <summary>Waits until at least <paramref name="count"/> messages were accepted; a time-out fails with what there
    /// is.</summary>
    public async Task WaitForAccepted(int count, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        while (_accepted.Count < count)
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException(
                    $"Expected {count} accepted messages, have {_accepted.Count} (received {_received.Count}, sessions {_sessions.Count})."
                );
            await Task.Delay(10);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Refuse();
        await _stopped.CancelAsync();
        await CloseConnections();
        _stopped.Dispose();
    }

    private async Task AcceptAll(TcpListener on)
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await on.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            client.NoDelay = true;
            var session = new SmtpSession(Interlocked.Increment(ref _sessionNumber));
            _sessions.Enqueue(session);
            var connection = new SmtpConnection(client, _stopped.Token);
            var begin = new TaskCompletionSource();
            _connections[connection] = Serve(connection, session, begin.Task);
            begin.SetResult();
        }
    }

    private async Task Serve(SmtpConnection connection, SmtpSession session, Task begin)
    {
        await begin;
        try
        {
            await Converse(connection, session);
        }
        // The client left, or a rule hung up: the end of a session, not of a test.
        catch (Exception e) when (IsEndOfSession(e)) { }
        finally
        {
            await connection.Close(null);
            _connections.TryRemove(connection, out _);
        }
    }

    private static bool IsEndOfSession(Exception fault) =>
        fault
            is IOException
                or SocketException
                or ObjectDisposedException
                or OperationCanceledException
                or System.Security.Authentication.AuthenticationException
                or HungUp;

    private async Task Converse(SmtpConnection wire, SmtpSession session)
    {
        var mail = new Envelope();

        if (_settings.ImplicitTls)
        {
            await wire.StartTls(_settings.Certificate);
            session.Encrypted = true;
        }

        if (await Step(SmtpPhase.Connect, wire, session, mail))
            await wire.Write("220 test server ready");

        while (await wire.ReadLine() is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            session.Heard(verb == "AUTH" ? string.Join(' ', line.Split(' ').Take(2)) : line);
            switch (verb)
            {
                case "EHLO" or "HELO":
                    if (await Step(SmtpPhase.Ehlo, wire, session, mail))
                        await wire.Write(verb == "EHLO" ? Greeting(session) : "250 test server");
                    break;

                case "STARTTLS" when _settings.StartTls && !session.Encrypted:
                    if (!await Step(SmtpPhase.StartTls, wire, session, mail))
                        break;
                    await wire.Write("220 go ahead");
                    await wire.StartTls(_settings.Certificate);
                    session.Encrypted = true;
                    break;

                case "AUTH" when _settings.Login is { } login:
                    var given = await ReadSignIn(wire, line);
                    if (!await Step(SmtpPhase.Auth, wire, session, mail))
                        break;
                    session.User = given == login ? login.User : null;
                    await wire.Write(session.User is null ? "535 5.7.8 bad credentials" : "235 2.7.0 welcome");
                    break;

                case "MAIL":
                    mail = new Envelope { Number = Interlocked.Increment(ref _messageNumber), From = Address(line) };
                    if (!await Step(SmtpPhase.MailFrom, wire, session, mail))
                        break;
                    var allowed = _settings.Login is null || session.User is not null;
                    mail.Open = allowed;
                    await wire.Write(allowed ? "250 2.1.0 ok" : "530 5.7.0 authentication required");
                    break;

                case "RCPT" when mail.Open:
                    mail.Recipient = Address(line);
                    if (!await Step(SmtpPhase.RcptTo, wire, session, mail))
                        break;
                    mail.To.Add(mail.Recipient);
                    await wire.Write("250 2.1.5 ok");
                    break;

                case "DATA" when mail.To.Count > 0:
                    if (await Step(SmtpPhase.Data, wire, session, mail))
                        await TakeBody(wire, session, mail);
                    mail = new Envelope();
                    break;

                case "RSET":
                    mail = new Envelope();
                    if (await Step(SmtpPhase.Rset, wire, session, mail))
                        await wire.Write("250 ok");
                    break;

                case "NOOP":
                    await wire.Write("250 ok");
                    break;

                case "QUIT":
                    if (await Step(SmtpPhase.Quit, wire, session, mail))
                        await wire.Write("221 bye");
                    return;

                case "MAIL"
                or "RCPT"
                or "DATA":
                    await wire.Write("503 5.5.1 out of order");
                    break;

                default:
                    await wire.Write("502 5.5.1 not here");
                    break;
            }
        }
    }

    private async Task TakeBody(SmtpConnection wire, SmtpSession session, Envelope mail)
    {
        await wire.Write("354 go ahead");
        using var raw = new MemoryStream();
        var first = true;
        while (true)
        {
            var line = await wire.ReadLineBytes() ?? throw new HungUp();
            // A rule for the body may hang up or stall; a reply there is what an impatient server does mid-body.
            if (first && !await Step(SmtpPhase.Body, wire, session, mail))
                throw new HungUp();
            first = false;
            if (line is [(byte)'.'])
                break;
            raw.Write(line is [(byte)'.', ..] ? line.AsSpan(1) : line);
            raw.Write("\r\n"u8);
        }

        var bytes = raw.ToArray();
        using var stream = new MemoryStream(bytes);
        var got = new ReceivedMail(
            session.Number,
            mail.Number,
            mail.From,
            [.. mail.To],
            bytes,
            await MimeMessage.LoadAsync(stream)
        );
        mail.MessageId = got.MessageId;
        _received.Enqueue(got);
        if (OnDataReceived is { } hook)
            await hook(got);

        if (await Step(SmtpPhase.AfterDot, wire, session, mail, accept: () => _accepted.Enqueue(got)))
        {
            _accepted.Enqueue(got);
            await wire.Write("250 2.0.0 queued");
        }

        if (OnAnswered is { } answered)
            await answered(got);
    }

    /// <summary>Follows the script at a step; true when the healthy thing is to be done.</summary>
    private async Task<bool> Step(
        SmtpPhase phase,
        SmtpConnection wire,
        SmtpSession session,
        Envelope mail,
        Action? accept = null
    )
    {
        var moment = new SmtpMoment(phase, session.Number, mail.Number, mail.Recipient, mail.MessageId);
        if (OnMoment is { } hook)
            await hook(moment);

        switch (ActAt(moment))
        {
            case SmtpAct.Answer answer:
                if (answer.Code is >= 200 and < 300)
                    accept?.Invoke();
                await wire.Write(string.Create(CultureInfo.InvariantCulture, $"{answer.Code} {answer.Text}"));
                if (answer.Code == 421 || phase == SmtpPhase.Connect)
                    throw new HungUp();
                return false;
            case SmtpAct.Hangup hangup:
                if (hangup.Accept)
                    accept?.Invoke();
                throw new HungUp();
            case SmtpAct.Silence:
                await wire.Drain();
                throw new HungUp();
            case SmtpAct.Wait wait:
                await Task.Delay(wait.Time, _stopped.Token);
                return true;
            default:
                return true;
        }
    }

    private SmtpAct? ActAt(SmtpMoment moment)
    {
        lock (_rulesLock)
        {
            var rule = _rules.FirstOrDefault(r =>
                r.Phase == moment.Phase && r.Left > 0 && (r.When is null || r.When(moment))
            );
            if (rule is null)
                return null;
            if (rule.Left != int.MaxValue)
                rule.Left--;
            return rule.Act;
        }
    }

    private string Greeting(SmtpSession session)
    {
        List<string> offers = ["test server", .. _settings.Extensions];
        if (_settings.StartTls && !session.Encrypted)
            offers.Add("STARTTLS");
        if (_settings.Login is not null)
            offers.Add($"AUTH {_settings.Mechanisms}");
        return string.Join("\r\n", offers.Select((offer, i) => $"250{(i < offers.Count - 1 ? '-' : ' ')}{offer}"));
    }

    private static async Task<(string User, string Password)> ReadSignIn(SmtpConnection wire, string line)
    {
        var words = line.Split(' ');
        if (words[1].Equals("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            var parts = Decode(words.Length > 2 ? words[2] : await wire.Ask("334 ")).Split('\0');
            return parts is [_, var name, var word] ? (name, word) : ("", "");
        }

        var user = words.Length > 2 ? words[2] : await wire.Ask("334 VXNlcm5hbWU6");
        return (Decode(user), Decode(await wire.Ask("334 UGFzc3dvcmQ6")));
    }

    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var written)
            ? Encoding.UTF8.GetString(bytes, 0, written)
            : "";
    }

    private static string Address(string line)
    {
        var start = line.IndexOf('<', StringComparison.Ordinal);
        var end = line.IndexOf('>', StringComparison.Ordinal);
        return start >= 0 && end > start ? line[(start + 1)..end] : "";
    }

    private sealed class Envelope
    {
        public int Number { get; init; }
        public string From { get; init; } = "";
        public bool Open { get; set; }
        public List<string> To { get; } = [];
        public string Recipient { get; set; } = "";
        public string MessageId { get; set; } = "";
    }

    private sealed record Rule(SmtpPhase Phase, SmtpAct Act, Func<SmtpMoment, bool>? When)
    {
        public int Left { get; set; }
    }

    private sealed class HungUp : Exception;
}
