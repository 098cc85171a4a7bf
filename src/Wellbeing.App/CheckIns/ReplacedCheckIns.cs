using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;

namespace Wellbeing.App.CheckIns;

/// <summary>What somebody of the team had read, or a flag had been raised by, before its author corrected or removed
/// it.</summary>
public sealed record ReplacedCheckIn(Guid CheckInId, DateTime ReplacedAtUtc, bool Removed, Answers Before)
{
    /// <summary>Extra questions and what was answered then.</summary>
    public IReadOnlyList<ExtraSaid> Extras { get; init; } = [];
}

internal static class ReplacedCheckIns
{
    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<ReplacedCheckIn>> Replaced(
        this WellbeingDb db,
        Guid participantId,
        DateTime sinceUtc,
        QuestionBook questions,
        SealedText text,
        CancellationToken cancellationToken
    )
    {
        List<ReplacedCheckIn> replaced = [];
        foreach (
            var o in await db
                .CheckInOriginals.AsNoTracking()
                .Where(o => o.ParticipantId == participantId && o.ReplacedAtUtc > sinceUtc)
                .OrderByDescending(o => o.ReplacedAtUtc)
                .ToListAsync(cancellationToken)
        )
        {
            var before = JsonSerializer.Deserialize<Answers>(text.Open(o.SealedAnswers)!)!;
            var plan = await questions.Of(before.QuestionVersion, cancellationToken);
            replaced.Add(
                new ReplacedCheckIn(o.CheckInId, o.ReplacedAtUtc, o.Removed, before)
                {
                    Extras = plan.Said(before.Extras),
                }
            );
        }

        return replaced;
    }
}
