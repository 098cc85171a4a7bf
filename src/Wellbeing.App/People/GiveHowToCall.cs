using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>
/// Somebody who asked for contact says then and there how to reach them. Whoever is to be told was told before: this
/// only adds. What is left empty stays as it was; it is removed in the settings.
/// </summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GiveHowToCall(Actor By, string? Phone, TimeToCall? BestTime) : IRequest, IActed;

internal sealed class GiveHowToCallValidator : AbstractValidator<GiveHowToCall>
{
    public GiveHowToCallValidator()
    {
        RuleFor(r => r.Phone).Must(Telephone.CanBe).OverridePropertyName("phone");
        RuleFor(r => r.BestTime).IsInEnum().OverridePropertyName("bestTime");
    }
}

internal sealed class GiveHowToCallHandler(WellbeingDb db, MessageWriter messages, TimeProvider clock)
    : IRequestHandler<GiveHowToCall>
{
    public async Task Handle(GiveHowToCall request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var person = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        var before = person.HowToCall();
        person.Phone = Telephone.Read(request.Phone) ?? person.Phone;
        person.BestTimeToCall = request.BestTime ?? person.BestTimeToCall;
        if (person.HowToCall() == before)
            return;
        await db.HowToCallChanged(request.By, person, before, now, cancellationToken);
        // The link may be in other hands: the owner of the number that no longer counts hears of it.
        if (!request.By.Is(Roles.Participant) && before.Phone is not null && person.Phone != before.Phone)
            await messages.TellOfNewDetails(person, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
