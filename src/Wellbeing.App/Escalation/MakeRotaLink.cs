using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>Makes the secret behind which a calendar program finds turns on call; one made before ends.</summary>
/// <param name="LinkId">Made when the form was drawn: sent twice, it makes one link.</param>
[AllowedTo(Roles.Nurse)]
public sealed record MakeRotaLink(Actor By, Guid LinkId, RotaFeed Feed) : IRequest<MakeRotaLinkResult>, IActed;

public abstract record MakeRotaLinkResult
{
    /// <param name="Secret">Of the link. It is not kept: nobody can look it up again.</param>
    public sealed record Made(string Secret) : MakeRotaLinkResult;

    /// <summary>By an earlier sending of the same form, which was shown the link.</summary>
    public sealed record MadeBefore : MakeRotaLinkResult;
}

internal sealed class MakeRotaLinkHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<MakeRotaLink, MakeRotaLinkResult>
{
    public async Task<MakeRotaLinkResult> Handle(MakeRotaLink request, CancellationToken cancellationToken)
    {
        if (await db.LinkTokens.AnyAsync(t => t.Id == request.LinkId, cancellationToken))
            return new MakeRotaLinkResult.MadeBefore();
        var now = clock.GetUtcNow().UtcDateTime;
        var me = request.By.UserId!.Value;
        await db.EndRotaLink(request.Feed, me, now, cancellationToken);
        var secret = LinkToken.NewSecret();
        db.LinkTokens.Add(
            new LinkToken
            {
                Id = request.LinkId,
                Hash = LinkToken.HashOf(secret),
                Purpose = request.Feed.Purpose(),
                SubjectId = me,
                ExpiresAtUtc = RotaFeeds.NoEnd,
            }
        );
        db.Audit(request.By, AuditActions.RotaLinkMade, now, detail: new RotaLinkDetail(request.Feed));
        await db.SaveChangesAsync(cancellationToken);
        return new MakeRotaLinkResult.Made(secret);
    }
}
