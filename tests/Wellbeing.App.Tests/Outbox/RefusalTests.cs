using Wellbeing.App.Outbox;

namespace Wellbeing.App.Tests.Outbox;

/// <summary>Which "no" of a mail server is about the reader's address: row by row, with what real servers say.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(550, "5.1.1 <x@y.example>: Recipient address rejected: User unknown in virtual mailbox table", true)] // Postfix
    [InlineData(550, "5.1.1 The email account that you tried to reach does not exist.", true)] // Gmail
    [InlineData(550, "5.1.3 Bad recipient address syntax", true)]
    [InlineData(550, "5.1.6 Mailbox has moved", true)]
    [InlineData(550, "5.1.10 RESOLVER.ADR.RecipientNotFound; not found", true)] // Exchange
    [InlineData(556, "5.1.10 Recipient address has null MX", true)] // RFC 7505
    [InlineData(550, "5.2.1 The email account that you tried to reach is disabled.", true)] // Gmail
    [InlineData(550, "No such user here", true)]
    [InlineData(550, "Unknown user: x", true)]
    [InlineData(551, "User not found", true)]
    [InlineData(553, "sorry, no mailbox here by that name", true)] // qmail
    [InlineData(550, "Requested action not taken: mailbox not found", true)]
    [InlineData(504, "5.5.2 <vm>: Helo command rejected: need fully-qualified hostname", false)] // Postfix
    [InlineData(550, "5.1.2 Host unknown (Name server: host not found)", false)] // Our relay's view of names.
    [InlineData(550, "5.1.7 Invalid sender address", false)]
    [InlineData(550, "5.1.8 <support@localhost>: Sender address rejected: Domain not found", false)]
    [InlineData(552, "5.2.2 The email account that you tried to reach is over quota.", false)] // Gmail
    [InlineData(552, "5.3.4 Message size exceeds fixed limit", false)]
    [InlineData(550, "5.3.0 Rejected", false)]
    [InlineData(550, "5.4.1 Recipient address rejected: Access denied", false)] // Exchange Online, directory blocking
    [InlineData(550, "5.4.4 Unable to route: DNS lookup failure", false)]
    [InlineData(503, "5.5.1 Error: nested MAIL command", false)]
    [InlineData(554, "5.6.0 Message content rejected", false)]
    [InlineData(554, "5.7.1 <x@y.example>: Relay access denied", false)]
    [InlineData(550, "5.7.26 This mail is unauthenticated", false)] // Gmail
    [InlineData(550, "SPF check failed: sender x is not permitted", false)]
    [InlineData(550, "Access denied - Invalid HELO name (See RFC2821 4.1.1.1)", false)] // Exim
    [InlineData(550, "relay not permitted", false)] // Exim
    [InlineData(550, "Blocked by spam policy; user unknown to our reputation service", false)]
    [InlineData(550, "Mailbox full", false)]
    [InlineData(554, "Transaction failed: no such user", false)] // Not a code that speaks of mailboxes.
    [InlineData(500, "Command unrecognized", false)]
    public void A_reply_blames_the_address_only_where_it_says_so(int code, string reply, bool about) =>
        Assert.Equal(about, Refusal.IsAboutAddress(code, Refusal.StatusOf(reply), reply));

    [Theory]
    [InlineData("5.1.2", "Host unknown", true)] // From further on: the reader's own system.
    [InlineData("5.1.1", "no such user", true)]
    [InlineData("", "550 No such user here", true)]
    [InlineData("5.4.4", "Host not found: DNS of our relay", false)]
    [InlineData("5.2.2", "Mailbox full", false)]
    [InlineData("5.7.1", "Not wanted here", false)]
    public void So_does_a_report_of_a_server_further_on(string status, string words, bool about) =>
        Assert.Equal(about, Refusal.IsAboutAddress(null, status, words, reported: true));

    [Fact]
    public void Replies_that_differ_by_their_reader_alone_are_alike()
    {
        Assert.Equal(
            Refusal.Alike("5.7.1 <a@team.example>: Client host rejected"),
            Refusal.Alike("5.7.1 <(the address)>: Client host rejected")
        );
        Assert.NotEqual(Refusal.Alike("5.7.1 a"), Refusal.Alike("5.1.1 a"));
    }
}
