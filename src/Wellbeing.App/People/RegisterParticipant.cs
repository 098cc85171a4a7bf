using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.People;

/// <summary>Takes somebody in: from now on they are asked on their schedule.</summary>
/// <param name="AccountId">Their sign-in, if they already have one.</param>
[AllowedTo(Roles.Nurse | Roles.Administrator | Roles.System)]
public sealed record RegisterParticipant(
    Actor By,
    ParticipantKind Kind,
    string Name,
    string Email,
    string? Phone,
    string Language,
    bool NeedsInterpreter,
    string TimeZone,
    CheckInSchedule Schedule,
    Guid? AccountId
) : IRequest<Guid>, IActed;

internal sealed class RegisterParticipantValidator : AbstractValidator<RegisterParticipant>
{
    public RegisterParticipantValidator()
    {
        RuleFor(r => r.Name)
            .NotEmpty()
            .MaximumLength(Participant.MaximumNameLength)
            .OverridePropertyName("name")
            .WithOneMessage("Enter a name of at most 100 characters.");
        RuleFor(r => r.Email)
            .EmailAddress()
            .MaximumLength(254)
            .OverridePropertyName("email")
            .WithOneMessage("Enter an e-mail address, like name@example.org.");
        RuleFor(r => r.Phone)
            .Must(Telephone.CanBe)
            .OverridePropertyName("phone")
            .WithMessage("Enter a telephone number with its area code, such as 0412 345 678, or leave it empty.");
        RuleFor(r => r.Language)
            .NotEmpty()
            .MaximumLength(20)
            .OverridePropertyName("language")
            .WithOneMessage("Choose a language from the list.");
        RuleFor(r => r.TimeZone)
            .Must(TimeZones.IsKnown)
            .OverridePropertyName("timeZone")
            .WithMessage("Choose a time zone from the list.");
    }
}

internal sealed class RegisterParticipantHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<RegisterParticipant, Guid>
{
    public async Task<Guid> Handle(RegisterParticipant request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var participant = new Participant
        {
            Id = Guid.CreateVersion7(now),
            Kind = request.Kind,
            Name = request.Name.Trim(),
            Email = request.Email.Trim(),
            Phone = Telephone.Read(request.Phone),
            Language = request.Language,
            NeedsInterpreter = request.NeedsInterpreter,
            TimeZone = request.TimeZone,
            AccountId = request.AccountId,
            CreatedAtUtc = now,
        };
        participant.Reschedule(request.Schedule, now);
        db.Participants.Add(participant);
        db.Audit(request.By, AuditActions.ParticipantRegistered, now, participant.Id, detail: new RegistrationDetail());
        await db.SaveChangesAsync(cancellationToken);
        return participant.Id;
    }
}
