using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MimeKit;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery;

/// <summary>
/// Writes each message as an <c>.eml</c> file, for trying the product out without a mail server. A message that comes
/// again overwrites its own file, as a receiver that knows its Message-ID would show it once.
/// </summary>
public sealed class FileMailer : IMailer, IDisposable
{
    private readonly string _folder;
    private readonly MimeBuilder _mime;
    private readonly SemaphoreSlim _gate = new(1);
    private Dictionary<string, string>? _files;

    /// <summary>Makes a mailer; the folder is made with the first message.</summary>
    /// <param name="environment">Gives the content root that a relative <see cref="MailOptions.Folder"/> lies under;
    /// without it, the working directory.</param>
    public FileMailer(IOptions<MailOptions> options, MimeBuilder mime, IHostEnvironment? environment = null)
    {
        _mime = mime;
        _folder = Path.GetFullPath(
            options.Value.Folder,
            environment?.ContentRootPath ?? Directory.GetCurrentDirectory()
        );
    }

    /// <inheritdoc />
    public async Task<DeliveryOutcome> Send(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var message = _mime.Build(mail);
        if (message is null)
            return new DeliveryOutcome.Permanent(
                DeliveryPhase.RcptTo,
                null,
                "The address is not of the form name@domain.",
                AddressRefused: true
            );

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await Write(message, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new DeliveryOutcome.Temporary(
                DeliveryPhase.Data,
                null,
                MailAddresses.OneLine($"Mail:Folder cannot be written to ({_folder}): {fault.Message}")
            );
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();

    private async Task<DeliveryOutcome> Write(MimeMessage message, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        _files ??= KnownFiles();

        var id = ShortId(message.MessageId!);
        var name =
            _files.GetValueOrDefault(id)
            ?? string.Create(CultureInfo.InvariantCulture, $"{message.Date.UtcDateTime:yyyyMMdd-HHmmss}-{id}.eml");

        // Written beside and renamed: who watches the folder sees whole messages only.
        var unfinished = Path.Combine(_folder, name + ".tmp");
        try
        {
            await using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await message.WriteToAsync(stream, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, Path.Combine(_folder, name), overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        _files[id] = name;
        return new DeliveryOutcome.Accepted(DeliveryPhase.Done, null, name);
    }

    // The names carry the id, so that a restart still knows which file is whose.
    private Dictionary<string, string> KnownFiles()
    {
        var known = new Dictionary<string, string>();
        foreach (var path in Directory.EnumerateFiles(_folder, "*.eml"))
            if (Path.GetFileNameWithoutExtension(path).Split('-') is [_, _, { Length: > 0 } id])
                known[id] = Path.GetFileName(path);
        return known;
    }

    private static string ShortId(string messageId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)))[..12];
}
