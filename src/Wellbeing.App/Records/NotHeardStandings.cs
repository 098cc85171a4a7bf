namespace Wellbeing.App.Records;

/// <summary>Where one unanswered prompt stands.</summary>
internal readonly record struct NotHeardStanding(
    Guid PromptId,
    DateTime DueAtUtc,
    NotHeardState State,
    NotHeardMail Mail
);

/// <summary>
/// Who was not heard from, for everybody at once. Where finding out takes a while, because very many people take part,
/// it is remembered for a minute: the order of thousands does not change in it, and the page's own rows are looked at
/// anew.
/// </summary>
internal sealed class NotHeardStandings(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan _quickEnough = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _kept = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _oneFinds = new(1, 1);
    private (IReadOnlyList<NotHeardStanding> Standings, int High, long At)? _known;

    /// <param name="high">What counts as a high rating: another one, another order.</param>
    /// <param name="find">Asks the database.</param>
    public async Task<IReadOnlyList<NotHeardStanding>> Get(
        int high,
        Func<Task<IReadOnlyList<NotHeardStanding>>> find,
        CancellationToken cancellationToken
    )
    {
        await _oneFinds.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } known && known.High == high && clock.GetElapsedTime(known.At) < _kept)
                return known.Standings;
            var began = clock.GetTimestamp();
            var found = await find();
            _known = clock.GetElapsedTime(began) < _quickEnough ? null : (found, high, clock.GetTimestamp());
            return found;
        }
        finally
        {
            _oneFinds.Release();
        }
    }

    public void Dispose() => _oneFinds.Dispose();
}
