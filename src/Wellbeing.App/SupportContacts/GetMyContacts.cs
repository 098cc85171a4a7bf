using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.People;
using Wellbeing.App.Pipeline;
using Severity = Wellbeing.Detection.Severity;

namespace Wellbeing.App.SupportContacts;

/// <summary>The participant's own nominations, in order.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyContacts(Actor By) : IRequest<IReadOnlyList<MyContact>>, IActed;

public sealed record MyContact(
    Guid Id,
    string Name,
    string Email,
    string? Phone,
    string Relation,
    Severity ConsentFrom,
    SupportContactState State,
    ContactScope Scope,
    string Language,
    ContactHours Hours
);

internal sealed class GetMyContactsHandler(WellbeingDb db) : IRequestHandler<GetMyContacts, IReadOnlyList<MyContact>>
{
    public async Task<IReadOnlyList<MyContact>> Handle(GetMyContacts request, CancellationToken cancellationToken)
    {
        var zone = await db
            .Participants.Where(p => p.Id == request.By.ParticipantId)
            .Select(p => p.TimeZone)
            .SingleAsync(cancellationToken);
        var contacts = await db
            .SupportContacts.AsNoTracking()
            .Where(c => c.ParticipantId == request.By.ParticipantId && c.State != SupportContactState.Withdrawn)
            .OrderBy(c => c.Order)
            .ToListAsync(cancellationToken);
        return
        [
            .. contacts.Select(c => new MyContact(
                c.Id,
                c.Name,
                c.Email,
                c.Phone,
                c.Relation,
                c.ConsentFrom,
                c.State,
                c.Scope,
                c.Language,
                c.Hours(zone)
            )),
        ];
    }
}
