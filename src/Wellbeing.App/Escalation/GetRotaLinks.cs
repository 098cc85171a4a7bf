using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Escalation;

/// <summary>One's own calendar links that are open.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record GetRotaLinks(Actor By) : IRequest<IReadOnlyList<RotaLinkView>>, IActed;

/// <param name="MadeAtUtc">As the audit log has it; null where it was cut since.</param>
public sealed record RotaLinkView(RotaFeed Feed, DateTime? MadeAtUtc);

internal sealed class GetRotaLinksHandler(WellbeingDb db) : IRequestHandler<GetRotaLinks, IReadOnlyList<RotaLinkView>>
{
    public async Task<IReadOnlyList<RotaLinkView>> Handle(GetRotaLinks request, CancellationToken cancellationToken)
    {
        var me = request.By.UserId!.Value;
        var links = new List<RotaLinkView>();
        foreach (var feed in Enum.GetValues<RotaFeed>())
        {
            if (!await db.OpenRotaLinks(feed, me).AnyAsync(cancellationToken))
                continue;
            var detail = AuditDetails.Write(AuditActions.RotaLinkMade, new RotaLinkDetail(feed));
            var made = await db
                .AuditRecords.Where(r => r.ActorId == me && r.Action == AuditActions.RotaLinkMade && r.Detail == detail)
                .MaxAsync(r => (DateTime?)r.AtUtc, cancellationToken);
            links.Add(new RotaLinkView(feed, made));
        }

        return links;
    }
}
