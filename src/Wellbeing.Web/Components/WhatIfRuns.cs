using System.Collections.Concurrent;
using MediatR;
using Wellbeing.App.Reports;

namespace Wellbeing.Web.Components;

/// <summary>What a comparison is of: the same question by the same person is the same comparison.</summary>
/// <param name="DraftVersion">A draft changed since is another question.</param>
/// <param name="Named">Who is flagged is asked for too.</param>
public sealed record WhatIfQuestion(
    Guid Owner,
    Guid DraftId,
    int DraftVersion,
    int InForce,
    int Days,
    int? MinutesPerFlag,
    bool Named = false
);

/// <summary>
/// Comparisons that run beside the requests which ask for them, so that a page can say how far one is, stop it, and
/// show it once it is done. In this server's memory only: a comparison that is lost, or that another server holds, is
/// made again.
/// </summary>
public sealed class WhatIfRuns(IServiceScopeFactory scopes, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan _kept = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<WhatIfQuestion, WhatIfRun> _runs = new();

    /// <summary>The comparison under way or done lately; otherwise begins it, in place of the same person's
    /// last.</summary>
    public WhatIfRun FindOrStart(WhatIfQuestion question, CompareThresholds request)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (_runs.TryGetValue(question, out var known) && !known.Failed && known.StartedAtUtc > now - _kept)
            return known;
        foreach (var (old, run) in _runs)
        {
            if (old.Owner == question.Owner || run.StartedAtUtc <= now - _kept)
                Stop(old);
        }

        // Two requests at once begin one comparison: the second finds the first's.
        var fresh = new WhatIfRun(now);
        var kept = _runs.GetOrAdd(question, fresh);
        if (ReferenceEquals(kept, fresh))
            fresh.Begin(stop => Compare(request with { Progress = fresh }, stop));
        return kept;
    }

    /// <summary>Stops whatever this person compares with the draft.</summary>
    public void Stop(Guid owner, Guid draftId)
    {
        foreach (var question in _runs.Keys.Where(q => q.Owner == owner && q.DraftId == draftId))
            Stop(question);
    }

    /// <summary>With the server everything under way stops.</summary>
    public void Dispose()
    {
        foreach (var question in _runs.Keys)
            Stop(question);
    }

    private void Stop(WhatIfQuestion question)
    {
        if (_runs.TryRemove(question, out var run))
            run.Stop();
    }

    private async Task<ThresholdComparison> Compare(CompareThresholds request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISender>().Send(request, cancellationToken);
    }
}

/// <summary>One comparison under way, or done.</summary>
public sealed class WhatIfRun : IProgress<double>
{
    private readonly Action _stop;
    private readonly CancellationToken _stopped;
    private readonly TaskCompletionSource<ThresholdComparison> _done = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private double _share;

    internal WhatIfRun(DateTime startedAtUtc)
    {
        var source = new CancellationTokenSource();
        (_stop, _stopped, StartedAtUtc) = (source.Cancel, source.Token, startedAtUtc);
    }

    public DateTime StartedAtUtc { get; }

    public int Percent => (int)(100 * Volatile.Read(ref _share));

    public bool Failed => _done.Task.IsFaulted;

    /// <summary>Null until it is done, or where it failed or was stopped.</summary>
    public ThresholdComparison? Result => _done.Task.IsCompletedSuccessfully ? _done.Task.Result : null;

    public void Report(double value) => Volatile.Write(ref _share, value);

    /// <summary>Waits a moment: most comparisons are done before anybody could read how far they are.</summary>
    public Task Wait(TimeSpan moment, CancellationToken cancellationToken) =>
        Task.WhenAny(_done.Task, Task.Delay(moment, cancellationToken));

    internal void Begin(Func<CancellationToken, Task<ThresholdComparison>> compare) =>
        _ = Task.Run(async () =>
        {
            try
            {
                _done.TrySetResult(await compare(_stopped));
            }
            catch (OperationCanceledException)
            {
                _done.TrySetCanceled();
            }
            catch (Exception failure) // Told by Failed on whichever page asks next; the pipeline has logged it.
            {
                _done.TrySetException(failure);
                _ = _done.Task.Exception;
            }
        });

    internal void Stop() => _stop();
}
