using MediatR;
using Microsoft.Extensions.Options;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>What the invited person sees behind their link; null when it is used up, expired or wrong. Changes
/// nothing.</summary>
[AllowedTo(Roles.LinkHolder)]
public sealed record GetInvitation(Actor By, string? Secret) : IRequest<InvitationView?>, IActed;

public sealed record InvitationView(string Name, string Email, ParticipantKind Kind, int MinimumAge)
{
    /// <summary>The last digits of the number they were invited with: the link may be in other hands than
    /// theirs.</summary>
    public string? PhoneEndsIn { get; init; }
    public TimeToCall? BestTimeToCall { get; init; }
    public bool? MayLeaveMessage { get; init; }
    public bool NeedsInterpreter { get; init; }

    /// <summary>How they like to be spoken to, as far as whoever invited knew.</summary>
    public HowToAddress Address { get; init; } = HowToAddress.NotSaid;

    /// <summary>Who asks them.</summary>
    public required Inviter By { get; init; }

    /// <summary>How it is suggested that they are asked: as their cohort is.</summary>
    public required CheckInSchedule Offered { get; init; }

    /// <summary>Where they live, as far as whoever invited knew.</summary>
    public required string TimeZone { get; init; }
}

internal sealed class GetInvitationHandler(
    WellbeingDb db,
    IOptions<RegistrationOptions> registration,
    InvitationLinks invitationLinks
) : IRequestHandler<GetInvitation, InvitationView?>
{
    public async Task<InvitationView?> Handle(GetInvitation request, CancellationToken cancellationToken)
    {
        if (await invitationLinks.Find(request.Secret, cancellationToken) is not { Invitation: var i })
            return null;
        return new InvitationView(i.Name, i.Email, i.Kind, registration.Value.MinimumAge)
        {
            PhoneEndsIn = i.Phone is { } phone ? Telephone.LastDigits(phone) : null,
            BestTimeToCall = i.BestTimeToCall,
            MayLeaveMessage = i.MayLeaveMessage,
            NeedsInterpreter = i.NeedsInterpreter,
            Address = i.Address,
            By = await db.InviterOf(i, cancellationToken),
            Offered = InvitationLinks.Offered(await invitationLinks.CohortOf(i, cancellationToken)),
            TimeZone = i.TimeZone,
        };
    }
}
