using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>Between a patient and their family: wanted until it is answered.</summary>
public abstract class FamilyMessage : MessageKind
{
    public override Task<bool> IsStillWanted(
        WellbeingDb db,
        Message message,
        DateTime nowUtc,
        CancellationToken cancellationToken
    ) => db.FamilyLinks.AnyAsync(l => l.Id == message.FamilyLinkId && l.AgreedAtUtc == null, cancellationToken);
}
