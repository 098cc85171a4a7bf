using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery.Bounces;

/// <summary>
/// Reads the bounce mailbox by IMAP. Mails stay where they are: what was read gets a mark of its own (or counts as
/// seen, where a server takes no marks), and only after it was recorded.
/// </summary>
public sealed class BounceMailbox(
    IOptions<BounceOptions> options,
    IOptions<MailOptions> mail,
    ILogger<BounceMailbox> logger
) : IBounceMailbox
{
    /// <summary>The mark of what was read. Not "seen": a person who looks into the mailbox must not hide a report from
    /// us.</summary>
    internal const string Mark = "WellbeingRead";

    /// <summary>One look takes at most so many mails; the next goes on.</summary>
    internal const int Batch = 100;

    // A report is small; of whatever is larger the headers have to do.
    private const uint Largest = 5_000_000;

    private readonly BounceOptions _options = options.Value;
    private readonly MailOptions _mail = mail.Value;

    /// <summary>For tests only: decides about the server's certificate in place of the machine's trust store.</summary>
    internal RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <inheritdoc />
    public bool Enabled => _options.Enabled;

    /// <inheritdoc />
    public async Task<BounceRun> Read(Func<BounceReport, Task> take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(take);
        var (mails, reports) = (0, 0);
        string? problem = null;
        using var client = Client();
        try
        {
            var folder = await Open(client, cancellationToken);
            var marks =
                folder.PermanentFlags.HasFlag(MessageFlags.UserDefined) || folder.PermanentKeywords.Contains(Mark);
            var found = await folder.SearchAsync(
                marks ? SearchQuery.NotKeyword(Mark) : SearchQuery.NotSeen,
                cancellationToken
            );
            var news = found.Take(Batch).ToList();
            if (news.Count > 0)
            {
                var sizes = (
                    await folder.FetchAsync(
                        news,
                        MessageSummaryItems.UniqueId | MessageSummaryItems.Size,
                        cancellationToken
                    )
                ).ToDictionary(s => s.UniqueId, s => s.Size ?? 0);
                foreach (var id in news)
                {
                    mails++;
                    if (
                        await Report(folder, id, sizes.GetValueOrDefault(id) > Largest, cancellationToken) is { } report
                    )
                    {
                        await take(report);
                        reports++;
                    }

                    // After it was recorded: a crash before this line reads it again, and it is known then.
                    await folder.StoreAsync(
                        id,
                        marks
                            ? new StoreFlagsRequest(StoreAction.Add, MessageFlags.None, new HashSet<string> { Mark })
                            {
                                Silent = true,
                            }
                            : new StoreFlagsRequest(StoreAction.Add, MessageFlags.Seen) { Silent = true },
                        cancellationToken
                    );
                }
            }

            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception fault) when (Describe(fault, cancellationToken) is { } words)
        {
            problem = words;
            logger.LogWarning("The bounce mailbox could not be read: {Problem}", words);
        }

        if (reports > 0)
            logger.LogInformation(
                "The bounce mailbox held {Mails} new mails, {Reports} of them to look at",
                mails,
                reports
            );
        return new BounceRun(mails, reports, problem);
    }

    /// <summary>Signs in and opens the folder, as for reading, and reads nothing.</summary>
    /// <returns>One line that says what is wrong and the fix; null when nothing is.</returns>
    public async Task<string?> Try(CancellationToken cancellationToken)
    {
        using var client = Client();
        try
        {
            await Open(client, cancellationToken);
            await client.DisconnectAsync(quit: true, cancellationToken);
            return null;
        }
        catch (Exception fault) when (Describe(fault, cancellationToken) is { } words)
        {
            return words.Contains("Mail:", StringComparison.Ordinal)
                ? words
                : $"{words.TrimEnd('.')}. Check Mail:Bounces:Port and Mail:Bounces:Tls.";
        }
    }

    private ImapClient Client() =>
        new()
        {
            Timeout = _mail.TimeoutSeconds * 1000,
            CheckCertificateRevocation = _mail.CheckRevocation,
            ServerCertificateValidationCallback = CertificateCheck,
        };

    private async Task<IMailFolder> Open(ImapClient client, CancellationToken cancellationToken)
    {
        var tls = _options.Tls switch
        {
            MailTls.None => SecureSocketOptions.None,
            MailTls.StartTls => SecureSocketOptions.StartTls,
            MailTls.Implicit => SecureSocketOptions.SslOnConnect,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        await client.ConnectAsync(_options.Host, _options.EffectivePort, tls, cancellationToken);
        await client.AuthenticateAsync(_options.User, _options.Password, cancellationToken);
        var folder = _options.Folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase)
            ? client.Inbox!
            : await client.GetFolderAsync(_options.Folder, cancellationToken);
        await folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        return folder;
    }

    private async Task<BounceReport?> Report(
        IMailFolder folder,
        UniqueId id,
        bool headersOnly,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var message = headersOnly
                ? new MimeMessage(await folder.GetHeadersAsync(id, cancellationToken))
                : await folder.GetMessageAsync(id, cancellationToken);
            return Read(message, id);
        }
        catch (FormatException)
        {
            return null; // No mail at all, whatever it is.
        }
    }

    /// <summary>A mail that the reader cannot take must not keep those behind it waiting.</summary>
    private BounceReport? Read(MimeMessage message, UniqueId id)
    {
        try
        {
            return BounceReader.Read(message);
        }
        catch (Exception fault)
        {
            logger.LogError("Mail {Uid} of the bounce mailbox is left alone: {Fault}", id.Id, fault.GetType().Name);
            return null;
        }
    }

    /// <summary>What an operator should do; null for what is not the mailbox's fault.</summary>
    private string? Describe(Exception fault, CancellationToken cancellationToken) =>
        MailAddresses.OneLine(
            fault switch
            {
                OperationCanceledException when cancellationToken.IsCancellationRequested => "",
                AuthenticationException =>
                    $"The sign-in at {_options.Host} was refused: {fault.Message} Check Mail:Bounces:User and Mail:Bounces:Password.",
                SslHandshakeException =>
                    $"No TLS with {_options.Host}, port {_options.EffectivePort}: check its certificate, Mail:Bounces:Tls and Mail:Bounces:Port.",
                FolderNotFoundException => $"There is no folder \"{_options.Folder}\". Check Mail:Bounces:Folder.",
                NotSupportedException =>
                    $"{_options.Host} offers no STARTTLS. If it speaks TLS from the first byte, set Mail:Bounces:Tls=Implicit.",
                SocketException socket =>
                    $"No connection to {_options.Host}, port {_options.EffectivePort}: {socket.Message.TrimEnd('.')}. Check that it runs, Mail:Bounces:Host and Mail:Bounces:Port.",
                TimeoutException or OperationCanceledException =>
                    $"{_options.Host} did not answer in time (Mail:TimeoutSeconds is {_mail.TimeoutSeconds}). Check that it runs, Mail:Bounces:Port and Mail:Bounces:Tls.",
                IOException or ProtocolException or CommandException or ServiceNotConnectedException =>
                    $"The conversation with {_options.Host} broke off: {fault.Message}",
                _ => "",
            }
        )
            is { Length: > 0 } words
            ? words
            : null;
}
