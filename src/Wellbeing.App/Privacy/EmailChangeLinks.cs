using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.Privacy;

/// <summary>Finds the change of address behind a link.</summary>
internal sealed class EmailChangeLinks(WellbeingDb db, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<(LinkToken Token, EmailChange Change)?> Find(string? secret, CancellationToken cancellationToken)
    {
        if (await db.FindLink(LinkPurpose.NewEmail, secret, cancellationToken) is not { } token || !token.IsUsable(Now))
            return null;
        return
            await db.EmailChanges.AsNoTracking().SingleOrDefaultAsync(e => e.Id == token.SubjectId, cancellationToken)
                is { } change
            ? (token, change)
            : null;
    }
}
