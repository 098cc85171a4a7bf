using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;

namespace Wellbeing.App.SupportContacts;

/// <summary>Finds the nomination behind a link.</summary>
internal sealed class NominationLinks(WellbeingDb db, TimeProvider clock)
{
    public async Task<(LinkToken Token, SupportContact Contact)?> Find(
        string secret,
        CancellationToken cancellationToken
    )
    {
        var hash = LinkToken.HashOf(secret);
        var token = await db.LinkTokens.SingleOrDefaultAsync(
            t => t.Hash == hash && t.Purpose == LinkPurpose.AnswerNomination,
            cancellationToken
        );
        if (token is null || !token.IsUsable(clock.GetUtcNow().UtcDateTime))
            return null;
        var contact = await db.SupportContacts.SingleAsync(c => c.Id == token.SubjectId, cancellationToken);
        return contact.State == SupportContactState.Pending ? (token, contact) : null;
    }
}
