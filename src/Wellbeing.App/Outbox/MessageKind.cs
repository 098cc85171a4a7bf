using Wellbeing.App.Data;

namespace Wellbeing.App.Outbox;

/// <summary>
/// Everything known about one kind of message stands in one class that derives from this: who may read of it and in
/// which words, when it may leave, whether it is still wanted, what it says. The outbox asks it and knows no kind by
/// name. To add one: a sealed class with a <c>const string Kind</c> of its own name, its texts in <c>MailText.resx</c>,
/// a test. It is registered by being there, once for all requests: it is given the database with each question.
/// </summary>
public abstract class MessageKind
{
    /// <summary>Its name in the database: the class's own, at most 40 characters, for ever.</summary>
    public string Name => GetType().Name;

    /// <summary>What it is, in the administrators' list of messages.</summary>
    public abstract string Title { get; }

    /// <summary>What it was, in a person's history as nurses read it.</summary>
    public virtual string InTimeline => "Email";

    /// <summary>A person's history names whom it went to: a colleague or a support contact.</summary>
    public virtual bool NamesRecipient => false;

    /// <summary>It goes to colleagues, names a person by a <see cref="Message.ParticipantId"/>, and holds nothing of
    /// theirs: no part of that person's data.</summary>
    public virtual bool IsToColleagues => false;

    /// <summary>What a flag's history adds to the recipients' names; empty where nothing need be said.</summary>
    /// <param name="recipients">How many got it.</param>
    public virtual string OnFlag(int recipients) => "";

    /// <summary>Lower leaves first: 0 urgent, 1 soon, 2 the rest. Whoever writes the message may overrule it.</summary>
    public virtual int Priority => 2;

    /// <summary>The links made with each message to a support contact, beside one that its writer names.</summary>
    public virtual IReadOnlyList<IssuedLink> Links => [];

    /// <summary>Locks what its being wanted depends on, so that a change of that comes before the claim or after
    /// it.</summary>
    public virtual Task LockCause(WellbeingDb db, Message message, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Consent, acknowledgement, answers: looked at again just before the message leaves.</summary>
    public virtual Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => Task.FromResult(true);

    /// <summary>When it may leave: now, or at the end of the quiet hours it keeps.</summary>
    public virtual Task<DateTime> AllowedFromUtc(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => Task.FromResult(nowUtc);

    /// <summary>
    /// Where the mail program's "unsubscribe" leads (RFC 8058); null for none. Mails to the team have none: nothing in
    /// a mail silences the ladder.
    /// </summary>
    /// <param name="secret">The message's secret, opened.</param>
    public virtual string? StopPath(Message message, string? secret) => null;

    /// <summary>What it says, in its reader's language.</summary>
    internal abstract ValueTask<MailBody> Compose(MessageContext context, CancellationToken cancellationToken);

    /// <summary>What another system is told.</summary>
    /// <exception cref="NotSupportedException">The kind goes to people alone.</exception>
    internal virtual Task<WebhookEvent> ComposeWebhook(
        WellbeingDb db,
        Message message,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException($"{Name} goes to people alone.");
}

/// <summary>A link that is made with a message: what it opens, and for how long.</summary>
public sealed record IssuedLink(LinkPurpose Purpose, TimeSpan Lives)
{
    /// <summary>Ends such mails. Who finds an old mail must still be able to stop the next one.</summary>
    public static IssuedLink Stop { get; } = new(LinkPurpose.StopMails, TimeSpan.FromDays(400));
}
