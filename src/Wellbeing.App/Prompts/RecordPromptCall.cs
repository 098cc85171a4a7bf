using MediatR;
using Microsoft.EntityFrameworkCore;
using Wellbeing.App.Audit;
using Wellbeing.App.Data;
using Wellbeing.App.Pipeline;

namespace Wellbeing.App.Prompts;

/// <summary>A nurse rang somebody who was not heard from, and no check-in came of it.</summary>
/// <param name="CallId">Made when the form was drawn; a repeat records nothing twice.</param>
[AllowedTo(Roles.Nurse)]
public sealed record RecordPromptCall(Actor By, Guid CallId, Guid PromptId, PromptCallOutcome Outcome)
    : IRequest<bool>,
        IActed;

internal sealed class RecordPromptCallHandler(WellbeingDb db, TimeProvider clock)
    : IRequestHandler<RecordPromptCall, bool>
{
    /// <returns>False when there is no such prompt.</returns>
    public async Task<bool> Handle(RecordPromptCall request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (
            await db.Prompts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.PromptId, cancellationToken)
            is not { } prompt
        )
            return false;
        if (await db.PromptCalls.AnyAsync(c => c.Id == request.CallId, cancellationToken))
            return true;
        db.PromptCalls.Add(
            new PromptCall
            {
                Id = request.CallId,
                PromptId = prompt.Id,
                ParticipantId = prompt.ParticipantId,
                AtUtc = now,
                By = request.By.UserId!.Value,
                ByName = request.By.Name,
                Outcome = request.Outcome,
            }
        );
        db.Audit(
            request.By,
            AuditActions.PromptCalled,
            now,
            prompt.ParticipantId,
            detail: new PromptCallDetail(request.Outcome)
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
