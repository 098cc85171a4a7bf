using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Outbox;
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
)
{
    /// <summary>When the question leaves, where it waits for hours in which it may reach them; null where they were asked
    /// already, or are asked now.</summary>
    public DateTime? AskedFromUtc { get; init; }
}

internal sealed class GetMyContactsHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<GetMyContacts, IReadOnlyList<MyContact>>
{
    public async Task<IReadOnlyList<MyContact>> Handle(GetMyContacts request, CancellationToken cancellationToken)
    {
        var zone = await db
            .Participants.Where(p => p.Id == request.By.ParticipantId)
            .Select(p => p.TimeZone)
            .SingleAsync(cancellationToken);
        var contacts = await db
            .SupportContacts.AsNoTracking()
            .NotWithdrawn()
            .Where(c => c.ParticipantId == request.By.ParticipantId)
            .OrderBy(c => c.Order)
            .ToListAsync(cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        var unasked = (
            await db
                .Messages.AsNoTracking()
                .Where(n =>
                    n.ParticipantId == request.By.ParticipantId
                    && n.Kind == Nomination.Kind
                    && n.State == MessageState.Pending
                    && n.Attempts == 0
                    && n.DeadlineUtc > now
                )
                .Select(n => new { n.SupportContactId, n.NotBeforeUtc })
                .ToListAsync(cancellationToken)
        ).ToLookup(n => n.SupportContactId, n => n.NotBeforeUtc);
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
            )
            {
                AskedFromUtc =
                    c.State == SupportContactState.Pending ? LeavesAt(unasked[c.Id], c.Hours(zone), now) : null,
            }),
        ];
    }

    /// <summary>As the outbox lets the question leave.</summary>
    private static DateTime? LeavesAt(IEnumerable<DateTime> notBefore, ContactHours hours, DateTime now)
    {
        var leaves = notBefore.Select(at => hours.Within(at > now ? at : now)).DefaultIfEmpty(now).Min();
        return leaves > now ? leaves : null;
    }
}
