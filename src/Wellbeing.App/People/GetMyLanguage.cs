using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.People;

/// <summary>The language the participant has chosen; null when it is one that the pages are not written in.</summary>
[AllowedTo(Roles.Participant | Roles.CheckInLink)]
public sealed record GetMyLanguage(Actor By) : IRequest<Language?>, IActed;

internal sealed class GetMyLanguageHandler(WellbeingDb db) : IRequestHandler<GetMyLanguage, Language?>
{
    public async Task<Language?> Handle(GetMyLanguage request, CancellationToken cancellationToken) =>
        Language.Find(
            await db
                .Participants.Where(p => p.Id == request.By.ParticipantId)
                .Select(p => p.Language)
                .SingleOrDefaultAsync(cancellationToken)
        );
}
