using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Operations;

/// <summary>What an administrator should see first: what stands still, who is not answered, what is not read. It names
/// nobody.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record GetAttention(Actor By) : IRequest<IReadOnlyList<Attention>>, IActed;

/// <summary>One thing that needs somebody now.</summary>
public abstract record Attention
{
    /// <summary>The engine, a ladder or a message stands still, or a restored database waits to be released.</summary>
    /// <param name="Says">In plain words, from <see cref="EngineHealth.Late"/>.</param>
    public sealed record StandsStill(string Says) : Attention;

    public sealed record NobodyOnCall(DateTime UntilUtc) : Attention;

    /// <summary>Open flags that somebody had acknowledged: the acknowledgement ended, or more was found, and nobody has
    /// them now.</summary>
    public sealed record OpenAgain(int Flags) : Attention;

    /// <summary>Open flags whose promised time has passed.</summary>
    public sealed record PastThePromise(int Flags) : Attention;

    /// <summary>Check-ins that should have been read by now; at most <see cref="ToReadCount.Most"/>.</summary>
    public sealed record Unread(int CheckIns) : Attention;

    /// <summary>What else the readiness page lists.</summary>
    public sealed record NotReady(int Things) : Attention;
}

internal sealed class GetAttentionHandler(WellbeingDb db, ISender sender, Flags.Unread unread, TimeProvider clock)
    : IRequestHandler<GetAttention, IReadOnlyList<Attention>>
{
    public async Task<IReadOnlyList<Attention>> Handle(GetAttention request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var found = new List<Attention>();
        found.AddRange(
            (await sender.Send(new GetEngineHealth(request.By), cancellationToken)).Late.Select(
                says => new Attention.StandsStill(says)
            )
        );

        var problems = (await sender.Send(new GetReadiness(request.By), cancellationToken)).Problems;
        var gap = problems.OfType<ReadinessProblem.RotaGap>().FirstOrDefault(g => g.FromUtc <= now);
        if (gap is not null)
            found.Add(new Attention.NobodyOnCall(gap.ToUtc));

        var open = db.Flags.Where(f => f.State == FlagState.Open);
        if (await open.CountAsync(f => f.FirstAcknowledgedAtUtc != null, cancellationToken) is > 0 and var again)
            found.Add(new Attention.OpenAgain(again));
        if (await open.CountAsync(f => f.RespondByUtc < now, cancellationToken) is > 0 and var past)
            found.Add(new Attention.PastThePromise(past));

        if (await unread.Overdue(now, cancellationToken) is > 0 and var checkIns)
            found.Add(new Attention.Unread(checkIns));
        if (problems.Count(p => p != gap) is > 0 and var things)
            found.Add(new Attention.NotReady(things));
        return found;
    }
}
