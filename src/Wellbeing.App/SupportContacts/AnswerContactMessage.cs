using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Flags;
using Wellbeing.App.Outbox;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.SupportContacts;

/// <summary>
/// A support contact answers: "I have been in touch", "I can't right now", or "stop these mails", by what the link is
/// for. Uses the link up. None of it acknowledges the flag: that is the team's.
/// </summary>
/// <returns>What was answered, or null when the link is used up, expired or wrong.</returns>
[AllowedTo(Roles.LinkHolder)]
public sealed record AnswerContactMessage(Actor By, string Secret) : IRequest<LinkPurpose?>, IActed;

internal sealed class AnswerContactMessageHandler(
    WellbeingDb db,
    ContactPasses passes,
    ContactLinks contactLinks,
    TimeProvider clock
) : IRequestHandler<AnswerContactMessage, LinkPurpose?>
{
    public async Task<LinkPurpose?> Handle(AnswerContactMessage request, CancellationToken cancellationToken)
    {
        if (
            await contactLinks.Find(request.Secret, cancellationToken) is not { Token: var token, Contact: var contact }
        )
            return null;
        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginUnlessBegun(cancellationToken);
        token.UsedAtUtc = now;
        switch (token.Purpose)
        {
            case LinkPurpose.InTouch:
                await InTouch(request.By, contact, await FlagOf(token, cancellationToken), now);
                break;
            case LinkPurpose.CannotNow:
                await passes.On(
                    request.By,
                    AuditActions.ContactCannot,
                    contact,
                    await FlagOf(token, cancellationToken),
                    now,
                    cancellationToken
                );
                break;
            default:
                await passes.Stop(request.By, contact, now, cancellationToken);
                break;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitIfOwn(cancellationToken);
        return token.Purpose;
    }

    private Task InTouch(Actor by, SupportContact contact, Flag? flag, DateTime now)
    {
        var held = flag?.DelayNextStep(now) == true;
        db.Audit(
            by,
            AuditActions.ContactInTouch,
            now,
            contact.ParticipantId,
            flag?.Id,
            new InTouchDetail(contact.Id, held)
        );
        return Task.CompletedTask;
    }

    private async Task<Flag?> FlagOf(LinkToken token, CancellationToken cancellationToken) =>
        token.FlagId is { } id ? await db.Flags.SingleOrDefaultAsync(f => f.Id == id, cancellationToken) : null;
}
