using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery;

/// <summary>
/// Hands messages to a mail server, one at a time over one connection that stays open for a few idle seconds. Says of
/// each attempt what surely happened and, where nobody can know, that nobody can know.
/// </summary>
/// <remarks>
/// Cancelling throws at any moment: whoever cancels a message that was under way must treat it as
/// <see cref="DeliveryOutcome.Unknown"/>. An attempt takes at most <see cref="MailOptions.AttemptLimit"/>.
/// </remarks>
public sealed class SmtpMailer : IMailer, IAsyncDisposable, IDisposable
{
    /// <summary>How long a connection without work stays open: long enough for a batch, too short to bother a
    /// server.</summary>
    internal static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);

    // Servers limit the messages of one session (100 is common), and say so in ways that are hard to tell from
    // refusals.
    private const int MessagesPerConnection = 50;

    private readonly MailOptions _options;
    private readonly MimeBuilder _mime;
    private readonly ILogger<SmtpMailer> _logger;
    private readonly SendingPace _pace;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ITimer _idle;
    private Connection? _connection;
    private bool _disposed;

    /// <summary>Makes a mailer; nothing is connected before the first message.</summary>
    public SmtpMailer(IOptions<MailOptions> options, MimeBuilder mime, TimeProvider clock, ILogger<SmtpMailer> logger)
    {
        _options = options.Value;
        _mime = mime;
        _logger = logger;
        _pace = new SendingPace(_options.MessagesPerMinute, clock);
        _idle = clock.CreateTimer(_ => _ = CloseIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>For tests only: decides about the server's certificate in place of the machine's trust store.</summary>
    internal RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <inheritdoc />
    public TimeSpan WaitBefore(bool urgent) => _pace.Wait(urgent);

    /// <inheritdoc />
    public async Task<DeliveryOutcome> Send(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var message = _mime.Build(mail);
        if (message is null)
            return Told(
                mail,
                new DeliveryOutcome.Permanent(
                    DeliveryPhase.RcptTo,
                    null,
                    "The address is not of the form name@domain.",
                    AddressRefused: true
                )
            );

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.AttemptLimit);
        try
        {
            await _gate.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Told(
                mail,
                new DeliveryOutcome.Temporary(
                    DeliveryPhase.Connect,
                    null,
                    "Other messages kept the connection busy for too long."
                )
            );
        }

        try
        {
            if (_disposed)
                return Told(
                    mail,
                    new DeliveryOutcome.Temporary(DeliveryPhase.Connect, null, "The application is shutting down.")
                );
            _idle.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

            if (
                _connection is { IsFresh: false } old
                && (!old.Client.IsConnected || old.Messages >= MessagesPerConnection)
            )
                await Close();

            _pace.Sending();
            var from =
                mail.EnvelopeFrom is { } bounces && MailAddresses.Parse(bounces) is { } address
                    ? address
                    : _mime.Sender;
            var reused = _connection is not null;
            var outcome = await Attempt(message, from, limit.Token, cancellationToken);
            if (reused && IsConnectionsFault(outcome))
            {
                // The server had closed its end while we were idle: nothing of this message was under way yet.
                await Close();
                outcome = await Attempt(message, from, limit.Token, cancellationToken);
            }

            if (
                outcome
                is { Phase: DeliveryPhase.Connect or DeliveryPhase.Tls or DeliveryPhase.Auth }
                    or { ReplyCode: 421 }
            )
                _pace.Trouble();
            else if (outcome is not DeliveryOutcome.Unknown)
                _pace.Answered();
            return Told(mail, outcome);
        }
        finally
        {
            if (_connection is not null && !_disposed)
                _idle.Change(IdleTime, Timeout.InfiniteTimeSpan);
            _gate.Release();
        }
    }

    /// <summary>Greets the mail server, encrypts and signs in as for a message, and sends none.</summary>
    /// <returns>One line that says what is wrong and the fix; null when nothing is.</returns>
    public async Task<string?> Try(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.AttemptLimit);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await Close();
            _connection = new Connection(_options, CertificateCheck);
            await _connection.Open(limit.Token);
            await Close();
            return null;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            var outcome = Classify(fault);
            Drop();
            return WithFix(MailAddresses.OneLine(outcome.Detail), outcome.Phase);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string WithFix(string detail, DeliveryPhase phase) =>
        detail.Contains("heck Mail:", StringComparison.Ordinal)
        || detail.Contains("Check ", StringComparison.Ordinal)
        || detail.Contains("et Mail:", StringComparison.Ordinal)
            ? detail
            : $"{detail.TrimEnd('.')}. "
                + phase switch
                {
                    DeliveryPhase.Connect => "Check Mail:Host, Mail:Port and Mail:Tls, and that it runs.",
                    DeliveryPhase.Tls => "Check its certificate, Mail:Host, Mail:Port and Mail:Tls.",
                    _ => "Check Mail:User and Mail:Password.",
                };

    /// <summary>Says goodbye to the server, after the message under way if there is one.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            _disposed = true;
            await _idle.DisposeAsync();
            await Close();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<DeliveryOutcome> Attempt(
        MimeMessage message,
        MailboxAddress from,
        CancellationToken limit,
        CancellationToken cancelled
    )
    {
        _connection ??= new Connection(_options, CertificateCheck);
        var talk = _connection.Conversation;
        var to = message.To.Mailboxes.Single();
        DeliveryOutcome outcome;
        try
        {
            if (_connection.IsFresh)
                await _connection.Open(limit);

            var format = FormatOptions.Default.Clone();
            format.International = to.LocalPart.Any(c => c > 127);
            if (format.International && !_connection.Client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
                return new DeliveryOutcome.Temporary(
                    DeliveryPhase.RcptTo,
                    null,
                    "The mail server takes only plain letters before the @ of an address (it offers no SMTPUTF8)."
                );

            _connection.Messages++;
            talk.BeginMessage();
            await _connection.Client.SendAsync(format, message, from, [to], limit, talk);
            outcome = Classify(null);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested && talk.Verdict is null)
        {
            Drop();
            throw;
        }
        // Whatever the network or the server did ends as an outcome: the caller's retry must not depend on our
        // foresight.
        catch (Exception fault)
        {
            outcome = Classify(fault);
        }

        // Worth keeping only when the last question got its own answer, so that both sides agree on where they stand.
        if (
            (talk.Verdict ?? talk.Refusal) is not { Code: not 421 }
            || outcome.Phase is DeliveryPhase.Connect or DeliveryPhase.Tls or DeliveryPhase.Auth
            || !_connection.Client.IsConnected
        )
            Drop();
        return OneLineWithout(to.Address, outcome);
    }

    private DeliveryOutcome Classify(Exception? fault)
    {
        var talk = _connection!.Conversation;
        if (talk.Verdict is { } verdict)
            return verdict.Code switch
            {
                >= 200 and < 300 => new DeliveryOutcome.Accepted(DeliveryPhase.Done, verdict.Code, verdict.Text),
                >= 400 and < 600 => Refused(DeliveryPhase.Data, verdict.Code, verdict.Text),
                _ => new DeliveryOutcome.Unknown(
                    DeliveryPhase.Data,
                    verdict.Code,
                    $"An answer that has no meaning here: {verdict.Text}"
                ),
            };

        // A line lost mid-body looks just like one lost after the server took the message.
        if (talk.BodyBegan)
            return new DeliveryOutcome.Unknown(
                DeliveryPhase.Data,
                null,
                $"The message was under way and no answer came. {Describe(fault)}"
            );

        var phase = fault switch
        {
            SslHandshakeException => DeliveryPhase.Tls,
            NotSupportedException when talk.Phase == DeliveryPhase.Connect => DeliveryPhase.Tls,
            _ => talk.Phase,
        };

        // A reply that came in the packet before its question is known to the exception only.
        var refusal = talk.Refusal ?? (fault is SmtpCommandException e ? ((int)e.StatusCode, e.Message) : null);

        // Up to the sign-in nothing has been said about this message, so nothing can be wrong with it, whatever the
        // code.
        if (phase is DeliveryPhase.Connect or DeliveryPhase.Tls)
            return new DeliveryOutcome.Temporary(phase, refusal?.Code, refusal?.Text ?? Describe(fault));
        if (
            phase == DeliveryPhase.Auth
            || fault is ServiceNotAuthenticatedException
            || refusal?.Code is 530 or 534 or 535 or 538
        )
            return new DeliveryOutcome.Temporary(DeliveryPhase.Auth, refusal?.Code, DescribeSignIn(refusal, fault));

        return refusal is { } said
            ? Refused(phase, said.Code, said.Text)
            : new DeliveryOutcome.Temporary(phase, null, Describe(fault));
    }

    // For good only where it is about the reader's address. What is about us (our greeting, our sender, a policy, a
    // size) passes as soon as somebody has seen to it, and must not cost anybody their messages.
    private static DeliveryOutcome Refused(DeliveryPhase phase, int code, string words) =>
        phase != DeliveryPhase.MailFrom && Refusal.IsAboutAddress(code, Refusal.StatusOf(words), words)
            ? new DeliveryOutcome.Permanent(phase, code, words, AddressRefused: true)
            : new DeliveryOutcome.Temporary(phase, code, words);

    // A connection kept from earlier that breaks before this message's body: the server's idle limit, not a failure.
    private static bool IsConnectionsFault(DeliveryOutcome outcome) =>
        outcome is DeliveryOutcome.Temporary { ReplyCode: null or 421 }
        && outcome.Phase is DeliveryPhase.MailFrom or DeliveryPhase.RcptTo or DeliveryPhase.Data;

    private string DescribeSignIn((int Code, string Text)? refusal, Exception? fault) =>
        (refusal, fault) switch
        {
            ({ } r, _) when _options.User.Length == 0 =>
                $"The mail server wants a sign-in: {r.Text}. Set Mail:User and Mail:Password.",
            ({ } r, _) => $"The mail server refused the sign-in: {r.Text}. Check Mail:User and Mail:Password.",
            (_, NotSupportedException) =>
                "The mail server offers no sign-in here. Remove Mail:User and Mail:Password, or check Mail:Port and Mail:Tls.",
            (_, AuthenticationException) => $"No way to sign in that both sides know. {fault!.Message}",
            _ => Describe(fault),
        };

    private string Describe(Exception? fault) =>
        fault switch
        {
            OperationCanceledException or TimeoutException =>
                $"No answer in time (Mail:TimeoutSeconds is {_options.TimeoutSeconds}).",
            SocketException socket =>
                $"No connection to {_options.Host}, port {_options.EffectivePort}: {socket.Message}.",
            SslHandshakeException when _connection?.CertificateProblem is { } problem =>
                $"The mail server's certificate was refused: {problem}.",
            SslHandshakeException =>
                $"No TLS with {_options.Host}, port {_options.EffectivePort}. Check Mail:Tls and Mail:Port.",
            NotSupportedException =>
                "The mail server offers no STARTTLS, and nothing is sent unencrypted. If it speaks TLS from the first byte, set Mail:Tls=Implicit.",
            null => "",
            _ => fault.Message,
        };

    // Some servers repeat the address in their reply; outcomes are logged, and the message knows its reader anyway.
    private static DeliveryOutcome OneLineWithout(string address, DeliveryOutcome outcome)
    {
        var detail = MailAddresses.OneLine(
            outcome.Detail.Replace(address, "(the address)", StringComparison.OrdinalIgnoreCase)
        );
        return outcome with { Detail = detail.Length > 300 ? detail[..300] : detail };
    }

    private DeliveryOutcome Told(OutgoingMail mail, DeliveryOutcome outcome)
    {
        _logger.Log(
            outcome is DeliveryOutcome.Accepted ? LogLevel.Debug : LogLevel.Warning,
            "Message {MessageId}: {Outcome} at {Phase}, reply {ReplyCode}: {Detail}",
            mail.MessageId,
            outcome.GetType().Name,
            outcome.Phase.Name(),
            outcome.ReplyCode,
            outcome.Detail
        );
        return outcome;
    }

    private async Task CloseIdle()
    {
        // Busy again: whoever is sending sets the timer anew.
        if (!await _gate.WaitAsync(0))
            return;
        try
        {
            await Close();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task Close()
    {
        if (_connection is { } old && old.Client.IsConnected)
        {
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
                await old.Client.DisconnectAsync(quit: true, patience.Token);
            }
            // A goodbye that fails changes nothing about what was sent.
            catch (Exception fault)
            {
                _logger.LogDebug("Closing the connection: {Fault}", fault.Message);
            }
        }

        Drop();
    }

    private void Drop()
    {
        _connection?.Client.Dispose();
        _connection = null;
    }

    /// <summary>One connection and what was heard on it.</summary>
    private sealed class Connection
    {
        private readonly MailOptions _options;

        public Connection(MailOptions options, RemoteCertificateValidationCallback? check)
        {
            _options = options;
            Client = new SmtpClient(Conversation)
            {
                Timeout = options.TimeoutSeconds * 1000,
                LocalDomain = options.HelloName.Length > 0 ? options.HelloName : null,
                CheckCertificateRevocation = options.CheckRevocation,
                ServerCertificateValidationCallback = (sender, certificate, chain, errors) =>
                {
                    var accepted = check?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;
                    CertificateProblem = accepted ? null : Explain(chain, errors);
                    return accepted;
                },
            };
        }

        public SmtpConversation Conversation { get; } = new();

        public SmtpClient Client { get; }

        public bool IsFresh { get; private set; } = true;

        public int Messages { get; set; }

        public string? CertificateProblem { get; private set; }

        public async Task Open(CancellationToken limit)
        {
            var tls = _options.Tls switch
            {
                MailTls.None => SecureSocketOptions.None,
                MailTls.StartTls => SecureSocketOptions.StartTls,
                MailTls.Implicit => SecureSocketOptions.SslOnConnect,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            await Client.ConnectAsync(_options.Host, _options.EffectivePort, tls, limit);
            if (_options.User.Length > 0)
            {
                Conversation.Enter(DeliveryPhase.Auth);
                await Client.AuthenticateAsync(_options.User, _options.Password, limit);
            }

            // One question, one answer: a message has one recipient, so pipelining and chunking would save little, and
            // cost the certainty of which step failed and whether the body had begun.
            Client.Capabilities &= ~(
                SmtpCapabilities.Pipelining | SmtpCapabilities.Chunking | SmtpCapabilities.BinaryMime
            );
            IsFresh = false;
        }

        private string Explain(X509Chain? chain, SslPolicyErrors errors)
        {
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
                return "it showed none";
            if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
                return $"it is for another name than {_options.Host}";
            var status = chain?.ChainStatus.Select(s => s.Status.ToString()).Distinct().ToList() ?? [];
            var advice = status.Any(s => s.Contains("Revocation", StringComparison.Ordinal) && s != "Revoked")
                ? "; if this machine cannot reach the issuer, set Mail:CheckRevocation=false"
                : "";
            return string.Join(", ", status.DefaultIfEmpty("it is not trusted")) + advice;
        }
    }
}
