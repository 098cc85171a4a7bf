using FluentValidation;
using MediatR;
using Wellbeing.App.Accounts;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.People;

/// <summary>Invites somebody to check in. They decide; until then only this invitation is kept, and not for
/// long.</summary>
[AllowedTo(Roles.Nurse | Roles.Administrator)]
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
}

public enum InviteResult
{
    Invited,
    AddressTaken,

    /// <summary>A colleague's invitation to this address waits for its answer.</summary>
    InvitedAlready,
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
            .NotEmpty()
            .MaximumLength(20)
            .OverridePropertyName("language")
            .WithOneMessage("Choose a language from the list.");
        RuleFor(r => r.TimeZone)
            .Must(TimeZones.IsKnown)
            .OverridePropertyName("timeZone")
            .WithMessage("Choose a time zone from the list.");
        HowToAddressValidator.On(this, r => r.Address);
    }
}

internal sealed class InviteParticipantHandler(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<InviteParticipant, InviteResult>
{
    public async Task<InviteResult> Handle(InviteParticipant request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await db.HasAccount(request.Email, cancellationToken))
            return InviteResult.AddressTaken;
        if (
            (
                await db.WaitingInvitations(now).Where(i => i.InvitedBy != null).InvitedAddresses(cancellationToken)
            ).Contains(request.Email.Trim())
        )
            return InviteResult.InvitedAlready;
        var invitation = new Invitation
        {
            Id = Guid.CreateVersion7(now),
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
            InvitedBy = request.By.UserId,
            InvitedAtUtc = now,
        };
        await db.Invite(notices, request.By, invitation, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return InviteResult.Invited;
    }
}
