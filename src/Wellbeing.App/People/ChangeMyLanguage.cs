using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;
using Wellbeing.App.Wording;

namespace Wellbeing.App.People;

/// <summary>The participant chooses the language of pages and messages.</summary>
[AllowedTo(Roles.Participant)]
public sealed record ChangeMyLanguage(Actor By, Language Language) : IRequest, IActed;

internal sealed class ChangeMyLanguageHandler(WellbeingDb db, TimeProvider clock) : IRequestHandler<ChangeMyLanguage>
{
    public async Task Handle(ChangeMyLanguage request, CancellationToken cancellationToken)
    {
        var participant = await db.Participants.SingleAsync(p => p.Id == request.By.ParticipantId, cancellationToken);
        // A spoken language that we have no pages in is what an interpreter is booked by: reading in another one does
        // not change it.
        if (Language.Find(participant.Language) is null || participant.Language == request.Language.Tag)
            return;
        // Who needs an interpreter goes on speaking what they spoke: a nurse books by that, whatever the pages are in.
        if (
            participant is { NeedsInterpreter: true, SpokenLanguage: null }
            && participant.Language != Language.English.Tag
        )
            participant.SpokenLanguage = SpokenLanguage.ReadAs(participant.Language)?.Tag;
        participant.Language = request.Language.Tag;
        db.Audit(
            request.By,
            AuditActions.PreferencesChanged,
            clock.GetUtcNow().UtcDateTime,
            participant.Id,
            detail: new PreferencesDetail(request.Language.Tag)
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
