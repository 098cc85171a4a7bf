using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>By which number and when a nurse would call the person who asks for it.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GetMyHowToCall(Actor By) : IRequest<MyHowToCall>, IActed;

/// <param name="Phone">Null where none is known, and for whoever came by a mail's link: that mail may have been passed
/// on.</param>
/// <param name="PhoneEndsIn">Its last digits; null where none is known.</param>
public sealed record MyHowToCall(string? Phone, string? PhoneEndsIn, TimeToCall? BestTime);

internal sealed class GetMyHowToCallHandler(WellbeingDb db) : IRequestHandler<GetMyHowToCall, MyHowToCall>
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
}
