using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>
/// A patient asks a family member, or a family member a patient, to be linked. Who does not take part yet is invited by
/// a patient's question, and not by a family member's: patients are invited by the team.
/// </summary>
[AllowedTo(Roles.Participant)]
public sealed record AskFamily(Actor By, string Name, string Email, string Language)
    : IRequest<AskFamilyResult>,
        IActed;

public enum AskFamilyResult
{
    /// <summary>The same whether or not somebody takes part under that address.</summary>
    Asked,

    /// <summary>It is the participant's own address.</summary>
    Yourself,

    /// <summary><see cref="FamilyLink.MostAsks"/> wait for an answer.</summary>
    TooMany,
}

internal sealed class AskFamilyValidator : AbstractValidator<AskFamily>
{
    public AskFamilyValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Participant.MaximumNameLength).OverridePropertyName("name");
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(254).OverridePropertyName("email");
        RuleFor(r => r.Language).NotEmpty().MaximumLength(20).OverridePropertyName("language");
    }
}

internal sealed class AskFamilyHandler(
    WellbeingDb db,
    MessageWriter messages,
    FamilyRecords familyRecords,
    TimeProvider clock
) : IRequestHandler<AskFamily, AskFamilyResult>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<AskFamilyResult> Handle(AskFamily request, CancellationToken cancellationToken)
    {
        var (now, me, email) = (
            Now,
            await familyRecords.ParticipantOf(request.By, cancellationToken),
            request.Email.Trim()
        );
        if (email.Equals(me.Email, StringComparison.OrdinalIgnoreCase))
            return AskFamilyResult.Yourself;

        var since = now - FamilyLink.AskLives;
        db.FamilyLinks.RemoveRange(
            await db
                .FamilyLinks.Where(l => l.AskerId == me.Id && l.AgreedAtUtc == null && l.AskedAtUtc <= since)
                .ToListAsync(cancellationToken)
        );
        var mine = await db
            .FamilyLinks.AsNoTracking()
            .Where(l => (l.AskerId == me.Id || l.OtherId == me.Id) && (l.AgreedAtUtc != null || l.AskedAtUtc > since))
            .ToListAsync(cancellationToken);
        var typed = email.ToUpperInvariant();
        if (mine.Any(l => l.AskerId == me.Id && l.TypedEmail == typed))
            return AskFamilyResult.Asked;
        if (mine.Count(l => l.AskerId == me.Id && l.AgreedAtUtc is null) >= FamilyLink.MostAsks)
            return AskFamilyResult.TooMany;

        var account = await db
            .Users.AsNoTracking()
            .FirstOrDefaultAsync(a => a.NormalizedEmail == typed, cancellationToken);
        var other = account is null
            ? null
            : await db
                .Participants.AsNoTracking()
                .TakingPart()
                .SingleOrDefaultAsync(p => p.AccountId == account.Id && p.Kind != me.Kind, cancellationToken);
        if (other is not null && mine.FirstOrDefault(l => l.OtherOf(me.Id) == other.Id) is { } already)
        {
            // They asked first, and so both agree; or they are linked already.
            if (already.AgreedAtUtc is null)
                await familyRecords.Answer(request.By, already.Id, yes: true, cancellationToken);
            return AskFamilyResult.Asked;
        }

        var link = FamilyLink.Ask(me.Id, other?.Id, request.Name.Trim(), email, now);
        db.FamilyLinks.Add(link);
        if (await WasWrittenOftenEnough(other?.Email ?? email, cancellationToken))
        {
            // The question stands where they see it when they sign in.
        }
        else if (other is not null)
        {
            await messages.Write(
                new NewMessage(
                    FamilyAsked.Kind,
                    new Recipient(other.Email, other.CalledName, other.Language, AccountId: other.AccountId),
                    $"family-{link.Id:N}",
                    now,
                    now + FamilyLink.AskLives
                )
                {
                    ParticipantId = other.Id,
                    FamilyLinkId = link.Id,
                },
                cancellationToken
            );
        }
        else if (account is null && me.Kind == ParticipantKind.Patient)
        {
            await Invite(link, me, request, email, cancellationToken);
        }

        db.Audit(request.By, AuditActions.FamilyAsked, now, me.Id, detail: new FamilyDetail(link.Id));
        await db.SaveChangesAsync(cancellationToken);
        return AskFamilyResult.Asked;
    }

    /// <summary>They read what this is and decide for themselves; whether they also want the link they are asked
    /// afterwards.</summary>
    private async Task Invite(
        FamilyLink link,
        Participant me,
        AskFamily request,
        string email,
        CancellationToken cancellationToken
    )
    {
        var now = Now;
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(now),
            Kind = ParticipantKind.FamilyMember,
            Name = request.Name.Trim(),
            Email = email,
            Language = request.Language,
            TimeZone = me.TimeZone, // Theirs to correct.
            InvitedAtUtc = now,
        };
        db.Invitations.Add(invitation);
        link.InvitationId = invitation.Id;
        await messages.Write(
            new NewMessage(
                FamilyInvitation.Kind,
                new Recipient(invitation.Email, invitation.Name, invitation.Language),
                $"invitation-{invitation.Id:N}",
                now,
                now + Invitation.Lives
            )
            {
                FamilyLinkId = link.Id,
                Link = new MessageLink(LinkPurpose.Invitation, invitation.Id, now + Invitation.Lives),
            },
            cancellationToken
        );
    }

    /// <summary>Asking again and again is no way into somebody's mailbox.</summary>
    private async Task<bool> WasWrittenOftenEnough(string email, CancellationToken cancellationToken)
    {
        var since = Now - FamilyLink.AskLives;
        return await db.Messages.CountAsync(
                n =>
                    (n.Kind == FamilyAsked.Kind || n.Kind == FamilyInvitation.Kind)
                    && n.State == MessageState.Accepted
                    && n.CreatedAtUtc > since
                    && n.Address == email,
                cancellationToken
            ) >= 2;
    }
}
