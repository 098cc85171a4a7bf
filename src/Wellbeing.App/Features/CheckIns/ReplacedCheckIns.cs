using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Domain;

namespace Wellbeing.App.Features.CheckIns;

/// <summary>What somebody of the team had read, or a flag had been raised by, before its author corrected or removed it.</summary>
public sealed record ReplacedCheckIn(Guid CheckInId, DateTime ReplacedAtUtc, bool Removed, Answers Before);

internal static class ReplacedCheckIns
{
    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<ReplacedCheckIn>> Replaced(
        this WellbeingDb db, Guid participantId, DateTime sinceUtc, SealedText text, CancellationToken cancellationToken) =>
        [.. (await db.CheckInOriginals.AsNoTracking().Where(o => o.ParticipantId == participantId && o.ReplacedAtUtc > sinceUtc)
                .OrderByDescending(o => o.ReplacedAtUtc).ToListAsync(cancellationToken))
            .Select(o => new ReplacedCheckIn(o.CheckInId, o.ReplacedAtUtc, o.Removed, JsonSerializer.Deserialize<Answers>(text.Open(o.SealedAnswers)!)!))];
}
