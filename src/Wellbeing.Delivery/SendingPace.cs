namespace Wellbeing.Delivery;

/// <summary>
/// How fast one mail server may be written to: so many messages a minute, and a rest after it closed the door (421) or
/// could not be reached. Whoever sends asks first, so that a rest costs no message an attempt.
/// </summary>
/// <param name="perMinute">0 for no limit of our own.</param>
internal sealed class SendingPace(int perMinute, TimeProvider clock)
{
    /// <summary>An urgent message rests no longer than this: one attempt in so long is no burden to any
    /// server.</summary>
    internal static readonly TimeSpan UrgentRest = TimeSpan.FromSeconds(15);

    /// <summary>The longest rest of other messages, reached by doubling.</summary>
    internal static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly Queue<DateTimeOffset> sent = new();
    private DateTimeOffset troubleAt = DateTimeOffset.MinValue;
    private int troubles;

    /// <summary>Zero when a message may be sent now.</summary>
    /// <param name="urgent">Not held up by the limit a minute, and only briefly by a rest.</param>
    public TimeSpan Wait(bool urgent)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var wait = TimeSpan.Zero;
            if (troubles > 0)
                wait = troubleAt + (urgent ? UrgentRest : Rest()) - now;
            if (!urgent && perMinute > 0)
            {
                Forget(now);
                if (sent.Count >= perMinute && sent.Peek() + _window - now is var pace && pace > wait)
                    wait = pace;
            }

            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>A message is handed over now.</summary>
    public void Sending()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            Forget(now);
            if (perMinute > 0)
                sent.Enqueue(now);
        }
    }

    /// <summary>The server answered about a message: whatever it said, it is there.</summary>
    public void Answered()
    {
        lock (gate)
            troubles = 0;
    }

    /// <summary>The server said that it is closing, or was not there.</summary>
    public void Trouble()
    {
        lock (gate)
        {
            troubleAt = clock.GetUtcNow();
            troubles++;
        }
    }

    private TimeSpan Rest()
    {
        var rest = UrgentRest * Math.Pow(2, Math.Min(troubles - 1, 10));
        return rest < LongestRest ? rest : LongestRest;
    }

    private void Forget(DateTimeOffset now)
    {
        while (sent.Count > 0 && sent.Peek() + _window <= now)
            sent.Dequeue();
    }
}
