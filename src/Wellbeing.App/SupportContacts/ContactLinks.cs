using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.SupportContacts;

/// <summary>Finds the support contact behind a link of a mail.</summary>
internal sealed class ContactLinks(WellbeingDb db, TimeProvider clock)
{
    public async Task<(LinkToken Token, SupportContact Contact)?> Find(
        string secret,
        CancellationToken cancellationToken
    )
    {
        var hash = LinkToken.HashOf(secret);
        var token = await db.LinkTokens.SingleOrDefaultAsync(
            t =>
                t.Hash == hash
                && (
                    t.Purpose == LinkPurpose.InTouch
                    || t.Purpose == LinkPurpose.CannotNow
                    || t.Purpose == LinkPurpose.StopMails
                ),
            cancellationToken
        );
        if (token is null || !token.IsUsable(clock.GetUtcNow().UtcDateTime))
            return null;
        var contact = await db.SupportContacts.SingleAsync(c => c.Id == token.SubjectId, cancellationToken);
        return contact.State == SupportContactState.Withdrawn ? null : (token, contact);
    }
}
