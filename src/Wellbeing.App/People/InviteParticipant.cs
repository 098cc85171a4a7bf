using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.People;

/// <summary>Invites somebody to check in. They decide; until then only this invitation is kept, and not for
/// long.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator | Roles.ClientInvitesPeople)]
public sealed record InviteParticipant(
    Actor By,
    ParticipantKind Kind,
    string Name,
    string Email,
    string Language,
    string TimeZone
) : IRequest<InviteResult>, IActed
{
    /// <summary>Where a nurse knows it already. The person sees it when they join, and may change it.</summary>
    public string? Phone { get; init; }

    /// <inheritdoc cref="Phone"/>
    public TimeToCall? BestTimeToCall { get; init; }

    /// <inheritdoc cref="Phone"/>
    public bool? MayLeaveMessage { get; init; }
    public bool NeedsInterpreter { get; init; }

    /// <summary>Where they said it. Theirs to change when they join.</summary>
    public HowToAddress Address { get; init; } = HowToAddress.NotSaid;

    /// <summary>By name: where they are placed once they agree, and how often they are asked until they say.</summary>
    public string? Cohort { get; init; }

    /// <summary>Made by whoever asks, so that the same request sent twice invites once; null makes one.</summary>
    public Guid? RequestId { get; init; }
}

public enum InviteResult
{
    Invited,
    AddressTaken,

    /// <summary>A colleague's invitation to this address waits for its answer.</summary>
    InvitedAlready,

    /// <summary>An earlier request with the same id did it.</summary>
    Repeated,

    /// <summary>The id is somebody else's.</summary>
    RequestIdTaken,

    /// <summary>An earlier request of theirs with the same id invited another address.</summary>
    RequestIdOfAnother,
    NoSuchCohort,
}

internal sealed class InviteParticipantValidator : AbstractValidator<InviteParticipant>
{
    public InviteParticipantValidator()
    {
        RuleFor(r => r.Kind).IsInEnum().OverridePropertyName("kind").WithMessage("Choose patient or family member.");
        RuleFor(r => r.Name)
            .NotEmpty()
            .MaximumLength(Participant.MaximumNameLength)
            .OverridePropertyName("name")
            .WithOneMessage($"Enter a name of at most {Participant.MaximumNameLength} characters.");
        RuleFor(r => r.Email)
            .NotEmpty()
            .EmailAddress()
            .MaximumLength(254)
            .OverridePropertyName("email")
            .WithOneMessage("Enter an e-mail address, like name@example.org.");
        RuleFor(r => r.Phone)
            .Must(Telephone.CanBe)
            .OverridePropertyName("phone")
            .WithMessage("Enter a telephone number with its area code, such as 0412 345 678, or leave it empty.");
        RuleFor(r => r.BestTimeToCall)
            .IsInEnum()
            .OverridePropertyName("bestTimeToCall")
            .WithMessage("Choose a time of day from the list.");
        RuleFor(r => r.Language)
            .Must(l => Wording.Language.Find(l) is not null)
            .OverridePropertyName("language")
            .WithMessage("Choose a language from the list.");
        RuleFor(r => r.TimeZone)
            .Must(TimeZones.IsKnown)
            .OverridePropertyName("timeZone")
            .WithMessage("Choose a time zone from the list.");
        RuleFor(r => r.RequestId)
            .NotEqual(Guid.Empty)
            .OverridePropertyName("requestId")
            .WithMessage("Send a requestId that is not all zeros.");
        HowToAddressValidator.On(this, r => r.Address);
    }
}

internal sealed class InviteParticipantHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<InviteParticipant, InviteResult>
{
    public async Task<InviteResult> Handle(InviteParticipant request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            request.RequestId is { } sent
            && await db.Invitations.AsNoTracking().SingleOrDefaultAsync(i => i.Id == sent, cancellationToken)
                is { } earlier
        )
            return earlier.InvitedBy != request.By.UserId ? InviteResult.RequestIdTaken
                : earlier.Email.Equals(request.Email.Trim(), StringComparison.OrdinalIgnoreCase) ? InviteResult.Repeated
                : InviteResult.RequestIdOfAnother;
        if (await db.HasAccount(request.Email, cancellationToken))
            return InviteResult.AddressTaken;
        if (
            (
                await db.WaitingInvitations(now).Where(i => i.InvitedBy != null).InvitedAddresses(cancellationToken)
            ).Contains(request.Email.Trim())
        )
            return InviteResult.InvitedAlready;
        Cohort? cohort = null;
        if (!string.IsNullOrWhiteSpace(request.Cohort))
        {
            cohort = (await db.Cohorts.AsNoTracking().ToListAsync(cancellationToken)).Find(c =>
                c.Name.Equals(request.Cohort.Trim(), StringComparison.OrdinalIgnoreCase)
            );
            if (cohort is null)
                return InviteResult.NoSuchCohort;
        }

        var invitation = new Invitation
        {
            Id = request.RequestId ?? Guid.CreateVersion7(now),
            Kind = request.Kind,
            Name = request.Name.Trim(),
            Email = request.Email.Trim(),
            Language = request.Language,
            TimeZone = request.TimeZone,
            Phone = Telephone.Read(request.Phone),
            BestTimeToCall = request.BestTimeToCall,
            MayLeaveMessage = request.MayLeaveMessage,
            NeedsInterpreter = request.NeedsInterpreter,
            Address = request.Address,
            CohortId = cohort?.Id,
            InvitedBy = request.By.UserId,
            InvitedAtUtc = now,
        };
        await db.Invite(messages, request.By, invitation, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return InviteResult.Invited;
    }
}
