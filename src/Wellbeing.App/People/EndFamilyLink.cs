using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Either of the two ends the link, or takes back what they asked. Nothing is left of it, and nobody is
/// told.</summary>
[AllowedTo(Roles.Participant)]
public sealed record EndFamilyLink(Actor By, Guid LinkId) : IRequest<bool>, IActed;

internal sealed class EndFamilyLinkHandler(WellbeingDb db, FamilyRecords familyRecords, TimeProvider clock)
    : IRequestHandler<EndFamilyLink, bool>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<bool> Handle(EndFamilyLink request, CancellationToken cancellationToken)
    {
        var me = request.By.ParticipantId!.Value;
        // Who was asked answers; until they agreed only the asker can take the question back.
        var link = await db.FamilyLinks.SingleOrDefaultAsync(
            l => l.Id == request.LinkId && (l.AskerId == me || (l.OtherId == me && l.AgreedAtUtc != null)),
            cancellationToken
        );
        if (link is null)
            return false;
        if (link.InvitationId is { } invitation)
            db.Invitations.RemoveRange(
                await db
                    .Invitations.Where(i => i.Id == invitation && i.AcceptedAtUtc == null)
                    .ToListAsync(cancellationToken)
            );
        db.FamilyLinks.Remove(link);
        familyRecords.RecordFamily(request.By, AuditActions.FamilyLinkEnded, link);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
