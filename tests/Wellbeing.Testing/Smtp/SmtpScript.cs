namespace Wellbeing.Testing.Smtp;

/// <summary>The steps of a conversation at which a script can interfere.</summary>
public enum SmtpPhase
{
    /// <summary>Connected, before the greeting.</summary>
    Connect,

    /// <summary>EHLO or HELO.</summary>
    Ehlo,

    /// <summary>STARTTLS.</summary>
    StartTls,

    /// <summary>AUTH, before its answer is judged.</summary>
    Auth,

    /// <summary>MAIL FROM.</summary>
    MailFrom,

    /// <summary>RCPT TO.</summary>
    RcptTo,

    /// <summary>DATA, before the 354.</summary>
    Data,

    /// <summary>In the body, once its first bytes have come.</summary>
    Body,

    /// <summary>The final dot has come, its reply has not been given.</summary>
    AfterDot,

    /// <summary>RSET.</summary>
    Rset,

    /// <summary>QUIT.</summary>
    Quit,
}

/// <summary>Where a conversation stands, for a rule to decide by. All numbers count from 1.</summary>
/// <param name="Phase">The step.</param>
/// <param name="Session">Which connection since the server started.</param>
/// <param name="Message">Which MAIL FROM since the server started; 0 before the session's first.</param>
/// <param name="Recipient">The latest RCPT TO of this message, or empty.</param>
/// <param name="MessageId">The message's Message-ID without brackets: known at <see cref="SmtpPhase.AfterDot"/> only,
/// else empty.</param>
public sealed record SmtpMoment(SmtpPhase Phase, int Session, int Message, string Recipient, string MessageId);

/// <summary>What the server does at a moment instead of what a healthy server does.</summary>
public abstract record SmtpAct
{
    /// <summary>Answers with this reply; at <see cref="SmtpPhase.AfterDot"/> a 2xx accepts the message, anything else
    /// does not.</summary>
    public static SmtpAct Reply(int code, string text) => new Answer(code, text);

    /// <summary>Closes the connection without a word.</summary>
    public static SmtpAct Drop() => new Hangup(Accept: false);

    /// <summary>At <see cref="SmtpPhase.AfterDot"/>: takes the message, then closes the connection without saying
    /// so.</summary>
    public static SmtpAct AcceptThenDrop() => new Hangup(Accept: true);

    /// <summary>Says nothing more, and keeps the connection open until the client leaves.</summary>
    public static SmtpAct Stall() => new Silence();

    /// <summary>Does the healthy thing after a while.</summary>
    public static SmtpAct Delay(TimeSpan time) => new Wait(time);

    internal sealed record Answer(int Code, string Text) : SmtpAct;

    internal sealed record Hangup(bool Accept) : SmtpAct;

    internal sealed record Silence : SmtpAct;

    internal sealed record Wait(TimeSpan Time) : SmtpAct;
}
