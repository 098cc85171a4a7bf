using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>By which number and when a nurse would call the person who asks for it.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GetMyHowToCall(Actor By) : IRequest<MyHowToCall>, IActed;

/// <param name="Phone">Null where none is known, and for whoever came by a mail's link: that mail may have been passed
/// on.</param>
/// <param name="PhoneEndsIn">Its last digits; null where none is known.</param>
public sealed record MyHowToCall(string? Phone, string? PhoneEndsIn, TimeToCall? BestTime);

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

internal sealed class HowToCallHandlers(WellbeingDb db, NoticeWriter notices, TimeProvider clock)
    : IRequestHandler<GetMyHowToCall, MyHowToCall>,
        IRequestHandler<GiveHowToCall>
{
    public async Task<MyHowToCall> Handle(GetMyHowToCall request, CancellationToken cancellationToken)
    {
        var person = await db
            .Participants.AsNoTracking()
            .SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        return new MyHowToCall(
            request.By.Is(Roles.Participant) ? person.Phone : null,
            person.Phone is { } phone ? Telephone.LastDigits(phone) : null,
            person.BestTimeToCall
        );
    }

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
            await notices.TellOfNewDetails(person, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
