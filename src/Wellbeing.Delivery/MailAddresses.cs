using MimeKit;

namespace Wellbeing.Delivery;

/// <summary>What counts as one address that a message can be sent to.</summary>
internal static class MailAddresses
{
    /// <summary>The address, or null unless <paramref name="address"/> is exactly one <c>local@domain</c> and nothing
    /// else.</summary>
    public static MailboxAddress? Parse(string address)
    {
        // A stray bracket, comma or line break is how a second recipient or a header is smuggled in: no lenient
        // reading.
        if (
            address.Length is 0 or > 254
            || address.Any(c =>
                char.IsControl(c)
                || char.IsWhiteSpace(c)
                || c is '<' or '>' or ',' or ';' or ':' or '(' or ')' or '\\' or '"'
            )
        )
            return null;

        return
            MailboxAddress.TryParse(address, out var mailbox)
            && mailbox.Address == address
            && mailbox.LocalPart.Length is > 0 and <= 64
            && mailbox.Domain.Length > 0
            ? mailbox
            : null;
    }

    /// <summary>
    /// <paramref name="text"/> as one clean line: control characters and line separators become spaces, and marks that
    /// turn the reading direction are dropped, so that a name can neither start a header nor dress up as somebody
    /// else's. What looks like an encoded word (RFC 2047) is broken up, because readers would decode it into whatever
    /// it hides.
    /// </summary>
    public static string OneLine(string text)
    {
        var clean = new string([
            .. text.Where(c => c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')))
                .Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c),
        ]);
        return string.Join(' ', clean.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Replace("=?", "= ?", StringComparison.Ordinal);
    }
}
