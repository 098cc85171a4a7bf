using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Somebody asks for a mail that signs them in, or lets them choose a new password. The answer is the same for
/// every address.</summary>
/// <param name="Purpose"><see cref="LinkPurpose.SignIn"/> or <see cref="LinkPurpose.NewPassword"/>.</param>
[AllowedTo(Roles.LinkHolder)]
public sealed record AskForAccountLink(Actor By, string Email, LinkPurpose Purpose) : IRequest, IActed;

internal sealed class AskForAccountLinkHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<AskForAccountLink>
{
    /// <summary>A stolen mailbox of yesterday opens nothing today.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromMinutes(15);

    /// <summary>Links an account may have at once: nobody's mailbox is filled by a stranger.</summary>
    private const int MostAtOnce = 3;

    public async Task Handle(AskForAccountLink request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var address = request.Email.Trim().ToUpperInvariant();
        var account = await db
            .Users.AsNoTracking()
            .FirstOrDefaultAsync(a => a.NormalizedEmail == address, cancellationToken);
        var subject = account?.Id ?? Guid.Empty; // The same look-ups for an address that nobody has.
        var open = await db.LinkTokens.CountAsync(
            t => t.SubjectId == subject && t.Purpose == request.Purpose && t.UsedAtUtc == null && t.ExpiresAtUtc > now,
            cancellationToken
        );
        var person = await db
            .Participants.AsNoTracking()
            .Where(p => p.AccountId == subject)
            .Select(p => new { p.Language, p.PreferredName })
            .FirstOrDefaultAsync(cancellationToken);
        if (account is { Enabled: true } && open < MostAtOnce)
        {
            await messages.Write(
                new NewMessage(
                    request.Purpose == LinkPurpose.SignIn ? SignInLink.Kind : NewPasswordLink.Kind,
                    new Recipient(
                        account.Email!,
                        person?.PreferredName ?? account.DisplayName,
                        person?.Language ?? "en",
                        AccountId: account.Id
                    ),
                    $"account-link-{Guid.CreateVersion7(now):N}",
                    now,
                    now + Lives
                )
                {
                    Link = new MessageLink(request.Purpose, account.Id, now + Lives),
                },
                cancellationToken
            );
        }

        db.Audit(
            request.By,
            AuditActions.AccountLinkAsked,
            now,
            detail: new AccountLinkDetail(request.Purpose, account is not null)
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
