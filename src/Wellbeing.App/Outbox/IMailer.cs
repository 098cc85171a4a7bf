namespace Wellbeing.App.Outbox;

/// <summary>
/// The edge to the world of e-mail. It tries once and says what became of it; retrying, escalating and giving up
/// are decided by whoever holds the <c>Message</c>. Implementations never throw for anything the mail server or the
/// network does, only when cancelled.
/// </summary>
public interface IMailer
{
    /// <summary>Hands one message over, and reports the outcome.</summary>
    Task<DeliveryOutcome> Send(OutgoingMail mail, CancellationToken cancellationToken);

    /// <summary>
    /// How long the mail server wants to be left alone before the next message: it said so, cannot be reached, or its
    /// messages of this minute are used up. Zero when one may be sent now.
    /// </summary>
    /// <param name="urgent">A message about an urgent flag: our own limit does not hold it up.</param>
    TimeSpan WaitBefore(bool urgent) => TimeSpan.Zero;
}

/// <summary>One e-mail, ready to leave. Carries no health detail: see <c>docs/operations.md</c>.</summary>
/// <param name="MessageId">
/// Fixed when the message was written, without angle brackets (<c>id@host</c>): every attempt carries the same one, so
/// that a receiver can drop the second copy of a message whose acceptance we never learned of.
/// </param>
/// <param name="FromName">The site's name, which the reader sees as the sender's unless the operator has set another.
/// Line breaks in it are removed.</param>
/// <param name="ToAddress">A single address (<c>local@domain</c>).</param>
/// <param name="ToName">The reader's name, may be empty. Line breaks in it are removed, never sent.</param>
/// <param name="Subject">One line, without anything about anybody's health.</param>
/// <param name="Text">The plain-text part, lines at most 998 characters.</param>
/// <param name="Html">The HTML part, a whole document with inlined styles and nothing external.</param>
/// <param name="Language">BCP 47 tag of the parts, for <c>Content-Language</c>.</param>
/// <param name="EnvelopeFrom">Where reports about its delivery go (<c>MAIL FROM</c>); null for the sender's own
/// address.</param>
/// <param name="UnsubscribeUrl">Where <c>List-Unsubscribe</c> points (RFC 8058, one click), or null for messages one
/// cannot opt out of.</param>
public sealed record OutgoingMail(
    string MessageId,
    string FromName,
    string ToAddress,
    string ToName,
    string Subject,
    string Text,
    string Html,
    string Language,
    Uri? UnsubscribeUrl = null,
    string? EnvelopeFrom = null
);
