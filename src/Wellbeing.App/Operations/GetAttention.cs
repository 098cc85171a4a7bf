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

    /// <summary>No nurse can be told and can then act: whoever is on the rota changes nothing.</summary>
    /// <param name="Nurses">There are nurses, but none of them has joined and has an address that takes mail.</param>
    public sealed record NoNurse(bool Nurses) : Attention;

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

internal sealed class GetAttentionHandler(WellbeingDb db, ISender sender, Flags.Unread unread)
    : IRequestHandler<GetAttention, IReadOnlyList<Attention>>
{
    public async Task<IReadOnlyList<Attention>> Handle(GetAttention request, CancellationToken cancellationToken)
    {
        var readiness = await sender.Send(new GetReadiness(request.By), cancellationToken);
        var problems = readiness.Problems;
        var now = readiness.AtUtc; // What it says of "now" is told of its own moment: a gap begins there.
        var found = new List<Attention>();
        // First whether anybody can be told at all.
        var none = problems.FirstOrDefault(p => p is ReadinessProblem.NoNurses or ReadinessProblem.NoNurseJoined);
        var gap = problems.OfType<ReadinessProblem.RotaGap>().FirstOrDefault(g => g.FromUtc <= now);
        if (none is not null)
            found.Add(new Attention.NoNurse(none is ReadinessProblem.NoNurseJoined));
        else if (gap is not null)
            found.Add(new Attention.NobodyOnCall(gap.ToUtc));
        found.AddRange(
            (await sender.Send(new GetEngineHealth(request.By), cancellationToken)).Late.Select(
                says => new Attention.StandsStill(says)
            )
        );

        var open = db.Flags.Open();
        if (await open.CountAsync(f => f.FirstAcknowledgedAtUtc != null, cancellationToken) is > 0 and var again)
            found.Add(new Attention.OpenAgain(again));
        if (await open.CountAsync(f => f.RespondByUtc < now, cancellationToken) is > 0 and var past)
            found.Add(new Attention.PastThePromise(past));

        if (await unread.Overdue(now, cancellationToken) is > 0 and var checkIns)
            found.Add(new Attention.Unread(checkIns));
        if (problems.Count(p => p != gap && p != none) is > 0 and var things)
            found.Add(new Attention.NotReady(things));
        return found;
    }
}
