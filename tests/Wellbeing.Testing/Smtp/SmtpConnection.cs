using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Wellbeing.Testing.Smtp;

/// <summary>Lines in, replies out, over plain TCP or TLS. Keeps what was read ahead, so pipelined commands are not
/// lost.</summary>
internal sealed class SmtpConnection(TcpClient client, CancellationToken stopped)
{
    private readonly byte[] _buffer = new byte[8192];
    private readonly SemaphoreSlim _writing = new(1);
    private Stream _stream = client.GetStream();
    private int _start;
    private int _end;

    public async Task StartTls(TestCertificate certificate)
    {
        // What came unencrypted after STARTTLS is nobody's (the command injection of CVE-2011-0411).
        _start = _end = 0;
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = certificate.Certificate },
            stopped
        );
        _stream = tls;
    }

    /// <summary>The next line without its line break, or null when the client has left.</summary>
    public async Task<byte[]?> ReadLineBytes()
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await _stream.ReadAsync(_buffer, stopped);
                if (_end == 0)
                    return null;
            }

            var found = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            line.Write(_buffer, _start, (found < 0 ? _end : found) - _start);
            _start = found < 0 ? _end : found + 1;
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
        await _writing.WaitAsync(stopped);
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), stopped);
            await _stream.FlushAsync(stopped);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads and forgets until the client leaves.</summary>
    public async Task Drain()
    {
        while (await _stream.ReadAsync(_buffer, stopped) > 0) { }
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
