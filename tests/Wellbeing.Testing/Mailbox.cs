using System.Collections.Concurrent;
using Wellbeing.App.Outbox;

namespace Wellbeing.Testing;

/// <summary>
/// Receives what the application sends. A test says what it expects; closing fails on any mail nobody expected.
/// The real SMTP conversation has tests of its own.
/// </summary>
public sealed class Mailbox : IMailer
{
    private readonly ConcurrentQueue<OutgoingMail> _unread = new();

    /// <summary>Decides the outcome of the next attempts; accepts by default.</summary>
    public Func<OutgoingMail, DeliveryOutcome> Answer { get; set; } =
        _ => new DeliveryOutcome.Accepted(DeliveryPhase.Done, 250, "250 OK");

    /// <summary>Every attempt, accepted or not.</summary>
    public ConcurrentQueue<OutgoingMail> Attempts { get; } = new();

    /// <summary>Runs just before an attempt is answered: the place to act in the middle of a send.</summary>
    public Func<OutgoingMail, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    /// <summary>How long the server wants to be left alone; not at all by default.</summary>
    public Func<bool, TimeSpan> Rest { get; set; } = _ => TimeSpan.Zero;

    public TimeSpan WaitBefore(bool urgent) => Rest(urgent);

    public async Task<DeliveryOutcome> Send(OutgoingMail mail, CancellationToken cancellationToken)
    {
        Attempts.Enqueue(mail);
        await BeforeAnswer(mail);
        var outcome = Answer(mail);
        if (outcome is DeliveryOutcome.Accepted)
            _unread.Enqueue(mail);
        return outcome;
    }

    /// <summary>Takes everything that arrived since the last look.</summary>
    public IReadOnlyList<OutgoingMail> Read()
    {
        var mails = new List<OutgoingMail>();
        while (_unread.TryDequeue(out var mail))
            mails.Add(mail);
        return mails;
    }

    /// <summary>Takes everything that arrived; fails unless it went to exactly these addresses, one each.</summary>
    public IReadOnlyList<OutgoingMail> Expect(params string[] addresses)
    {
        var mails = Read();
        var came = mails.Select(m => m.ToAddress).Order(StringComparer.Ordinal).ToList();
        var wanted = addresses.Order(StringComparer.Ordinal).ToList();
        return came.SequenceEqual(wanted)
            ? mails
            : throw new InvalidOperationException(
                $"Expected mail to [{string.Join(", ", wanted)}], but it went to [{string.Join(", ", came)}]."
            );
    }

    /// <summary>Forgets what arrived: for tests about something else.</summary>
    public void Ignore() => _unread.Clear();

    /// <summary>Fails on mail that no expectation took.</summary>
    public void Close()
    {
        var stray = Read();
        if (stray.Count > 0)
            throw new InvalidOperationException(
                $"Nobody expected: {string.Join("; ", stray.Select(m => $"{m.ToAddress}: {m.Subject}"))}"
            );
    }
}
