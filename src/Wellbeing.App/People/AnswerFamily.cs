using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.People;

/// <summary>Who was asked says yes, from now on they are linked, or no, then nothing is left of the question.</summary>
[AllowedTo(Roles.Participant)]
public sealed record AnswerFamily(Actor By, Guid LinkId, bool Yes) : IRequest<bool>, IActed;

internal sealed class AnswerFamilyHandler(FamilyRecords familyRecords, TimeProvider clock)
    : IRequestHandler<AnswerFamily, bool>
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public Task<bool> Handle(AnswerFamily request, CancellationToken cancellationToken) =>
        familyRecords.Answer(request.By, request.LinkId, request.Yes, cancellationToken);
}
