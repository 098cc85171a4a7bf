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

/// <summary>Whose account a link in a mail is for; null when it is used up, expired or wrong. Changes
/// nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetAccountLink(Actor By, string? Secret, params LinkPurpose[] Purposes)
    : IRequest<AccountLink?>,
        IActed;

/// <summary>Uses such a link up.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record UseAccountLink(Actor By, string? Secret, params LinkPurpose[] Purposes)
    : IRequest<AccountLink?>,
        IActed;

public sealed record AccountLink(Guid AccountId, string Name, string Email, LinkPurpose Purpose);

internal sealed class AccountLinkHandlers(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<AskForAccountLink>,
        IRequestHandler<GetAccountLink, AccountLink?>,
        IRequestHandler<UseAccountLink, AccountLink?>
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
            await notices.Write(
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
                    Link = new NoticeLink(request.Purpose, account.Id, now + Lives),
                },
                cancellationToken
            );
        }

        db.Audit(
            request.By,
            AuditActions.AccountLinkAsked,
            now,
            detail: $"for={request.Purpose};known={account is not null}"
        );
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<AccountLink?> Handle(GetAccountLink request, CancellationToken cancellationToken) =>
        await Find(request.Secret, request.Purposes, cancellationToken) is { Link: var link } ? link : null;

    public async Task<AccountLink?> Handle(UseAccountLink request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        if (await Find(request.Secret, request.Purposes, cancellationToken) is not { Token: var token, Link: var link })
            return null;
        if (!await db.UseUp(token, clock.GetUtcNow().UtcDateTime, cancellationToken))
            return null;
        await transaction.CommitIfOwn(cancellationToken);
        return link;
    }

    private async Task<(LinkToken Token, AccountLink Link)?> Find(
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
