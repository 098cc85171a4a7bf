using System.Text;
using MailKit;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery;

/// <summary>
/// Listens to a conversation and remembers how far it came. What an exception cannot tell (did the body begin, which
/// reply was the last word on the message) decides whether sending again may make a second copy, so it is read off the
/// wire: commands and reply codes only, never a secret or a line of a message.
/// </summary>
internal sealed class SmtpConversation : IProtocolLogger, ITransferProgress
{
    private readonly StringBuilder _command = new();
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _reply = new();
    private bool _overWithMessage;
    private bool _secretFollows;

    /// <summary>Where we are.</summary>
    public DeliveryPhase Phase { get; private set; } = DeliveryPhase.Connect;

    /// <summary>True from the moment the server said 354: from here on silence means "unknown".</summary>
    public bool BodyBegan { get; private set; }

    /// <summary>The server's answer to the message's final dot, once it came.</summary>
    public (int Code, string Text)? Verdict { get; private set; }

    /// <summary>The first 4xx or 5xx to the step we are in.</summary>
    public (int Code, string Text)? Refusal { get; private set; }

    /// <inheritdoc />
    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>Names a step that no command shows, such as looking for a way to sign in.</summary>
    public void Enter(DeliveryPhase phase)
    {
        Phase = phase;
        Refusal = null;
    }

    /// <summary>Forgets the message before this one.</summary>
    public void BeginMessage()
    {
        Enter(DeliveryPhase.MailFrom);
        BodyBegan = false;
        Verdict = null;
        _overWithMessage = false;
    }

    /// <inheritdoc />
    public void LogConnect(Uri uri) { }

    /// <inheritdoc />
    public void LogClient(byte[] buffer, int offset, int count)
    {
        if (BodyBegan && Verdict is null)
            return;
        for (var i = offset; i < offset + count; i++)
        {
            var c = (char)buffer[i];
            if (c == '\n')
            {
                OnCommand(_command.ToString());
                _command.Clear();
            }
            else if (_command.Length < 10 && c != '\r')
                _command.Append(c);
        }
    }

    /// <inheritdoc />
    public void LogServer(byte[] buffer, int offset, int count)
    {
        for (var i = offset; i < offset + count; i++)
        {
            var c = (char)buffer[i];
            if (c == '\n')
            {
                OnReplyLine(_line.ToString());
                _line.Clear();
            }
            else if (_line.Length < 512 && c != '\r')
                _line.Append(c);
        }
    }

    /// <inheritdoc />
    // A second witness: whatever we made of the replies, bytes of a body have left.
    public void Report(long bytesTransferred) => BodyBegan = true;

    /// <inheritdoc />
    public void Report(long bytesTransferred, long totalSize) => BodyBegan = true;

    /// <inheritdoc />
    public void Dispose() { }

    private void OnCommand(string text)
    {
        // A line of a sign-in is a secret, and might by chance spell a command.
        if (_secretFollows)
        {
            _secretFollows = false;
            return;
        }

        switch (text.Split(' ')[0].ToUpperInvariant())
        {
            case "EHLO" or "HELO":
                Enter(DeliveryPhase.Connect);
                break;
            case "STARTTLS":
                Enter(DeliveryPhase.Tls);
                break;
            case "AUTH":
                Enter(DeliveryPhase.Auth);
                break;
            case "MAIL":
                Enter(DeliveryPhase.MailFrom);
                break;
            case "RCPT":
                Enter(DeliveryPhase.RcptTo);
                break;
            case "DATA":
                Enter(DeliveryPhase.Data);
                break;
            // Tidying up after a failure: its 250 is no verdict on the message.
            case "RSET" or "QUIT" or "NOOP":
                _overWithMessage = true;
                break;
        }
    }

    private void OnReplyLine(string text)
    {
        var isReply = text.Length >= 3 && text.Take(3).All(char.IsAsciiDigit);
        var more = isReply && text.Length > 3 && text[3] == '-';
        if (_reply.Length < 400)
            _reply
                .Append(_reply.Length > 0 ? " " : "")
                .Append(
                    isReply && text.Length > 4 ? text[4..]
                    : isReply ? ""
                    : text
                );
        if (more)
            return;
        var words = _reply.ToString();
        _reply.Clear();
        if (isReply)
            OnReply(int.Parse(text.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture), words);
    }

    private void OnReply(int code, string text)
    {
        _secretFollows = code == 334;
        if (_overWithMessage)
            return;
        if (BodyBegan)
            Verdict ??= (code, text);
        else if (Phase == DeliveryPhase.Data && code == 354)
            BodyBegan = true;
        else if (code >= 400)
            Refusal ??= (code, text);
    }
}
