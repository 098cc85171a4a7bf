using FluentValidation;
using MediatR;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Makes a code.</summary>
/// <param name="EndsAtUtc">From then on nobody can ask by it.</param>
[AllowedTo(Roles.Administrator)]
public sealed record MakeLeaflet(Actor By, string Name, Guid? CohortId, DateTime EndsAtUtc, int Maximum)
    : IRequest<Guid>,
        IActed;

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

internal sealed class MakeLeafletHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<MakeLeaflet, Guid>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

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
        db.Audit(request.By, AuditActions.LeafletMade, Now, detail: new LeafletDetail(leaflet.Id));
        await db.SaveChangesAsync(cancellationToken);
        return leaflet.Id;
    }
}
