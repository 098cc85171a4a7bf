using System.Diagnostics;

namespace Wellbeing.App.Outbox;

/// <summary>What became of one attempt.</summary>
/// <param name="Phase">Where in the conversation it ended.</param>
/// <param name="ReplyCode">The server's numeric reply (RFC 5321 section 4.2), or null where there was none.</param>
/// <param name="Detail">One line for an operator: the server's words or the fault's, never the message's
/// content.</param>
public abstract record DeliveryOutcome(DeliveryPhase Phase, int? ReplyCode, string Detail)
{
    /// <summary>The server answered 2xx to the final dot. It took responsibility; that is not "delivered", nor
    /// "read".</summary>
    public sealed record Accepted(DeliveryPhase Phase, int? ReplyCode, string Detail)
        : DeliveryOutcome(Phase, ReplyCode, Detail);

    /// <summary>4xx, no connection, refused sign-in, or a time-out before the body was sent: surely not accepted, try
    /// again later.</summary>
    public sealed record Temporary(DeliveryPhase Phase, int? ReplyCode, string Detail)
        : DeliveryOutcome(Phase, ReplyCode, Detail);

    /// <summary>5xx: trying this message again is pointless.</summary>
    /// <param name="AddressRefused">True when it was the recipient's address that the server refused (5xx to RCPT
    /// TO).</param>
    public sealed record Permanent(DeliveryPhase Phase, int? ReplyCode, string Detail, bool AddressRefused)
        : DeliveryOutcome(Phase, ReplyCode, Detail);

    /// <summary>The connection was lost after the body began and before a numeric reply: it may or may not have been
    /// accepted. Send again with the same Message-ID.</summary>
    public sealed record Unknown(DeliveryPhase Phase, int? ReplyCode, string Detail)
        : DeliveryOutcome(Phase, ReplyCode, Detail);
}

/// <summary>How far an attempt to deliver came: a mail through the commands of SMTP, a webhook through those of
/// HTTP.</summary>
public enum DeliveryPhase
{
    /// <summary>Nothing has left: there is nothing to send, or nobody to send it to.</summary>
    Compose,
    Connect,
    Tls,
    Auth,
    MailFrom,
    RcptTo,
    Data,

    /// <summary>The request is out, and a webhook's endpoint answers, or does not.</summary>
    Response,
    Done,

    /// <summary>The server that was sending stopped: nobody knows how far it came.</summary>
    Lost,
}

public static class DeliveryPhases
{
    /// <summary>As it is stored, logged, and shown to operators.</summary>
    public static string Name(this DeliveryPhase phase) =>
        phase switch
        {
            DeliveryPhase.Compose => "compose",
            DeliveryPhase.Connect => "connect",
            DeliveryPhase.Tls => "tls",
            DeliveryPhase.Auth => "auth",
            DeliveryPhase.MailFrom => "mail-from",
            DeliveryPhase.RcptTo => "rcpt-to",
            DeliveryPhase.Data => "data",
            DeliveryPhase.Response => "response",
            DeliveryPhase.Done => "done",
            DeliveryPhase.Lost => "lost",
            _ => throw new UnreachableException(),
        };

    /// <summary>The phase of that <see cref="Name"/>.</summary>
    public static DeliveryPhase Named(string name) => Enum.GetValues<DeliveryPhase>().First(p => p.Name() == name);
}
