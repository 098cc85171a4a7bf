using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.CheckIns;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.Flags;

/// <summary>The sentences nurses can send back, as they stand: those that are offered, or for editing all
/// places.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
public sealed record GetReplySentences(Actor By) : IRequest<IReadOnlyList<ReplySentenceView>>, IActed;

/// <param name="Texts">By <see cref="Language.Tag"/>, every language; empty where there is none.</param>
/// <param name="Version">0 while nobody changed it.</param>
public sealed record ReplySentenceView(
    int Number,
    IReadOnlyDictionary<string, string> Texts,
    string? ChangedByName,
    DateTime? ChangedAtUtc,
    int Version
)
{
    public string English => Texts[Language.English.Tag];

    /// <summary>False for a place that an administrator left empty.</summary>
    public bool IsOffered => English.Length > 0;

    /// <summary>As somebody who reads this language reads it.</summary>
    public string In(string language) => Texts[Language.Closest(language).Tag] is { Length: > 0 } text ? text : English;
}

internal sealed class GetReplySentencesHandler(WellbeingDb db)
    : IRequestHandler<GetReplySentences, IReadOnlyList<ReplySentenceView>>
{
    public Task<IReadOnlyList<ReplySentenceView>> Handle(
        GetReplySentences request,
        CancellationToken cancellationToken
    ) => All(db, cancellationToken);

    /// <summary>Every place, in order.</summary>
    public static async Task<IReadOnlyList<ReplySentenceView>> All(WellbeingDb db, CancellationToken cancellationToken)
    {
        var changed = await db.ReplySentences.AsNoTracking().ToDictionaryAsync(s => s.Number, cancellationToken);
        return
        [
            .. Enumerable
                .Range(1, ReplySentence.Most)
                .Select(number =>
                    changed.TryGetValue(number, out var s)
                        ? new ReplySentenceView(number, Whole(s.Texts), s.ChangedByName, s.ChangedAtUtc, s.Version)
                        : new ReplySentenceView(
                            number,
                            Whole(ReplySentence.Defaults.ElementAtOrDefault(number - 1)),
                            null,
                            null,
                            0
                        )
                ),
        ];

        static IReadOnlyDictionary<string, string> Whole(IReadOnlyDictionary<string, string>? texts) =>
            Language.All.ToDictionary(l => l.Tag, l => texts?.GetValueOrDefault(l.Tag) ?? "");
    }
}
