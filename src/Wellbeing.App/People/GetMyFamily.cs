using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Whom the participant is linked with, whom they asked, who asks them. Of the others only the name.</summary>
[AllowedTo(Roles.Participant)]
public sealed record GetMyFamily(Actor By) : IRequest<MyFamily>, IActed;

/// <param name="Asked">With the name and address the participant typed: whether somebody takes part under it is not
/// theirs to know.</param>
public sealed record MyFamily(
    ParticipantKind Kind,
    string TimeZone,
    IReadOnlyList<FamilyTie> Linked,
    IReadOnlyList<FamilyQuestion> Asked,
    IReadOnlyList<FamilyTie> AskingMe
);

/// <param name="SinceUtc">When they agreed, or asked.</param>
public sealed record FamilyTie(Guid Id, string Name, DateTime SinceUtc);

public sealed record FamilyQuestion(Guid Id, string Name, string Email, DateTime AskedAtUtc);

internal sealed class GetMyFamilyHandler(WellbeingDb db, FamilyRecords familyRecords, TimeProvider clock)
    : IRequestHandler<GetMyFamily, MyFamily>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<MyFamily> Handle(GetMyFamily request, CancellationToken cancellationToken)
    {
        var me = await familyRecords.ParticipantOf(request.By, cancellationToken);
        var since = Now - FamilyLink.AskLives;
        var links = await db
            .FamilyLinks.AsNoTracking()
            .Where(l => (l.AskerId == me.Id || l.OtherId == me.Id) && (l.AgreedAtUtc != null || l.AskedAtUtc > since))
            .OrderBy(l => l.AskedAtUtc)
            .ToListAsync(cancellationToken);
        var others = links.Select(l => l.OtherOf(me.Id)).OfType<Guid>().ToList();
        var names = await db
            .Participants.Where(p => others.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken);
        return new MyFamily(
            me.Kind,
            me.TimeZone,
            [
                .. links
                    .Where(l => l.AgreedAtUtc is not null)
                    .Select(l => new FamilyTie(l.Id, names[l.OtherOf(me.Id)!.Value], l.AgreedAtUtc!.Value)),
            ],
            [
                .. links
                    .Where(l => l.AgreedAtUtc is null && l.AskerId == me.Id)
                    .Select(l => new FamilyQuestion(
                        l.Id,
                        l.TypedName!,
                        l.TypedEmail!.ToLowerInvariant(),
                        l.AskedAtUtc
                    )),
            ],
            [
                .. links
                    .Where(l => l.AgreedAtUtc is null && l.OtherId == me.Id)
                    .Select(l => new FamilyTie(l.Id, names[l.AskerId], l.AskedAtUtc)),
            ]
        );
    }
}
