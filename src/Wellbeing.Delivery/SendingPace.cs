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
    private readonly Lock _gate = new();
    private readonly Queue<DateTimeOffset> _sent = new();
    private DateTimeOffset _troubleAt = DateTimeOffset.MinValue;
    private int _troubles;

    /// <summary>Zero when a message may be sent now.</summary>
    /// <param name="urgent">Not held up by the limit a minute, and only briefly by a rest.</param>
    public TimeSpan Wait(bool urgent)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var wait = TimeSpan.Zero;
            if (_troubles > 0)
                wait = _troubleAt + (urgent ? UrgentRest : Rest()) - now;
            if (!urgent && perMinute > 0)
            {
                Forget(now);
                if (_sent.Count >= perMinute && _sent.Peek() + _window - now is var pace && pace > wait)
                    wait = pace;
            }

            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>A message is handed over now.</summary>
    public void Sending()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            Forget(now);
            if (perMinute > 0)
                _sent.Enqueue(now);
        }
    }

    /// <summary>The server answered about a message: whatever it said, it is there.</summary>
    public void Answered()
    {
        lock (_gate)
            _troubles = 0;
    }

    /// <summary>The server said that it is closing, or was not there.</summary>
    public void Trouble()
    {
        lock (_gate)
        {
            _troubleAt = clock.GetUtcNow();
            _troubles++;
        }
    }

    private TimeSpan Rest()
    {
        var rest = UrgentRest * Math.Pow(2, Math.Min(_troubles - 1, 10));
        return rest < LongestRest ? rest : LongestRest;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_sent.Count > 0 && _sent.Peek() + _window <= now)
            _sent.Dequeue();
    }
}
