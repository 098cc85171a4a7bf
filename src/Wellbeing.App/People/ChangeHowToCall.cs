using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>A nurse corrects how somebody is reached, as they asked on the telephone or on the ward. The person is told
/// that it was changed.</summary>
[AllowedTo(Roles.Nurse)]
public sealed record ChangeHowToCall(
    Actor By,
    Guid ParticipantId,
    string? Phone,
    TimeToCall? BestTime,
    bool? MayLeaveMessage,
    bool NeedsInterpreter
) : IRequest<bool>, IActed
{
    /// <summary>Beside a number that cannot be one.</summary>
    public const string PhoneIsWrong =
        "This cannot be a telephone number. Enter it with its area code, such as 0412 345 678, or leave it empty.";

    /// <summary>Null leaves it as it is.</summary>
    public HowToAddress? Address { get; init; }
}

internal sealed class ChangeHowToCallValidator : AbstractValidator<ChangeHowToCall>
{
    public ChangeHowToCallValidator()
    {
        RuleFor(r => r.Phone)
            .Must(Telephone.CanBe)
            .OverridePropertyName("phone")
            .WithMessage(ChangeHowToCall.PhoneIsWrong);
        RuleFor(r => r.BestTime)
            .IsInEnum()
            .OverridePropertyName("bestTime")
            .WithMessage("Choose a time from the list.");
        HowToAddressValidator.On(this, r => r.Address);
    }
}

internal sealed class ChangeHowToCallHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<ChangeHowToCall, bool>
{
    /// <returns>False where there is no such person, or they have left.</returns>
    public async Task<bool> Handle(ChangeHowToCall request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var person = await db
            .Participants.TakingPart()
            .SingleOrDefaultAsync(p => p.Id == request.ParticipantId, cancellationToken);
        if (person is null)
            return false;
        var before = person.HowToCall();
        person.Phone = Telephone.Read(request.Phone);
        person.BestTimeToCall = request.BestTime;
        person.MayLeaveMessage = request.MayLeaveMessage;
        person.NeedsInterpreter = request.NeedsInterpreter;
        if (request.Address is { } address)
            person.Address(address);
        if (person.HowToCall() == before)
            return true;
        await db.HowToCallChanged(request.By, person, before, now, cancellationToken);
        await messages.TellOfNewDetails(person, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
