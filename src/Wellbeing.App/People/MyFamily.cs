using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Whom the participant is linked with, whom they asked, who asks them. Of the others only the name.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyFamily(Actor By) : IRequest<MyFamily>, IActed;

/// <param name="Asked">With the name and address the participant typed: whether somebody takes part under it is not
/// theirs to know.</param>
public sealed record MyFamily(
    ParticipantKind Kind,
    string TimeZone,
    IReadOnlyList<FamilyTie> Linked,
    IReadOnlyList<FamilyQuestion> Asked,
    IReadOnlyList<FamilyTie> AskingMe
);

/// <param name="SinceUtc">When they agreed, or asked.</param>
public sealed record FamilyTie(Guid Id, string Name, DateTime SinceUtc);

public sealed record FamilyQuestion(Guid Id, string Name, string Email, DateTime AskedAtUtc);

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

/// <summary>Who was asked says yes, from now on they are linked, or no, then nothing is left of the question.</summary>
[AllowedTo(Roles.Participant)]
public sealed record AnswerFamily(Actor By, Guid LinkId, bool Yes) : IRequest<bool>, IActed;

/// <summary>Either of the two ends the link, or takes back what they asked. Nothing is left of it, and nobody is
/// told.</summary>
[AllowedTo(Roles.Participant)]
public sealed record EndFamilyLink(Actor By, Guid LinkId) : IRequest<bool>, IActed;

internal sealed class AskFamilyValidator : AbstractValidator<AskFamily>
{
    public AskFamilyValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Participant.MaximumNameLength).OverridePropertyName("name");
        RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(254).OverridePropertyName("email");
        RuleFor(r => r.Language).NotEmpty().MaximumLength(20).OverridePropertyName("language");
    }
}

internal sealed class MyFamilyHandlers(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<GetMyFamily, MyFamily>,
        IRequestHandler<AskFamily, AskFamilyResult>,
        IRequestHandler<AnswerFamily, bool>,
        IRequestHandler<EndFamilyLink, bool>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<MyFamily> Handle(GetMyFamily request, CancellationToken cancellationToken)
    {
        var me = await Me(request.By, cancellationToken);
        var since = Now - FamilyLink.AskLives;
        var links = await db
            .FamilyLinks.AsNoTracking()
            .Where(l => (l.AskerId == me.Id || l.OtherId == me.Id) && (l.AgreedAtUtc != null || l.AskedAtUtc > since))
            .OrderBy(l => l.AskedAtUtc)
            .ToListAsync(cancellationToken);
        var others = links.Select(l => l.OtherOf(me.Id)).OfType<Guid>().ToList();
        var names = await db
            .Participants.Where(p => others.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken);
        return new MyFamily(
            me.Kind,
            me.TimeZone,
            [
                .. links
                    .Where(l => l.AgreedAtUtc is not null)
                    .Select(l => new FamilyTie(l.Id, names[l.OtherOf(me.Id)!.Value], l.AgreedAtUtc!.Value)),
            ],
            [
                .. links
                    .Where(l => l.AgreedAtUtc is null && l.AskerId == me.Id)
                    .Select(l => new FamilyQuestion(
                        l.Id,
                        l.TypedName!,
                        l.TypedEmail!.ToLowerInvariant(),
                        l.AskedAtUtc
                    )),
            ],
            [
                .. links
                    .Where(l => l.AgreedAtUtc is null && l.OtherId == me.Id)
                    .Select(l => new FamilyTie(l.Id, names[l.AskerId], l.AskedAtUtc)),
            ]
        );
    }

    public async Task<AskFamilyResult> Handle(AskFamily request, CancellationToken cancellationToken)
    {
        var (now, me, email) = (Now, await Me(request.By, cancellationToken), request.Email.Trim());
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
                .SingleOrDefaultAsync(
                    p => p.AccountId == account.Id && p.ClosedAtUtc == null && p.Kind != me.Kind,
                    cancellationToken
                );
        if (other is not null && mine.FirstOrDefault(l => l.OtherOf(me.Id) == other.Id) is { } already)
        {
            // They asked first, and so both agree; or they are linked already.
            if (already.AgreedAtUtc is null)
                await Handle(new AnswerFamily(request.By, already.Id, Yes: true), cancellationToken);
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
            await notices.Write(
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

        db.Audit(request.By, AuditActions.FamilyAsked, now, me.Id, detail: $"link={link.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return AskFamilyResult.Asked;
    }

    public async Task<bool> Handle(AnswerFamily request, CancellationToken cancellationToken)
    {
        var (now, me) = (Now, request.By.ParticipantId!.Value);
        var since = now - FamilyLink.AskLives;
        var link = await db.FamilyLinks.SingleOrDefaultAsync(
            l => l.Id == request.LinkId && l.OtherId == me && l.AgreedAtUtc == null && l.AskedAtUtc > since,
            cancellationToken
        );
        if (link is null)
            return false;
        if (request.Yes)
            link.Agree(now);
        else
            db.FamilyLinks.Remove(link);
        Record(request.By, request.Yes ? AuditActions.FamilyLinked : AuditActions.FamilyDeclined, link);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

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
        Record(request.By, AuditActions.FamilyLinkEnded, link);
        await db.SaveChangesAsync(cancellationToken);
        return true;
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
        await notices.Write(
            new NewMessage(
                FamilyInvitation.Kind,
                new Recipient(invitation.Email, invitation.Name, invitation.Language),
                $"invitation-{invitation.Id:N}",
                now,
                now + Invitation.Lives
            )
            {
                FamilyLinkId = link.Id,
                Link = new NoticeLink(LinkPurpose.Invitation, invitation.Id, now + Invitation.Lives),
            },
            cancellationToken
        );
    }

    /// <summary>Asking again and again is no way into somebody's mailbox.</summary>
    private async Task<bool> WasWrittenOftenEnough(string email, CancellationToken cancellationToken)
    {
        var since = Now - FamilyLink.AskLives;
        return await db.Notices.CountAsync(
                n =>
                    (n.Kind == FamilyAsked.Kind || n.Kind == FamilyInvitation.Kind)
                    && n.State == NoticeState.Accepted
                    && n.CreatedAtUtc > since
                    && n.Address == email,
                cancellationToken
            ) >= 2;
    }

    /// <summary>In the history of both: the link is about both of them.</summary>
    private void Record(Actor by, string action, FamilyLink link)
    {
        foreach (var participant in new[] { link.AskerId, link.OtherId }.OfType<Guid>())
            db.Audit(by, action, Now, participant, detail: $"link={link.Id:D}");
    }

    private Task<Participant> Me(Actor by, CancellationToken cancellationToken) =>
        db.Participants.AsNoTracking().SingleAsync(p => p.Id == by.ParticipantId, cancellationToken);
}
