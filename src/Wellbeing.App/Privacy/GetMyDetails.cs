using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Privacy;

/// <summary>What is kept about how to address and reach the participant.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyDetails(Actor By) : IRequest<MyDetails>, IActed;

public sealed record MyDetails(string Name, string Email, string? Phone, string Language, string TimeZone)
{
    public TimeToCall? BestTimeToCall { get; init; }
    public bool? MayLeaveMessage { get; init; }
    public bool NeedsInterpreter { get; init; }

    /// <summary>How they like to be spoken to.</summary>
    public HowToAddress Address { get; init; } = HowToAddress.NotSaid;
}

internal sealed class GetMyDetailsHandler(WellbeingDb db) : IRequestHandler<GetMyDetails, MyDetails>
{
    public async Task<MyDetails> Handle(GetMyDetails request, CancellationToken cancellationToken)
    {
        var p = await db
            .Participants.AsNoTracking()
            .SingleAsync(x => x.Id == request.By.ParticipantId, cancellationToken);
        return new MyDetails(p.Name, p.Email, p.Phone, p.Language, p.TimeZone)
        {
            BestTimeToCall = p.BestTimeToCall,
            MayLeaveMessage = p.MayLeaveMessage,
            NeedsInterpreter = p.NeedsInterpreter,
            Address = p.HowToCall().Address,
        };
    }
}
