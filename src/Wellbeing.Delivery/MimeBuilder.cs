using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using MimeKit;
using Wellbeing.App.Outbox;

namespace Wellbeing.Delivery;

/// <summary>Turns an <see cref="OutgoingMail"/> into the message that leaves: the same for every transport.</summary>
public sealed partial class MimeBuilder(IOptions<MailOptions> options, TimeProvider clock)
{
    /// <summary>The sender's address, in <c>From</c>, and in the envelope unless bounces go elsewhere.</summary>
    public MailboxAddress Sender { get; } =
        MailAddresses.Parse(options.Value.From) ?? throw new InvalidOperationException("Mail:From is not an address.");

    /// <summary>
    /// Builds the message, or returns null when <see cref="OutgoingMail.ToAddress"/> is not one address. Only ever one
    /// recipient: nobody's address is shown to anybody else.
    /// </summary>
    /// <exception cref="ArgumentException">The Message-ID is not of the form <c>id@host</c>: a fault of ours, not of
    /// the world.</exception>
    public MimeMessage? Build(OutgoingMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        if (MailAddresses.Parse(mail.ToAddress) is not { } to)
            return null;
        if (!MessageIdShape().IsMatch(mail.MessageId))
            throw new ArgumentException("A Message-ID is written id@host, without brackets or spaces.", nameof(mail));

        to.Name = Named(mail.ToName);

        var message = new MimeMessage
        {
            MessageId = mail.MessageId,
            Date = clock.GetUtcNow(),
            Subject = MailAddresses.OneLine(mail.Subject),
            Body = new MultipartAlternative
            {
                // The last part is the one that readers able to show it prefer (RFC 2046 section 5.1.4).
                new TextPart("plain") { Text = mail.Text },
                new TextPart("html") { Text = mail.Html },
            },
        };
        message.From.Add(new MailboxAddress(Named(options.Value.FromName) ?? Named(mail.FromName), Sender.Address));
        message.To.Add(to);
        // Written by a program (RFC 3834), and the same for mail servers that know only their own header: absence notes
        // and other automatic answers stay away.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (LanguageShape().IsMatch(mail.Language))
            message.Body.Headers.Add(HeaderId.ContentLanguage, mail.Language);
        if (mail.UnsubscribeUrl is { } unsubscribe)
        {
            // RFC 8058: both together make the mail program's own button work, by POST.
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe.AbsoluteUri}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        // Settled here rather than by what a server offers, so that every attempt and every transport sends the same
        // encoding; 7-bit survives every relay, and plain English stays readable in the file.
        message.Prepare(EncodingConstraint.SevenBit, maxLineLength: 998);
        return message;
    }

    private static string? Named(string name) => MailAddresses.OneLine(name) is { Length: > 0 } one ? one : null;

    [GeneratedRegex(@"\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,128}@[A-Za-z0-9.-]{1,120}\z")]
    private static partial Regex MessageIdShape();

    [GeneratedRegex(@"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\z")]
    private static partial Regex LanguageShape();
}
