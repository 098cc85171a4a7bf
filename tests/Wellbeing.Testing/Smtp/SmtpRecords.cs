using System.Collections.Concurrent;
using MimeKit;

namespace Wellbeing.Testing.Smtp;

/// <summary>A message whose final dot arrived, whether or not the server then took it.</summary>
/// <param name="Session">The connection it came by.</param>
/// <param name="Message">Its number since the server started.</param>
/// <param name="From">The envelope's sender.</param>
/// <param name="To">The envelope's recipients.</param>
/// <param name="Raw">The bytes, dot-stuffing removed.</param>
/// <param name="Mime">The same, parsed.</param>
public sealed record ReceivedMail(
    int Session,
    int Message,
    string From,
    IReadOnlyList<string> To,
    byte[] Raw,
    MimeMessage Mime
)
{
    /// <summary>Without angle brackets.</summary>
    public string MessageId => Mime.MessageId ?? "";

    /// <summary>The <c>text/plain</c> part.</summary>
    public string Text => Mime.TextBody ?? "";

    /// <summary>The <c>text/html</c> part.</summary>
    public string Html => Mime.HtmlBody ?? "";
}

/// <summary>One connection, as the server saw it.</summary>
/// <param name="Number">Counts from 1.</param>
public sealed record SmtpSession(int Number)
{
    private readonly ConcurrentQueue<string> _commands = new();

    /// <summary>Whether TLS is on now.</summary>
    public bool Encrypted { get; internal set; }

    /// <summary>Who signed in, or null.</summary>
    public string? User { get; internal set; }

    /// <summary>The client's commands in order, without sign-in secrets and message bodies.</summary>
    public IReadOnlyList<string> Commands => [.. _commands];

    internal void Heard(string command) => _commands.Enqueue(command);
}
