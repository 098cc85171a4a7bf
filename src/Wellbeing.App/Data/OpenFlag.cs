using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Flags;

namespace Wellbeing.App.Data;

internal static class OpenFlag
{
    /// <summary>A person's flag that is not resolved: there is one at most. Here, so that what is written down about a
    /// person stands in the flag's history, whichever room writes it.</summary>
    public static Task<Guid?> OpenFlagId(
        this WellbeingDb db,
        Guid participantId,
        CancellationToken cancellationToken
    ) =>
        db
            .Flags.Unresolved()
            .Where(f => f.ParticipantId == participantId)
            .Select(f => (Guid?)f.Id)
            .SingleOrDefaultAsync(cancellationToken);
}
