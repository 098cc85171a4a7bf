using MediatR;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.CheckIns;

/// <summary>What a check-in asks. It says nothing about anybody.</summary>
/// <param name="Version">That of a check-in begun or sent; null for the one in force.</param>
[AllowedTo(Roles.Participant | Roles.CheckInLink | Roles.Nurse)]
public sealed record GetAskedQuestions(Actor By, int? Version = null) : IRequest<AskedQuestions>, IActed;

public sealed record AskedQuestions(int Version, QuestionPlan Plan);

internal sealed class GetAskedQuestionsHandler(QuestionBook questions)
    : IRequestHandler<GetAskedQuestions, AskedQuestions>
{
    public async Task<AskedQuestions> Handle(GetAskedQuestions request, CancellationToken cancellationToken)
    {
        if (request.Version is { } named && await questions.Find(named, cancellationToken) is { } plan)
            return new AskedQuestions(named, plan);
        var version = await questions.VersionInForce(cancellationToken);
        return new AskedQuestions(version, await questions.Of(version, cancellationToken));
    }
}
