using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.People;

/// <summary>Somebody linked with a person, as staff see it.</summary>
public sealed record Relative(Guid Id, string Name, ParticipantKind Kind);

internal static class FamilyLinks
{
    /// <summary>By person: those who agreed to be linked with them and still take part.</summary>
    public static async Task<ILookup<Guid, Relative>> FamilyOf(
        this WellbeingDb db,
        IReadOnlyList<Guid> people,
        CancellationToken cancellationToken
    )
    {
        var links = await db
            .FamilyLinks.AsNoTracking()
            .Where(l => l.AgreedAtUtc != null && (people.Contains(l.AskerId) || people.Contains(l.OtherId!.Value)))
            .ToListAsync(cancellationToken);
        if (links.Count == 0)
            return Array.Empty<(Guid, Relative)>().ToLookup(x => x.Item1, x => x.Item2);
        var ids = links.SelectMany(l => new[] { l.AskerId, l.OtherId!.Value }).Distinct().ToList();
        var relatives = await db
            .Participants.AsNoTracking()
            .TakingPart()
            .Where(p => ids.Contains(p.Id))
            .Select(p => new Relative(p.Id, p.Name, p.Kind))
            .ToDictionaryAsync(p => p.Id, cancellationToken);
        return links
            .SelectMany(l => new[] { (Of: l.AskerId, Who: l.OtherId!.Value), (Of: l.OtherId!.Value, Who: l.AskerId) })
            .Where(x => relatives.ContainsKey(x.Who))
            .Distinct()
            .ToLookup(x => x.Of, x => relatives[x.Who]);
    }

    /// <summary>Somebody joined: those who asked for them under this address, and whose family they can be, now ask
    /// them.</summary>
    public static async Task FindAsked(
        this WellbeingDb db,
        Participant joined,
        DateTime nowUtc,
        CancellationToken cancellationToken
    )
    {
        var (email, since) = (joined.Email.ToUpperInvariant(), nowUtc - FamilyLink.AskLives);
        foreach (
            var link in await db
                .FamilyLinks.Where(l =>
                    l.TypedEmail == email
                    && l.OtherId == null
                    && l.AskedAtUtc > since
                    && db.Participants.Any(p => p.Id == l.AskerId && p.Kind != joined.Kind && p.ClosedAtUtc == null)
                )
                .ToListAsync(cancellationToken)
        )
            link.Found(joined.Id);
    }
}
