using MediatR;
using Wellbeing.App.Assessment;
using Wellbeing.App.Engine;
using Wellbeing.App.Escalation;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Prompts;

namespace Wellbeing.App.Operations;

/// <summary>
/// Does all work that is due, in order: prompts, reminders, missed prompts and follow-ups; silences; ends of
/// acknowledgements and escalation steps; hand-overs; the daily readiness check; messages, and the ladders of those that
/// do not leave; then it writes down that it did. Timers are rows, so it may be called by anybody, at any time, twice at
/// once, or late.
/// </summary>
/// <param name="Server">Who claims messages: host and process.</param>
[AllowedTo(Roles.System)]
public sealed record Tick(Actor By, string Server) : IRequest<TickResult>, IActed;

/// <summary>What there was to do.</summary>
/// <param name="Sent">Messages that a mail server accepted.</param>
public sealed record TickResult(int Prompts, int Silences, int Flags, int Sent);

/// <summary>
/// When this process last looked for silences and at the team's readiness. Looking reads everybody and finds days, so
/// it need not happen every few seconds; a process that forgets, or two that both look, find the same.
/// </summary>
public sealed class SweepIntervals
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private DateTime? _lastUtc;

    /// <summary>True once a round, for whoever asks first. A clock that was set back does not stop the
    /// rounds.</summary>
    public bool IsDue(DateTime nowUtc)
    {
        lock (_lock)
        {
            if (_lastUtc is { } last && nowUtc >= last && nowUtc - last < Every)
                return false;
            _lastUtc = nowUtc;
            return true;
        }
    }

    /// <summary>The round failed: the next tick tries again.</summary>
    public void Again()
    {
        lock (_lock)
            _lastUtc = null;
    }
}

internal sealed class TickHandler(ISender sender, SweepIntervals rounds, TimeProvider clock)
    : IRequestHandler<Tick, TickResult>
{
    public async Task<TickResult> Handle(Tick request, CancellationToken cancellationToken)
    {
        List<Exception> failures = [];
        var prompts = await Do(new AdvancePrompts(Actor.System));
        var lookAround = rounds.IsDue(clock.GetUtcNow().UtcDateTime);
        var silent = lookAround ? await Do(new FindSilences(Actor.System), rounds.Again) : 0;
        var flags = await Do(new AdvanceEscalations(Actor.System));
        await Do(new TellHandOvers(Actor.System));
        if (lookAround)
        {
            await Do(new CheckReadiness(Actor.System), rounds.Again);
            await Do(new TryRefusedAddresses(Actor.System), rounds.Again);
        }

        var sent = await Do(new SendDueMessages(Actor.System, request.Server));
        await Do(new HastenLadders(Actor.System));
        await sender.Send(
            new RecordBeat(Actor.System, request.Server, Succeeded: failures.Count == 0),
            cancellationToken
        );
        return failures.Count == 0
            ? new TickResult(prompts, silent, flags, sent)
            : throw new AggregateException(failures);

        // One that fails holds back no other; what failed is told when all were tried.
        async Task<int> Do(IRequest<int> sweep, Action? failed = null)
        {
            try
            {
                return await sender.Send(sweep, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add(e);
                failed?.Invoke();
                return 0;
            }
        }
    }
}
