namespace Wellbeing.App.Outbox;

/// <summary>Of section <c>Mail:Bounces</c>, what the application itself needs. Where reports are read from is the
/// edge's business.</summary>
public sealed class ReturnAddressOptions
{
    public const string Section = "Mail:Bounces";

    /// <summary>
    /// The mailbox that undeliverable mails come back to, such as <c>bounces@example.org</c>; it must also take
    /// <c>bounces+anything@example.org</c>. Empty, the default, for none.
    /// </summary>
    public string Address { get; set; } = "";
}
