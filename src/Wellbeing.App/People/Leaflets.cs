using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>The codes on leaflets, newest first, and whether joining by them is switched on.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record ListLeaflets(Actor By) : IRequest<LeafletList>, IActed;

public sealed record LeafletList(bool On, IReadOnlyList<LeafletRow> Rows);

/// <param name="Open">People can still join by it, once joining is switched on.</param>
public sealed record LeafletRow(
    Guid Id,
    string Name,
    string Code,
    string? Cohort,
    DateTime EndsAtUtc,
    int Maximum,
    int Joined,
    bool Stopped,
    bool Open
);

/// <summary>Makes a code.</summary>
/// <param name="EndsAtUtc">From then on nobody can ask by it.</param>
[AllowedTo(Roles.Administrator)]
public sealed record MakeLeaflet(Actor By, string Name, Guid? CohortId, DateTime EndsAtUtc, int Maximum)
    : IRequest<Guid>,
        IActed;

/// <summary>Stops a code, for good. Links that were mailed for it stop as well.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record StopLeaflet(Actor By, Guid LeafletId) : IRequest<bool>, IActed;

/// <summary>Switches joining by leaflets on or off, for all of them.</summary>
[AllowedTo(Roles.Administrator)]
public sealed record SwitchLeaflets(Actor By, bool On) : IRequest, IActed;

internal sealed class MakeLeafletValidator : AbstractValidator<MakeLeaflet>
{
    public MakeLeafletValidator(TimeProvider clock)
    {
        RuleFor(r => r.Name)
            .Must(name => name?.Trim() is { Length: > 0 and <= Leaflet.MaximumNameLength })
            .OverridePropertyName("name")
            .WithMessage($"Enter a name of at most {Leaflet.MaximumNameLength} characters.");
        RuleFor(r => r.Maximum)
            .InclusiveBetween(1, Leaflet.MostPeople)
            .OverridePropertyName("maximum")
            .WithMessage("Enter a number from 1 to 10000.");
        RuleFor(r => r.EndsAtUtc)
            .Must(at => at > clock.GetUtcNow().UtcDateTime && at < clock.GetUtcNow().UtcDateTime.AddYears(2))
            .OverridePropertyName("lastDay")
            .WithMessage("Choose a day from today on, within two years.");
    }
}

internal sealed class LeafletHandlers(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<ListLeaflets, LeafletList>,
        IRequestHandler<MakeLeaflet, Guid>,
        IRequestHandler<StopLeaflet, bool>,
        IRequestHandler<SwitchLeaflets>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task<LeafletList> Handle(ListLeaflets request, CancellationToken cancellationToken)
    {
        var now = Now;
        var cohorts = await db.Cohorts.ToDictionaryAsync(c => c.Id, c => c.Name, cancellationToken);
        var leaflets = await db
            .Leaflets.AsNoTracking()
            .OrderByDescending(l => l.MadeAtUtc)
            .ThenByDescending(l => l.Id)
            .ToListAsync(cancellationToken);
        return new LeafletList(
            await db.LeafletSwitches.AnyAsync(s => s.On, cancellationToken),
            [
                .. leaflets.Select(l => new LeafletRow(
                    l.Id,
                    l.Name,
                    l.Code,
                    l.CohortId is { } id ? cohorts.GetValueOrDefault(id) : null,
                    l.EndsAtUtc,
                    l.Maximum,
                    l.Joined,
                    l.StoppedAtUtc is not null,
                    l.IsOpen(now)
                )),
            ]
        );
    }

    public async Task<Guid> Handle(MakeLeaflet request, CancellationToken cancellationToken)
    {
        var leaflet = new Leaflet
        {
            Id = Guid.CreateVersion7(Now),
            Code = Leaflet.NewCode(), // The index settles the one in a billion: the unit of work runs again.
            Name = request.Name.Trim(),
            CohortId = request.CohortId,
            MadeAtUtc = Now,
            EndsAtUtc = request.EndsAtUtc,
            Maximum = request.Maximum,
        };
        db.Leaflets.Add(leaflet);
        db.Audit(request.By, AuditActions.LeafletMade, Now, detail: $"leaflet={leaflet.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return leaflet.Id;
    }

    public async Task<bool> Handle(StopLeaflet request, CancellationToken cancellationToken)
    {
        if (
            await db.Leaflets.SingleOrDefaultAsync(
                l => l.Id == request.LeafletId && l.StoppedAtUtc == null,
                cancellationToken
            )
            is not { } leaflet
        )
            return false;
        leaflet.StoppedAtUtc = Now;
        db.Audit(request.By, AuditActions.LeafletStopped, Now, detail: $"leaflet={leaflet.Id:D}");
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    public async Task Handle(SwitchLeaflets request, CancellationToken cancellationToken)
    {
        var joining =
            await db.LeafletSwitches.SingleOrDefaultAsync(cancellationToken)
            ?? db.LeafletSwitches.Add(new LeafletSwitch()).Entity;
        (joining.On, joining.ChangedAtUtc) = (request.On, Now);
        db.Audit(request.By, AuditActions.LeafletsSwitched, Now, detail: $"on={request.On}");
        await db.SaveChangesAsync(cancellationToken);
    }
}
