using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;

namespace Wellbeing.App.People;

/// <summary>Finds the account behind a mailed link.</summary>
internal sealed class AccountLinkTokens(WellbeingDb db, TimeProvider clock)
{
    public async Task<(LinkToken Token, AccountLink Link)?> Find(
        string? secret,
        LinkPurpose[] purposes,
        CancellationToken cancellationToken
    )
    {
        foreach (
            var purpose in purposes.Where(p =>
                p is LinkPurpose.SignIn or LinkPurpose.NewPassword or LinkPurpose.StaffInvitation
            )
        )
        {
            if (
                await db.FindLink(purpose, secret, cancellationToken) is not { } token
                || !token.IsUsable(clock.GetUtcNow().UtcDateTime)
            )
                continue;
            var account = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(a => a.Id == token.SubjectId && a.Enabled, cancellationToken);
            return account is null
                ? null
                : (token, new AccountLink(account.Id, account.DisplayName, account.Email!, purpose));
        }

        return null;
    }
}
