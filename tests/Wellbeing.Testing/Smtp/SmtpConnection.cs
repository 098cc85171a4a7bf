using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Wellbeing.Testing.Smtp;

/// <summary>Lines in, replies out, over plain TCP or TLS. Keeps what was read ahead, so pipelined commands are not
/// lost.</summary>
internal sealed class SmtpConnection(TcpClient client, CancellationToken stopped)
{
    private readonly byte[] buffer = new byte[8192];
    private readonly SemaphoreSlim writing = new(1);
    private Stream stream = client.GetStream();
    private int start;
    private int end;

    public async Task StartTls(TestCertificate certificate)
    {
        // What came unencrypted after STARTTLS is nobody's (the command injection of CVE-2011-0411).
        start = end = 0;
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate.Certificate },
            stopped
        );
        stream = tls;
    }

    /// <summary>The next line without its line break, or null when the client has left.</summary>
    public async Task<byte[]?> ReadLineBytes()
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (start == end)
            {
                start = 0;
                end = await stream.ReadAsync(buffer, stopped);
                if (end == 0)
                    return null;
            }

            var found = Array.IndexOf(buffer, (byte)'\n', start, end - start);
            line.Write(buffer, start, (found < 0 ? end : found) - start);
            start = found < 0 ? end : found + 1;
            if (found < 0)
                continue;
            var bytes = line.ToArray();
            return bytes is [.. var rest, (byte)'\r'] ? rest : bytes;
        }
    }

    public async Task<string?> ReadLine() => await ReadLineBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public async Task<string> Ask(string question)
    {
        await Write(question);
        return await ReadLine() ?? "";
    }

    public async Task Write(string reply)
    {
        await writing.WaitAsync(stopped);
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), stopped);
            await stream.FlushAsync(stopped);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Reads and forgets until the client leaves.</summary>
    public async Task Drain()
    {
        while (await stream.ReadAsync(buffer, stopped) > 0) { }
    }

    public async Task Close(string? reply)
    {
        try
        {
            if (reply is not null)
                await Write(reply);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException) { }

        client.Dispose();
    }
}
