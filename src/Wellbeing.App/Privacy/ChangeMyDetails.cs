using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Site;

namespace Wellbeing.App.Privacy;

/// <summary>The participant corrects it.</summary>
[AllowedTo(Roles.Participant)]
public sealed record ChangeMyDetails(
    Actor By,
    string Name,
    string? Phone,
    TimeToCall? BestTimeToCall,
    bool? MayLeaveMessage,
    bool NeedsInterpreter,
    string Language,
    string TimeZone
) : IRequest, IActed
{
    /// <summary>Null leaves it as it is.</summary>
    public HowToAddress? Address { get; init; }
}

internal sealed class ChangeMyDetailsValidator : AbstractValidator<ChangeMyDetails>
{
    public ChangeMyDetailsValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(Participant.MaximumNameLength).OverridePropertyName("name");
        RuleFor(r => r.Phone).Must(Telephone.CanBe).OverridePropertyName("phone");
        RuleFor(r => r.BestTimeToCall).IsInEnum().OverridePropertyName("bestTimeToCall");
        RuleFor(r => r.Language).NotEmpty().MaximumLength(20).OverridePropertyName("language");
        RuleFor(r => r.TimeZone).Must(TimeZones.IsKnown).OverridePropertyName("timeZone");
        HowToAddressValidator.On(this, r => r.Address);
    }
}

internal sealed class ChangeMyDetailsHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<ChangeMyDetails>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task Handle(ChangeMyDetails request, CancellationToken cancellationToken)
    {
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        participant.Name = request.Name.Trim();
        participant.Phone = Telephone.Read(request.Phone);
        participant.BestTimeToCall = request.BestTimeToCall;
        participant.MayLeaveMessage = request.MayLeaveMessage;
        participant.NeedsInterpreter = request.NeedsInterpreter;
        participant.Language = request.Language;
        if (request.Address is { } address)
            participant.Address(address);
        if (participant.TimeZone != request.TimeZone)
        {
            participant.TimeZone = request.TimeZone;
            participant.Reschedule(participant.Schedule, Now); // The same hour, where they are now.
        }

        if (await db.Users.SingleOrDefaultAsync(a => a.Id == participant.AccountId, cancellationToken) is { } account)
            account.DisplayName = participant.Name;
        db.Audit(request.By, AuditActions.DetailsChanged, Now, participant.Id);
        await db.SaveChangesAsync(cancellationToken);
    }
}
