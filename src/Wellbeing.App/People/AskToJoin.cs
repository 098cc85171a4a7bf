using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.People;

/// <summary>
/// Somebody with a code asks to take part. They get a mail, and nothing else happens before its link was opened and
/// they agreed there: that proves the address, and records the consent as for everybody who was invited.
/// </summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record AskToJoin(
    Actor By,
    string? Code,
    ParticipantKind Kind,
    string Name,
    string Email,
    string Language,
    string TimeZone
) : IRequest<AskToJoinResult>, IActed;

public enum AskToJoinResult
{
    /// <summary>The same whether or not somebody has an account with this address.</summary>
    Asked,

    /// <summary>The code does not work (any more).</summary>
    Gone,

    /// <summary>So many asked by it of late that somebody may be playing with it.</summary>
    Busy,
}

internal sealed class AskToJoinValidator : AbstractValidator<AskToJoin>
{
    public AskToJoinValidator()
    {
        RuleFor(r => r.Kind).IsInEnum().OverridePropertyName("kind");
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Participant.MaximumNameLength).OverridePropertyName("name");
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(254).OverridePropertyName("email");
        RuleFor(r => r.Language).NotEmpty().MaximumLength(20).OverridePropertyName("language");
        RuleFor(r => r.TimeZone).Must(TimeZones.IsKnown).OverridePropertyName("timeZone");
    }
}

internal sealed class AskToJoinHandler(
    WellbeingDb db,
    MessageWriter messages,
    LeafletCodes leafletCodes,
    TimeProvider clock
) : IRequestHandler<AskToJoin, AskToJoinResult>
{
    private const int MostMailsAnAddress = 2;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<AskToJoinResult> Handle(AskToJoin request, CancellationToken cancellationToken)
    {
        var (now, email) = (Now, request.Email.Trim());
        if (await leafletCodes.Find(request.Code, cancellationToken) is not { } leaflet)
            return AskToJoinResult.Gone;
        var anHourAgo = now.AddHours(-1);
        if (
            await db.Invitations.CountAsync(
                i => i.LeafletId == leaflet.Id && i.InvitedAtUtc > anHourAgo,
                cancellationToken
            ) >= Leaflet.MostAsksAnHour
        )
            return AskToJoinResult.Busy;

        var since = now - Invitation.Lives;
        var mailed = await db.Invitations.CountAsync(
            i => i.LeafletId != null && i.Email == email && i.InvitedAtUtc > since,
            cancellationToken
        );
        var known = await db.HasAccount(email, cancellationToken);
        if (!known && mailed < MostMailsAnAddress)
        {
            var invitation = new Invitation
            {
                Id = Guid.CreateVersion7(now),
                Kind = request.Kind,
                Name = request.Name.Trim(),
                Email = email,
                Language = request.Language,
                TimeZone = request.TimeZone,
                LeafletId = leaflet.Id,
                CohortId = leaflet.CohortId,
                InvitedAtUtc = now,
            };
            db.Invitations.Add(invitation);
            await messages.Write(
                new NewMessage(
                    LeafletLink.Kind,
                    new Recipient(email, invitation.Name, invitation.Language),
                    $"invitation-{invitation.Id:N}",
                    now,
                    now + Invitation.Lives
                )
                {
                    Link = new MessageLink(LinkPurpose.Invitation, invitation.Id, now + Invitation.Lives),
                },
                cancellationToken
            );
        }

        db.Audit(request.By, AuditActions.JoiningAsked, now, detail: new JoiningDetail(leaflet.Id, known));
        await db.SaveChangesAsync(cancellationToken);
        return AskToJoinResult.Asked;
    }
}
